import type { Child } from "../../kernel/process.ts";
import type { SignalName } from "../../kernel/signal.ts";
import type { Engine } from "../engine.ts";
import { conflict, EngineError } from "../errors.ts";
import type { Container } from "./container.ts";
import { containerEnvironment } from "./environment.ts";
import { emitContainerEvent } from "./events.ts";
import { requireContainer } from "./find.ts";
import type { LiveContainer } from "./live-container.ts";
import { RUNC_THREADS, resolveCommand, StartFailure } from "./oci-error.ts";
import { ContainerStreams } from "./streams.ts";
import { containerUser } from "./user.ts";

/** `POST /containers/{id}/exec`. */
export interface ExecRequest {
  readonly cmd: readonly string[];
  readonly tty?: boolean;
  /** Keep standard input open for a client. */
  readonly stdin?: boolean;
  readonly env?: readonly string[];
  readonly workingDir?: string;
  readonly user?: string;
  readonly columns?: number;
  readonly rows?: number;
}

/** A program that was asked for in a running container. */
export interface Exec {
  readonly id: string;
  readonly streams: ContainerStreams;
  /** Runs it and resolves with its exit status; a program that cannot be started says why on its output (tape 06). */
  run(): Promise<number>;
  kill(signal: SignalName): void;
}

const EXEC_MS = 60;
const CANNOT_RUN = 126;

/** Prepares a program in a running container. @throws EngineError when it does not run, or there is no such user */
export function createExec(engine: Engine, ref: string, request: ExecRequest): Exec {
  const container = requireContainer(engine, ref);
  const live = liveForExec(engine, container, ref);
  const id = engine.random.hex(64);
  const streams = new ContainerStreams(engine.clock, {
    tty: request.tty ?? false,
    stdin: request.stdin ?? false,
    ...(request.columns === undefined ? {} : { columns: request.columns }),
    ...(request.rows === undefined ? {} : { rows: request.rows }),
  });
  const line = request.cmd.join(" ");
  emitContainerEvent(engine, container, `exec_create: ${line}`, { execID: id });
  let child: Child | undefined;
  return {
    id,
    streams,
    run: async () => {
      await engine.clock.sleep(EXEC_MS);
      if (engine.live.get(container.id) !== live) throw notRunning(container);
      live.execs.add(id);
      emitContainerEvent(engine, container, `exec_start: ${line}`, { execID: id });
      try {
        child = await launchExec(container, live, streams, request);
        const status = await child.exited;
        emitContainerEvent(engine, container, "exec_die", { execID: id, exitCode: String(status) });
        return status;
      } catch (error) {
        // By now the client only reads the stream: that is where it is told.
        if (error instanceof StartFailure) {
          const said = `OCI runtime exec failed: exec failed: unable to start container process: ${error.message}`;
          await streams.stdout.write(`${said}\r\n`);
          return error.status;
        }
        if (!(error instanceof EngineError)) throw error;
        await streams.stdout.write(`${error.message}\r\n`);
        return CANNOT_RUN;
      } finally {
        live.execs.delete(id);
        streams.end();
      }
    },
    kill: (signal) => {
      if (child) live.machine.processes.kill(child.pid, signal);
    },
  };
}

/** Where a program can be started. @throws EngineError */
function liveForExec(engine: Engine, container: Container, ref: string): LiveContainer {
  if (container.status === "restarting")
    throw conflict(`Container ${container.id} is restarting, wait until the container is running`);
  if (container.status === "paused") throw conflict(`Container ${ref} is paused, unpause the container before exec`);
  const live = engine.live.get(container.id);
  if (!live) throw notRunning(container);
  return live;
}

const notRunning = (container: Container) => conflict(`container ${container.id} is not running`);

/** @throws StartFailure, EngineError */
async function launchExec(
  container: Container,
  { machine, init }: LiveContainer,
  streams: ContainerStreams,
  request: ExecRequest,
): Promise<Child> {
  const { config } = container;
  const user = containerUser(machine.files, request.user || config.User);
  const tty = request.tty ?? false;
  const env = containerEnvironment(machine, config, { tty, home: user.home, more: request.env ?? [] });
  const cwd = request.workingDir || config.WorkingDir || "/";
  if (!machine.files.exists(cwd))
    throw new StartFailure(`chdir to cwd ("${cwd}") set in config.json failed: no such file or directory`, 127);
  const { program, args } = await resolveCommand(machine, machine.files.as(user), request.cmd, env, cwd);
  const child = machine.processes.start(machine, program, {
    args,
    env,
    cwd,
    user,
    stdin: streams.input,
    stdout: streams.stdout,
    stderr: streams.stderr,
    tty: streams.tty,
    group: "new",
  });
  machine.processes.skip(RUNC_THREADS);
  if (streams.tty) streams.tty.onSignal = (signal) => machine.processes.killGroup(child.group, signal);
  // A container that has just ended takes nobody in.
  if (machine.processes.get(init.pid) === undefined) machine.processes.kill(child.pid, "SIGKILL");
  return child;
}
