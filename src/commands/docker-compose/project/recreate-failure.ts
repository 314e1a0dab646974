import type { Clock } from "../../../kernel/clock.ts";
import { PythonException } from "../failures.ts";
import { loadTracebacks } from "../tracebacks.ts";

/** The command whose traceback is meant. */
export type RecreatingCommand = "up" | "create";

/**
 * What compose 1.29 ends with when it takes a container's volumes over to a new one: it looks for them in a field of the
 * image, ContainerConfig, that the Engine does not tell since API 1.45 (docs.docker.com/engine/deprecated).
 */
export async function recreateFailure(clock: Clock, command: RecreatingCommand): Promise<PythonException> {
  const { recreateUp, recreateCreate } = await loadTracebacks(clock);
  return new PythonException((command === "up" ? recreateUp : recreateCreate).join("\n"), "'ContainerConfig'");
}
