import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Machine } from "../../kernel/machine.ts";
import type { Program, SpawnOptions } from "../../kernel/process.ts";
import type { Engine } from "../engine.ts";
import { conflict, EngineError, notFound } from "../errors.ts";
import { unplugAll } from "../network/cards.ts";
import { attachEndpoint, networkingFailure, publishPorts } from "../network/endpoint.ts";
import { findNetwork } from "../network/find.ts";
import { byGateway } from "../network/gateway-order.ts";
import { streamsOf } from "./attached-streams.ts";
import { commandOf } from "./config.ts";
import type { Container } from "./container.ts";
import { containerEnvironment } from "./environment.ts";
import { emitContainerEvent } from "./events.ts";
import { containerStopped, releaseNetworks } from "./exit.ts";
import { isRunning, requireContainer } from "./find.ts";
import { watchHealth } from "./health.ts";
import { hostPid } from "./host-pid.ts";
import { withInit } from "./init-program.ts";
import { containerMachine } from "./machine.ts";
import { checkTogether } from "./network-mode.ts";
import { RUNC_THREADS, resolveCommand, StartFailure } from "./oci-error.ts";
import { removeContainer } from "./remove.ts";
import { forgetBackoff } from "./restart-policy.ts";
import { prepareFiles } from "./root-tree.ts";
import { checkBeforeStart } from "./start-checks.ts";
import { containerUser } from "./user.ts";

/** About what containerd and runc need, ms. */
const START_MS = 120;
/** How long the answer takes: a service that listens at once is there when `docker run -d` comes back. */
const ANSWER_MS = 250;

/**
 * Starts a container; one that runs is left alone.
 * @throws EngineError why not, in the daemon's words; the container then keeps its status, with that error in it
 */
export async function startContainer(engine: Engine, ref: string): Promise<void> {
  const container = requireContainer(engine, ref);
  if (container.status === "paused") throw conflict("cannot start a paused container, try unpause instead");
  if (container.status === "removing" || container.status === "dead")
    throw conflict("container is marked for removal and cannot be started");
  if (isRunning(container)) return;
  forgetBackoff(container);
  container.manuallyStopped = false;
  container.restartCount = 0;
  await bringUp(engine, container);
}

/**
 * Starts the program of a container that does not run: by hand, by its restart policy, or again when a lab is opened.
 * @throws EngineError
 */
export async function bringUp(engine: Engine, container: Container): Promise<void> {
  await prepareFiles(engine, container);
  await engine.clock.sleep(START_MS);
  if (engine.state.containers[container.id] !== container) throw notFound(`No such container: ${container.id}`);
  if (isRunning(container)) return;
  if (engine.state.stopped) throw new EngineError(503, "the daemon is shutting down");
  try {
    connectNetworks(engine, container);
    await launch(engine, container);
    await engine.clock.sleep(ANSWER_MS);
  } catch (error) {
    await giveUp(engine, container, error);
  }
}

function connectNetworks(engine: Engine, container: Container): void {
  const names = Object.keys(container.networks);
  try {
    checkTogether(container.hostConfig.NetworkMode, names);
    unplugAll(container);
    for (const name of inGatewayOrder(engine, container, names)) attachEndpoint(engine, container, name);
    publishPorts(engine, container);
  } catch (error) {
    throw networkingFailure(error);
  }
}

function inGatewayOrder(engine: Engine, { networks }: Container, names: readonly string[]): string[] {
  const known = names.flatMap((name) => {
    const [network, endpoint] = [findNetwork(engine, name), networks[name]];
    return network && endpoint ? [{ name, network, endpoint }] : [];
  });
  const sorted = known.sort(byGateway).map(({ name }) => name);
  return [...sorted, ...names.filter((name) => !sorted.includes(name))];
}

/** Between which numbers of its host a container's first process gets one. */
const FIRST_PID = 3_000;
const PIDS = 30_000;

/** Makes the machine, finds the program in it and runs it. @throws EngineError, StartFailure */
async function launch(engine: Engine, container: Container): Promise<void> {
  const before = container.pid;
  container.pid = FIRST_PID + engine.random.below(PIDS);
  const ready = await prepareProgram(engine, container).catch((error: unknown) => {
    container.pid = before;
    throw error;
  });
  container.sandboxId = engine.random.hex(64);
  container.status = "running";
  container.startedAt = engine.timestamp();
  container.exitCode = 0;
  container.error = "";
  container.oomKilled = false;
  delete container.health;
  runProgram(engine, container, ready);
  emitContainerEvent(engine, container, "start");
}

