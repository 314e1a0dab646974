import type { MountRequest } from "../../engine/container/container.ts";
import { MountSpecError, parseMountSpec } from "../../engine/volume/mount-spec.ts";

/**
 * Reads one `--mount`.
 * @param cwd what a source of `.` or `./x` is relative to
 * @returns the request, or what is wrong with it
 */
export function parseMount(text: string, cwd = "/"): MountRequest | string {
  try {
    return parseMountSpec(text, cwd);
  } catch (error) {
    if (error instanceof MountSpecError) return error.message;
    throw error;
  }
}
