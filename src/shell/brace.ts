/** How many words a page can hold; a machine's memory ends much later. */
const MOST_WORDS = 1_000_000;
/** What bash counts to: braces that make more words than this are just characters. */
const INT_MAX = 2 ** 31 - 1;

/** Braces that make more words than there is memory for (bash, braces.c). */
export class TooManyWords extends Error {
  constructor(count: number) {
    super(`brace expansion: failed to allocate memory for ${count} elements`);
    this.name = "TooManyWords";
  }
}

/**
 * Brace expansion of a word's source text: `a{b,c}d` → `abd`, `acd`; `{1..3}` → `1 2 3`. Quotes, escapes and `${…}` are left
 * alone, to be dealt with by the expansions that follow.
 * @throws TooManyWords
 */
export function expandBraces(text: string): string[] {
  for (let i = skip(text, 0); i < text.length; i = skip(text, i + 1)) {
    if (text[i] !== "{" || text[i - 1] === "$") continue;
    const group = braceGroup(text, i);
    if (!group) continue;
    const before = text.slice(0, i);
    const after = expandBraces(text.slice(group.end));
    if (group.items.length * after.length > MOST_WORDS) throw new TooManyWords(group.items.length * after.length);
    return group.items.flatMap((item) => after.map((rest) => before + item + rest));
  }
  return [text];
}

/** The next position at or after `i` that is neither quoted nor inside an expansion. */
function skip(text: string, i: number): number {
  for (;;) {
    const char = text[i];
    if (char === "\\") i += 2;
    else if (char === "'") i = after(text, "'", i + 1);
    else if (char === '"' || char === "`") i = closingQuote(text, char, i + 1);
    else if (/^(?:\$[({]|[<>]\()/.test(text.slice(i, i + 2))) i = closing(text, i + 1);
    else return i;
  }
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + 1;
}

function closingQuote(text: string, quote: string, from: number): number {
  let i = from;
  while (i < text.length && text[i] !== quote) {
    if (text[i] === "\\") i += 2;
    else if (text[i] === "$" && (text[i + 1] === "(" || text[i + 1] === "{")) i = closing(text, i + 1);
    else i++;
  }
  return i + 1;
}

/** After the bracket that closes the one at `open`. */
function closing(text: string, open: number): number {
  const [left, right] = text[open] === "(" ? ["(", ")"] : ["{", "}"];
  let depth = 0;
  let i = open;
  while (i < text.length) {
    const char = text[i];
    if (char === left) depth++;
    else if (char === right && --depth === 0) return i + 1;
    if (char === "\\") i += 2;
    else if (char === "'") i = after(text, "'", i + 1);
    else if (char === '"') i = closingQuote(text, '"', i + 1);
    else i++;
  }
  return text.length;
}

/** The items of the braces at `open`, and where they end; undefined when they are just characters. */
function braceGroup(text: string, open: number): { items: string[]; end: number } | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let i = skip(text, open); i < text.length; i = skip(text, i + 1)) {
    if (text[i] === "{") depth++;
    else if (text[i] === ",") {
      if (depth === 1) commas.push(i);
    } else if (text[i] === "}" && --depth === 0) {
      const end = i + 1;
      if (commas.length === 0) {
        const items = sequence(text.slice(open + 1, i));
        return items && { items, end };
      }
      const edges = [open, ...commas, i];
      const items = edges.slice(1).flatMap((edge, n) => expandBraces(text.slice((edges[n] ?? 0) + 1, edge)));
      return { items, end };
    }
  }
  return undefined;
}

/** `1..9`, `a..e`, `01..10..2`. */
function sequence(body: string): string[] | undefined {
  const numbers = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(body);
  if (numbers) {
    const [, from = "0", to = "0", by = "1"] = numbers;
    const padded = /^-?0\d/.test(from) || /^-?0\d/.test(to);
    const width = padded ? Math.max(from.length, to.length) : 0;
    return range(Number(from), Number(to), Number(by))?.map((n) =>
      n < 0 ? `-${String(-n).padStart(width - 1, "0")}` : String(n).padStart(width, "0"),
    );
  }
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d+))?$/.exec(body);
  if (!letters) return undefined;
  const [, from = "a", to = "a", by = "1"] = letters;
  // The backslash between Z and a quotes whatever follows it, and is gone afterwards.
  return range(from.charCodeAt(0), to.charCodeAt(0), Number(by))?.map((code) =>
    String.fromCharCode(code).replace("\\", "''"),
  );
}

function range(from: number, to: number, by: number): number[] | undefined {
  const step = Math.abs(by) || 1;
  const count = Math.floor(Math.abs(to - from) / step) + 1;
  if (count > INT_MAX) return undefined;
  if (count > MOST_WORDS) throw new TooManyWords(count);
  return Array.from({ length: count }, (_, n) => from + (to >= from ? n * step : -n * step));
}
