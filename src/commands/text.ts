import type { Process } from "../kernel/process.ts";
import type { Input } from "../kernel/stream.ts";

/** Pieces read before others get a turn: an endless file (/dev/zero) must not stop the page. */
const PIECES_A_BREATH = 32;

/** What an input gives, piece by piece, to its end. */
export async function* pieces(process: Process, input: Input): AsyncGenerator<string, void, void> {
  let count = 0;
  for (let piece = await input.read(); piece !== null; piece = await input.read()) {
    yield piece;
    count++;
    if (count % PIECES_A_BREATH === 0) await process.breathe();
  }
}

/** The lines that have come so far, without their ends, again and again until the input's end. */
export async function* lineBatches(
  process: Process,
  input: Input,
  end = "\n",
): AsyncGenerator<readonly string[], void, void> {
  let rest = "";
  for await (const piece of pieces(process, input)) {
    const lines = (rest + piece).split(end);
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines;
  }
  if (rest !== "") yield [rest];
}

/** The whole of an input. */
export async function wholeText(process: Process, input: Input): Promise<string> {
  const parts: string[] = [];
  for await (const piece of pieces(process, input)) parts.push(piece);
  return parts.join("");
}

/** The lines of a text, without their ends; a last end starts no line. */
export function linesOf(text: string, end = "\n"): string[] {
  if (text === "") return [];
  const lines = text.split(end);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Lines as text, each with its end. */
export const joined = (lines: readonly string[], end = "\n"): string => lines.map((line) => line + end).join("");

/** By code points, which is by bytes: the order of the C locale. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    // A surrogate is the half of a high code point, above all that need none.
    if (left !== right) return rank(left) - rank(right);
  }
  return a.length - b.length;
}

const rank = (unit: number) => (unit >= 0xd800 && unit < 0xdc00 ? unit + 0x10000 : unit);
