import type { Process } from "../kernel/process.ts";

/** A line from standard input; on a terminal, its caller has switched off that it is shown. */
export async function readSecret(process: Process): Promise<string> {
  let text = "";
  for (let keys = await process.stdin.read(); keys !== null; keys = await process.stdin.read()) {
    const end = keys.search(/[\r\n]/);
    if (end >= 0) return text + keys.slice(0, end);
    text += keys;
  }
  return text;
}
