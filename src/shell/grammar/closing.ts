import type { Scanner } from "./scanner.ts";
import { unclosed } from "./token.ts";

/** What stands from a place after `((` to `))`, after which the scanner goes on; undefined when it is no arithmetic. */
export function readArithmetic(scanner: Scanner, start: number): string | undefined {
  const { text } = scanner;
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (char === "\\") i++;
    else if (char === "(") depth++;
    else if (char === ")" && depth > 0) depth--;
    else if (char === ")") {
      if (text[i + 1] !== ")") return undefined;
      scanner.position = i + 2;
      return text.slice(start, i);
    }
  }
  throw unclosed(")", start);
}

/** The place after the character that ends what begins at `start`. */
export function afterClosing({ text }: Scanner, closing: string, start: number): number {
  const end = text.indexOf(closing, start + 1);
  if (end < 0) throw unclosed(closing, start);
  return end + 1;
}

/** The same where a backslash hides the character. */
export function afterEscaped({ text }: Scanner, closing: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === closing) return i + 1;
  }
  throw unclosed(closing, start);
}

/** The place after `$[…]`. */
export function afterBracket({ text, position }: Scanner): number {
  let depth = 0;
  for (let i = position; i < text.length; i++) {
    if (text[i] === "[") depth++;
    else if (text[i] === "]" && --depth === 0) return i + 1;
  }
  throw unclosed("]", position);
}
