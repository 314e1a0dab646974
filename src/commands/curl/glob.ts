import { CurlError } from "./curl-error.ts";

/** A URL that a pattern stands for, and what each of the pattern's parts was: `#1` of a file's name. */
export interface GlobbedUrl {
  readonly url: string;
  readonly parts: readonly string[];
}

type Piece = string | readonly string[];

/**
 * The URLs that curl's `[1-3]`, `[a-c]`, `[1-9:2]` and `{uno,dos}` stand for (its src/tool_urlglob.c).
 * @param urlWord the word before "position" in errors: older curls say "in URL position"
 * @throws CurlError 3
 */
export function expandUrl(url: string, urlWord = ""): GlobbedUrl[] {
  const pieces = piecesOf(url, (what, position) => {
    const at = `${what} in ${urlWord}position ${position}:`;
    throw new CurlError(3, `${at}\n${url}\n${" ".repeat(position - 1)}^`);
  });
  return pieces.reduce<GlobbedUrl[]>(
    (made, piece) =>
      typeof piece === "string"
        ? made.map((one) => ({ ...one, url: one.url + piece }))
        : made.flatMap((one) => piece.map((part) => ({ url: one.url + part, parts: [...one.parts, part] }))),
    [{ url: "", parts: [] }],
  );
}

function piecesOf(url: string, fail: (what: string, position: number) => never): Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  for (let i = 0; i < url.length; i++) {
    const char = url.charAt(i);
    const address = /^\[[\da-fA-F:.]*:[\da-fA-F:.]*(?:%[^\]]*)?\]/.exec(url.slice(i));
    // An IPv6 address is no range.
    if (address && !/^\[\d+-/.test(address[0])) {
      plain += address[0];
      i += address[0].length - 1;
    } else if (char === "{") {
      const end = url.indexOf("}", i);
      if (end < 0) fail("unmatched brace", url.length + 1);
      if (end === i + 1) fail("empty string within braces", end + 1);
      pieces.push(plain, url.slice(i + 1, end).split(","));
      plain = "";
      i = end;
    } else if (char === "[") {
      const end = url.indexOf("]", i);
      const values = end < 0 ? undefined : rangeValues(url.slice(i + 1, end));
      if (values === undefined) return fail("bad range", end < 0 ? url.length + 1 : end + 2);
      pieces.push(plain, values);
      plain = "";
      i = end;
    } else if (char === "}" || char === "]") fail("unmatched close brace/bracket", i + 1);
    else plain += char === "\\" && /[[\]{}]/.test(url.charAt(i + 1)) ? url.charAt(++i) : char;
  }
  pieces.push(plain);
  return pieces;
}

/** A file's name with `#1` and its like replaced. */
export const namedAfter = (name: string, parts: readonly string[]): string =>
  name.replace(/#(\d+)/g, (whole, number) => parts[Number(number) - 1] ?? whole);

function rangeValues(text: string): string[] | undefined {
  const match = /^(\d+)-(\d+)(?::(\d+))?$|^([a-zA-Z])-([a-zA-Z])(?::(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, from, to, step, first, last, letterStep] = match;
  const values: string[] = [];
  if (from !== undefined && to !== undefined) {
    const by = Number(step ?? 1);
    if (by === 0 || Number(from) > Number(to)) return undefined;
    const width = from.startsWith("0") ? from.length : 0;
    for (let i = Number(from); i <= Number(to); i += by) values.push(String(i).padStart(width, "0"));
    return values;
  }
  const by = Number(letterStep ?? 1);
  const begin = first?.charCodeAt(0) ?? 0;
  const end = last?.charCodeAt(0) ?? 0;
  if (by === 0 || begin > end) return undefined;
  for (let code = begin; code <= end; code += by) values.push(String.fromCharCode(code));
  return values;
}
