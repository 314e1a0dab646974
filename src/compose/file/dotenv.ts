import { quote } from "../../engine/go-quote.ts";
import { InvalidTemplate, type Lookup, MissingVariable, substitute } from "./interpolate.ts";

/** A line of an env file that cannot be read. */
export class DotenvError extends Error {}

/**
 * The variables of a `.env` file (compose-go, `dotenv`): `NAME=value`, `export NAME=value`, comments, single quotes as
 * they are, double quotes with `\n` and variables, several lines inside quotes. A name alone takes `lookup`'s value.
 * @param lookup what the shell and earlier files say, for variables in values
 * @throws DotenvError
 */
export function parseDotenv(
  text: string,
  lookup: Lookup,
  missing: (name: string) => void = () => {},
): Record<string, string> {
  const out: Record<string, string> = {};
  const known: Lookup = (name) => lookup(name) ?? out[name];
  let rest = text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n");
  let line = 1;
  const take = (length: number) => {
    line += rest.slice(0, length).split("\n").length - 1;
    rest = rest.slice(length);
  };
  for (;;) {
    take(/^(?:\s+|#[^\n]*)*/.exec(rest)?.[0].length ?? 0);
    if (rest === "") return out;
    const key = /^(?:export[ \t]+)?([^\n=:]*)([=:]|\n|$)/.exec(rest);
    const name = (key?.[1] ?? "").trim();
    const wrong = /[^A-Za-z0-9_.[\]\-\s]/.exec(key?.[1] ?? "")?.[0];
    if (wrong !== undefined)
      throw new DotenvError(
        `line ${line}: unexpected character ${quote(wrong)} in variable name ${quote(rest.split("\n", 1)[0] ?? "")}`,
      );
    if (/\s/.test(name)) throw new DotenvError(`line ${line}: key cannot contain a space`);
    if (key?.[2] !== "=" && key?.[2] !== ":") {
      const own = lookup(name);
      if (own !== undefined) out[name] = own;
      take(key?.[0].length ?? rest.length);
      continue;
    }
    take(key[0].length);
    take(/^[ \t]*/.exec(rest)?.[0].length ?? 0);
    const { raw, length, expands } = readValue(rest, line);
    out[name] = expands ? expand(raw, known, missing) : raw;
    take(length);
  }
}

function readValue(rest: string, line: number): { raw: string; length: number; expands: boolean } {
  const mark = rest[0];
  if (mark !== '"' && mark !== "'") {
    const bare = /^[^\n]*/.exec(rest)?.[0] ?? "";
    const value = (bare.startsWith("#") ? "" : (bare.split(/[ \t]#/, 1)[0] ?? "")).trimEnd();
    return { raw: value, length: bare.length, expands: true };
  }
  let end = 1;
  while (end < rest.length && (rest[end] !== mark || rest[end - 1] === "\\")) end++;
  if (end >= rest.length)
    throw new DotenvError(
      `line ${line + rest.split("\n").length - 1}: unterminated quoted value ${rest.split("\n", 1)[0] ?? ""}`,
    );
  const inside = rest.slice(1, end);
  const after = /^[^\n]*/.exec(rest.slice(end + 1))?.[0].length ?? 0;
  return {
    raw: mark === '"' ? withoutEscapes(inside) : inside,
    length: end + 1 + after,
    expands: mark === '"',
  };
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", f: "\f", b: "\b", v: "\v" };

function withoutEscapes(text: string): string {
  return text.replace(/\\([^$])/g, (_all, char: string) => ESCAPES[char] ?? char);
}

function expand(text: string, lookup: Lookup, missing: (name: string) => void): string {
  try {
    return substitute(text, lookup, missing, "kept");
  } catch (error) {
    if (error instanceof InvalidTemplate || error instanceof MissingVariable) throw new DotenvError(error.message);
    throw error;
  }
}