/**
 * Starts the program of a container whose state says that it runs, as when a lab is opened again: nothing of its state
 * changes, and what it says first was said before.
 * @throws EngineError, StartFailure
 */
export async function relaunch(engine: Engine, container: Container): Promise<void> {
  await prepareFiles(engine, container);
  const ready = await prepareProgram(engine, container);
  streamsOf(engine, container).mute(GREETING_MS);
  runProgram(engine, container, ready);
}

/** How long after being started again a program is not heard, ms. */
const GREETING_MS = 1500;

interface ReadyProgram {
  readonly machine: Machine;
  readonly program: Program;
  readonly options: SpawnOptions;
}

async function prepareProgram(engine: Engine, container: Container): Promise<ReadyProgram> {
  const { config, hostConfig } = container;
  checkBeforeStart(engine, container);
  const chosen = hostConfig.Mounts?.some(({ VolumeOptions }) => VolumeOptions?.Subpath);
  if (chosen || container.mounts.some(({ Name = "" }) => engine.state.volumes[Name]?.options))
    (await engine.clock.hold(import("../volume/mount-failure.ts"))).checkVolumeDevices(engine, container);
  const machine = await machineOf(engine, container);
  const user = containerUser(machine.files, config.User, hostConfig.GroupAdd);
  const env = containerEnvironment(machine, config, { tty: config.Tty, home: user.home });
  const cwd = config.WorkingDir || "/";
  if (!machine.files.exists(cwd)) machine.files.mkdir(cwd, { recursive: true });
  const found = await resolveCommand(machine, machine.files.as(user), commandOf(config), env, cwd);
  const { program, args } = hostConfig.Init ? withInit(found) : found;
  return { machine, program, options: { args, env, cwd, user, group: "new" } };
}

/**
 * The machine, with everything mounted.
 * @throws StartFailure when a file and a directory would cover each other, or there is no place to mount on
 */
async function machineOf(engine: Engine, container: Container): Promise<Machine> {
  try {
    return containerMachine(engine, container);
  } catch (error) {
    if (!(error instanceof FileError) || (error.code !== "ENOTDIR" && error.code !== "EROFS")) throw error;
    const { code, path } = error;
    const point = container.mounts.find(({ Destination }) => resolvePath("/", Destination) === path);
    const { noPlace, wrongKind } = await engine.clock.hold(import("../volume/mount-failure.ts"));
    throw code === "EROFS" ? noPlace(point?.Source ?? "", path, container.id) : wrongKind(point?.Source ?? "", path);
  }
}

function runProgram(engine: Engine, container: Container, { machine, program, options }: ReadyProgram): void {
  const streams = streamsOf(engine, container);
  const { input: stdin, stdout, stderr, tty } = streams;
  // Its first instruction comes when the container is known to run: it may look at its own network at once.
  const main: Program = async (process) => {
    await Promise.resolve();
    return program(process);
  };
  const init = machine.processes.start(machine, main, { ...options, stdin, stdout, stderr, tty });
  machine.processes.skip(RUNC_THREADS);
  // Until a shell says which of its jobs is in front, Ctrl-C goes to the first process and its children.
  if (tty) tty.onSignal = (signal) => machine.processes.killGroup(init.group, signal);
  const stopped = init.exited.then((status) =>
    containerStopped(engine, container, status, () => bringUp(engine, container)),
  );
  // In a namespace that another lends, the number comes with the process.
  if (container.hostConfig.PidMode.startsWith("container:")) container.pid = hostPid(engine, container, init.pid);
  const close = watchHealth(engine, container);
  engine.live.set(container.id, { machine, init, streams, stopped, execs: new Set(), close });
}

/** Undoes a start that failed, and says why. */
async function giveUp(engine: Engine, container: Container, error: unknown): Promise<never> {
  releaseNetworks(engine, container);
  const failure =
    error instanceof StartFailure
      ? new EngineError(
          400,
          `failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${error.message}`,
        )
      : error;
  if (!(failure instanceof EngineError)) throw failure;
  container.exitCode = error instanceof StartFailure ? error.status : 128;
  container.error = failure.message;
  if (container.hostConfig.AutoRemove) await removeContainer(engine, container.id, { volumes: true });
  throw failure;
}
