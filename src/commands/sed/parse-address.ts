import type { ScriptReader } from "./script-reader.ts";
import type { Address, RangeEnd } from "./syntax.ts";

/** The address that comes next, if one does. @throws Failure */
export function readAddress(reader: ScriptReader): Address | undefined {
  const char = reader.char;
  if (char === undefined) return undefined;
  if (/\d/.test(char)) {
    const line = Number(reader.until(/\D/));
    if (!reader.take("~")) return { kind: "line", line };
    return { kind: "step", first: line, step: Number(reader.until(/\D/)) };
  }
  if (reader.take("$")) return { kind: "last" };
  if (char !== "/" && char !== "\\") return undefined;
  // `\%regex%` has a delimiter of its own.
  if (reader.next() === "\\") reader.next();
  const text = reader.delimited(reader.before, "unterminated address regex", true);
  let flags = "";
  for (let flag = reader.char; flag === "I" || flag === "M"; flag = reader.char) {
    flags += flag === "I" ? "i" : "m";
    reader.next();
  }
  return { kind: "pattern", pattern: reader.pattern(text, flags) };
}

/** After the first address: a comma and where the range ends, if there is one. @throws Failure */
export function readRangeEnd(reader: ScriptReader): RangeEnd | undefined {
  reader.skip(/[ \t]/);
  if (!reader.take(",")) return undefined;
  reader.skip(/[ \t]/);
  const relative = reader.take("+") ? "lines" : reader.take("~") ? "multiple" : undefined;
  if (relative) return { kind: relative, count: Number(reader.until(/\D/)) };
  const end = readAddress(reader);
  if (!end) {
    reader.next();
    throw reader.fault("unexpected `,'");
  }
  return end;
}
