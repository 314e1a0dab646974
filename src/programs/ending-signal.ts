import type { Process } from "../kernel/process.ts";
import type { SignalName } from "../kernel/signal.ts";

/** Resolves with the first of some signals; rejects when the process is killed. */
export function endingSignal(process: Process, ...names: readonly SignalName[]): Promise<SignalName> {
  return new Promise((resolve, reject) => {
    for (const name of names) process.onSignal(name, () => resolve(name));
    process.signal.addEventListener("abort", () => reject(process.signal.reason), { once: true });
  });
}
