import { SIGNALS, type SignalName, signalNamed } from "../../kernel/signal.ts";
import type { Engine } from "../engine.ts";
import { conflict, EngineError } from "../errors.ts";
import type { Container } from "./container.ts";
import { emitContainerEvent } from "./events.ts";
import { isRunning, requireContainer } from "./find.ts";
import type { LiveContainer } from "./live-container.ts";
import { forgetBackoff } from "./restart-policy.ts";
import { parseSignal } from "./signal-name.ts";
import { startContainer } from "./start.ts";

export interface StopOptions {
  /** "SIGTERM", "TERM", "15"; the container's own stop signal unless told. */
  readonly signal?: string;
  /** Seconds to wait before SIGKILL; -1 waits for ever. The container's own, or 10, unless told. */
  readonly timeout?: number;
}

const DEFAULT_TIMEOUT = 10;

/** Asks a container to end, then makes it. One that does not run is left alone. @throws EngineError */
export async function stopContainer(engine: Engine, ref: string, options: StopOptions = {}): Promise<void> {
  const container = requireContainer(engine, ref);
  const signal = parseSignal(options.signal || container.config.StopSignal || "SIGTERM");
  if (container.status === "restarting") stopRestarting(engine, container);
  const live = engine.live.get(container.id);
  if (!live) return;
  container.manuallyStopped = true;
  live.stopping = true;
  deliver(engine, container, live, signal);
  const seconds = options.timeout ?? container.config.StopTimeout ?? DEFAULT_TIMEOUT;
  if (!(await within(engine, seconds, live.stopped))) deliver(engine, container, live, "SIGKILL");
  await live.stopped;
}

/** Stops and starts it. @throws EngineError */
export async function restartContainer(engine: Engine, ref: string, options: StopOptions = {}): Promise<void> {
  const container = requireContainer(engine, ref);
  try {
    await stopContainer(engine, container.id, options);
    await startContainer(engine, container.id);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(error.status, `Cannot restart container ${ref}: ${error.message}`);
  }
  emitContainerEvent(engine, container, "restart");
}

/**
 * Sends a signal to a container's first process; after SIGKILL, waits until it has gone.
 * @param signal "SIGKILL" unless told
 * @throws EngineError
 */
export async function killContainer(engine: Engine, ref: string, signal = "SIGKILL"): Promise<void> {
  try {
    const name = parseSignal(signal);
    const container = requireContainer(engine, ref);
    if (container.status === "restarting") stopRestarting(engine, container);
    const live = engine.live.get(container.id);
    if (!live) throw conflict(`container ${container.id} is not running`);
    const stopSignal = signalNamed(container.config.StopSignal ?? "SIGTERM");
    if (name === "SIGKILL" || name === stopSignal) container.manuallyStopped = true;
    deliver(engine, container, live, name);
    if (name === "SIGKILL") await live.stopped;
  } catch (error) {
    if (error instanceof EngineError)
      throw new EngineError(error.status, `cannot kill container: ${ref}: ${error.message}`);
    throw error;
  }
}

function deliver(engine: Engine, container: Container, live: LiveContainer, signal: SignalName): void {
  emitContainerEvent(engine, container, "kill", { signal: String(SIGNALS[signal]) });
  if (container.status === "paused" && container.manuallyStopped) {
    container.status = "running";
    live.machine.processes.thaw();
  }
  live.machine.processes.kill(live.init.pid, signal);
}

function stopRestarting(engine: Engine, container: Container): void {
  forgetBackoff(container);
  container.manuallyStopped = true;
  container.status = "exited";
  emitContainerEvent(engine, container, "stop");
}

/** Whether `promise` settled within so many seconds of the lab's time. */
async function within(engine: Engine, seconds: number, promise: Promise<unknown>): Promise<boolean> {
  if (seconds < 0) {
    await promise;
    return true;
  }
  const stop = new AbortController();
  const late = engine.clock.sleep(seconds * 1000, stop.signal).then(
    () => false,
    () => true,
  );
  const result = await Promise.race([promise.then(() => true), late]);
  stop.abort();
  return result;
}

/** Holds all its processes still. @throws EngineError */
export function pauseContainer(engine: Engine, ref: string): void {
  const container = requireContainer(engine, ref);
  if (container.status === "paused") throw conflict(`Container ${container.id} is already paused`);
  if (container.status === "restarting")
    throw conflict(`Container ${container.id} is restarting, wait until the container is running`);
  const live = engine.live.get(container.id);
  if (!live || !isRunning(container)) throw conflict(`container ${container.id} is not running`);
  live.machine.processes.freeze();
  container.status = "paused";
  emitContainerEvent(engine, container, "pause");
}

/** @throws EngineError */
export function unpauseContainer(engine: Engine, ref: string): void {
  const container = requireContainer(engine, ref);
  if (container.status !== "paused") throw new EngineError(500, `Container ${container.id} is not paused`);
  container.status = "running";
  engine.live.get(container.id)?.machine.processes.thaw();
  emitContainerEvent(engine, container, "unpause");
}
