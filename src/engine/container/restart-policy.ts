import type { Engine } from "../engine.ts";
import type { Container } from "./container.ts";

/** How long the next restart waits (moby, restartmanager): 100 ms, doubled every time, and from anew after a good run. */
const FIRST_MS = 100;
const LONGEST_MS = 60_000;
const GOOD_RUN_MS = 10_000;

interface Backoff {
  delay: number;
  cancel: (() => void) | undefined;
}

const backoffs = new WeakMap<Container, Backoff>();

/** Whether the policy wants a container that has just ended to run again. */
export function shouldRestart({ hostConfig, exitCode, manuallyStopped, restartCount }: Container): boolean {
  const { Name, MaximumRetryCount } = hostConfig.RestartPolicy;
  if (manuallyStopped) return false;
  if (Name === "always" || Name === "unless-stopped") return true;
  return Name === "on-failure" && exitCode !== 0 && (MaximumRetryCount === 0 || restartCount < MaximumRetryCount);
}

/** Whether a container that does not run starts when dockerd does. */
export function shouldRestartWithDaemon({ hostConfig, status, manuallyStopped }: Container): boolean {
  if (status !== "exited") return false;
  const { Name } = hostConfig.RestartPolicy;
  return Name === "always" || (Name === "unless-stopped" && !manuallyStopped);
}

/**
 * Follows the policy: a container that is to come back is `restarting` until it does.
 * @param start starts its program again
 */
export function restartLater(engine: Engine, container: Container, start: () => Promise<void>): void {
  if (engine.state.stopped || !shouldRestart(container)) return;
  const ranFor = Date.parse(container.finishedAt) - Date.parse(container.startedAt);
  const before = ranFor >= GOOD_RUN_MS ? 0 : (backoffs.get(container)?.delay ?? 0);
  const delay = before === 0 ? FIRST_MS : Math.min(before * 2, LONGEST_MS);
  container.restartCount++;
  container.status = "restarting";
  scheduleRestart(engine, container, delay, start);
}

/** Starts a restarting container after `delay` ms. */
export function scheduleRestart(engine: Engine, container: Container, delay: number, start: () => Promise<void>): void {
  const cancel = engine.clock.after(delay, () => {
    if (container.status !== "restarting") return;
    start().catch(() => {
      // Why is in the container's `error`; it tries again, as the daemon does.
      container.finishedAt = engine.timestamp();
      container.status = "exited";
      restartLater(engine, container, start);
    });
  });
  backoffs.set(container, { delay, cancel });
}

/** Stops waiting, and starts from the shortest delay the next time: a person started or stopped it. */
export function forgetBackoff(container: Container): void {
  backoffs.get(container)?.cancel?.();
  backoffs.delete(container);
}
