import { decode } from "../../kernel/bytes.ts";
import { openOutput } from "../../kernel/open.ts";
import type { Process } from "../../kernel/process.ts";
import { base64Lines } from "./base64.ts";
import { OptionError, opensslOptions } from "./openssl-options.ts";

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** More than the lab would want to hold. */
const MOST = 16 * 2 ** 20;

/** `openssl rand [-hex | -base64] N`: bytes of the lab's own chance. */
export async function rand(process: Process, args: readonly string[]): Promise<number> {
  const { values, operands } = opensslOptions(args, ["hex", "base64", "out=", "help"]);
  const [text, extra] = operands;
  if (text === undefined || extra !== undefined)
    throw new OptionError(extra === undefined ? "Missing number of bytes" : `Extra option: "${extra}"`);
  const [, digits = "", unit = ""] = /^(\d+)([KMG]?)$/.exec(text) ?? [];
  if (digits === "") throw new OptionError(`Can't parse "${text}" as a number`);
  const count = Math.min(MOST, Number(digits) * (UNITS[unit] ?? 1));
  const { random } = process.machine;
  const bytes = Uint8Array.from({ length: count }, () => random.below(256));
  const output = values.has("out") ? openOutput(process, values.get("out") ?? "") : process.stdout;
  if (values.has("hex"))
    await output.write(`${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}\n`);
  else await output.write(values.has("base64") ? base64Lines(bytes) : decode(bytes));
  return 0;
}
