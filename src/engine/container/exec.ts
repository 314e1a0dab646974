import type { Machine } from "../../kernel/machine.ts";
import type { Child } from "../../kernel/process.ts";
import type { SignalName } from "../../kernel/signal.ts";
import type { Engine } from "../engine.ts";
import { conflict, EngineError } from "../errors.ts";
import type { Container } from "./container.ts";
import { containerEnvironment } from "./environment.ts";
import { emitContainerEvent } from "./events.ts";
import { requireContainer } from "./find.ts";
import { checkLinksRun } from "./links.ts";
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
  /** Root may do everything, whatever the container's may. */
  readonly privileged?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** A program that was asked for in a running container. */
export interface Exec {
  readonly id: string;
  readonly streams: ContainerStreams;
  /**
   * Runs it and resolves with its exit status; a program that cannot be started says why on its output (tape 06).
   * @param detached nobody reads that, so it is an error, and it resolves with 0 when the program has started
   * @throws EngineError
   */
  run(detached?: boolean): Promise<number>;
  kill(signal: SignalName): void;
}

const EXEC_MS = 60;
const CANNOT_RUN = 126;
/** What runc says before it starts anything (libcontainer, validateProcessSpec). */
const RELATIVE_CWD = "Cwd must be an absolute path";

/** Prepares a program in a running container. @throws EngineError when it does not run, or there is no such user */
export function createExec(engine: Engine, ref: string, request: ExecRequest): Exec {
  const container = requireContainer(engine, ref);
  const live = liveForExec(engine, container, ref);
  checkLinksRun(engine, container);
  // Known before it starts, so that the client is told as of any request (moby, daemon/exec.go, ContainerExecCreate).
  if (request.user) containerUser(live.machine.files, request.user);
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
  const end = () => {
    live.execs.delete(id);
    streams.end();
  };
  return {
    id,
    streams,
    run: async (detached = false) => {
      await engine.clock.sleep(EXEC_MS);
      if (engine.live.get(container.id) !== live) throw notRunning(container);
      live.execs.add(id);
      emitContainerEvent(engine, container, `exec_start: ${line}`, { execID: id });
      try {
        child = await launchExec(container, live, streams, request);
      } catch (error) {
        const failure = error instanceof StartFailure ? execFailure(error) : error;
        if (!(failure instanceof EngineError) || detached) {
          end();
          throw failure;
        }
        // By now the client only reads the stream: that is where it is told.
        await streams.stdout.write(`${failure.message}\r\n`);
        end();
        return error instanceof StartFailure ? error.status : CANNOT_RUN;
      }
      const over = child.exited.then((status) => {
        emitContainerEvent(engine, container, "exec_die", { execID: id, exitCode: String(status) });
        end();
        return status;
      });
      return detached ? 0 : over;
    },
    kill: (signal) => {
      if (child) live.machine.processes.kill(child.pid, signal);
    },
  };
}

function execFailure({ message }: StartFailure): EngineError {
  const why = message === RELATIVE_CWD ? message : `unable to start container process: ${message}`;
  return new EngineError(400, `OCI runtime exec failed: exec failed: ${why}`);
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
  const named = containerUser(machine.files, request.user || config.User);
  // A user that was asked for is looked up by containerd, which counts no group twice.
  const user = request.user ? { ...named, groups: [...new Set(named.groups)] } : named;
  const tty = request.tty ?? false;
  const env = containerEnvironment(machine, config, { tty, home: user.home, more: request.env ?? [] });
  const cwd = request.workingDir || config.WorkingDir || "/";
  if (!cwd.startsWith("/")) throw new StartFailure(RELATIVE_CWD, 128);
  if (!machine.files.exists(cwd))
    throw new StartFailure(`chdir to cwd ("${cwd}") set in config.json failed: no such file or directory`, 127);
  const { program, args } = await resolveCommand(machine, machine.files.as(user), request.cmd, env, cwd);
  const own: Machine = request.privileged ? Object.create(machine, { capabilities: { value: undefined } }) : machine;
  const child = machine.processes.start(own, program, {
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
