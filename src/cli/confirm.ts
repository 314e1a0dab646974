import { readLines } from "../kernel/stream.ts";
import type { CommandContext } from "./command.ts";

/**
 * Asks before something that cannot be undone; only "y" goes on (docker/cli, `internal/prompt`).
 * @param warning the question, without "[y/N]"
 */
export async function confirm({ out, process }: CommandContext, warning: string): Promise<boolean> {
  await out(`${warning} [y/N] `);
  for await (const line of readLines(process.stdin, process.signal)) return line.trim().toLowerCase() === "y";
  return false;
}
