import type { Engine } from "../engine.ts";
import type { Container } from "./container.ts";
import { isRunning, requireContainer } from "./find.ts";

/**
 * Waits until a container does not run and tells its exit status; at once for one that does not.
 * @param condition "next-exit" waits for the next end also of a container that has not started; "removed" for its removal
 * @throws EngineError; the signal's reason
 */
export function waitContainer(
  engine: Engine,
  ref: string,
  condition: "not-running" | "next-exit" | "removed" = "not-running",
  signal?: AbortSignal,
): Promise<number> {
  const container = requireContainer(engine, ref);
  if (condition === "not-running" && !isRunning(container)) return Promise.resolve(container.exitCode);
  return new Promise((resolve, reject) => {
    const finish = () => {
      stop();
      signal?.removeEventListener("abort", abort);
    };
    const abort = () => {
      finish();
      reject(signal?.reason);
    };
    const stop = engine.onEvent(({ Type, Action, Actor }) => {
      if (Type !== "container" || Actor.ID !== container.id) return;
      if (Action !== (condition === "removed" ? "destroy" : "die") && Action !== "destroy") return;
      finish();
      resolve(statusOf(container));
    });
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort, { once: true });
  });
}

const statusOf = ({ exitCode }: Container) => exitCode;
