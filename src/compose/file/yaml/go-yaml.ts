import { plainValue } from "./yaml-scalar.ts";
import { isList, isMap, type YamlMap, type YamlValue } from "./yaml-value.ts";

/**
 * A tree as Go's yaml.v3 writes it with an indent of two: lists one step in, texts plain where they stay texts, `|-` for
 * texts of several lines. Keys stay in their order.
 */
export function goYaml(tree: YamlMap): string {
  return Object.keys(tree).length === 0 ? "{}\n" : `${mappingLines(tree, 0).join("\n")}\n`;
}

function mappingLines(map: YamlMap, depth: number): string[] {
  const pad = " ".repeat(depth);
  return Object.entries(map).flatMap(([key, value]) => {
    const name = `${pad}${scalar(key, depth, true)}:`;
    if (isMap(value) && Object.keys(value).length > 0) return [name, ...mappingLines(value, depth + 2)];
    if (isList(value) && value.length > 0) return [name, ...listLines(value, depth + 2)];
    return [`${name} ${leaf(value, depth)}`];
  });
}

function listLines(list: readonly YamlValue[], depth: number): string[] {
  const pad = " ".repeat(depth);
  return list.flatMap((item) => {
    const lines =
      isMap(item) && Object.keys(item).length > 0
        ? mappingLines(item, depth + 2)
        : isList(item) && item.length > 0
          ? listLines(item, depth + 2)
          : [`${pad}  ${leaf(item, depth)}`];
    const [first = "", ...rest] = lines;
    return [`${pad}- ${first.slice(depth + 2)}`, ...rest];
  });
}

function leaf(value: YamlValue, depth: number): string {
  if (isMap(value)) return "{}";
  if (isList(value)) return "[]";
  return typeof value === "string" ? scalar(value, depth, false) : plain(value);
}

function plain(value: number | boolean | null): string {
  if (typeof value !== "number") return String(value);
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  return String(value);
}

/** Words of YAML 1.1 that other readers would take for booleans. */
const OLD_BOOLEANS = /^(y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;
/** Numbers of base 60, and what Go reads as a time. */
const OLD_NUMBERS = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$/;
const TIMES = /^\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?$/;

function scalar(text: string, depth: number, key: boolean): string {
  if (typeof plainValue(text) !== "string" || OLD_BOOLEANS.test(text) || OLD_NUMBERS.test(text) || TIMES.test(text))
    return doubleQuoted(text);
  if (text.includes("\n")) return key || !fitsLiteral(text) ? doubleQuoted(text) : literal(text, depth);
  if (hasUnprintable(text)) return doubleQuoted(text);
  return staysPlain(text) ? text : `'${text.replaceAll("'", "''")}'`;
}

function staysPlain(text: string): boolean {
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:](\s|$)/.test(text)) return false;
  if (/^(---|\.\.\.)/.test(text) || text.startsWith(" ") || text.endsWith(" ")) return false;
  return !/:(\s|$)/.test(text) && !/\s#/.test(text);
}

const hasUnprintable = (text: string) => /[\x00-\x1f\x7f-\x84\x86-\x9f\ufeff]/.test(text);

/** A text that ends in a blank before a line's end, or starts with one, cannot be a block. */
function fitsLiteral(text: string): boolean {
  return (
    !/[ \t]\n/.test(text) && !hasUnprintable(text.replaceAll("\n", "").replaceAll("\t", " ")) && !text.endsWith(" ")
  );
}

function literal(text: string, depth: number): string {
  const trailing = /\n*$/.exec(text)?.[0].length ?? 0;
  const chomp = trailing === 0 ? "-" : trailing === 1 ? "" : "+";
  const hint = /^[ \n]/.test(text) ? "2" : "";
  const body = trailing === 0 ? text : text.slice(0, -1);
  const pad = " ".repeat(depth + 2);
  return [`|${hint}${chomp}`, ...body.split("\n").map((line) => (line === "" ? "" : pad + line))].join("\n");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "\\0",
  "\x07": "\\a",
  "\b": "\\b",
  "\t": "\\t",
  "\n": "\\n",
  "\v": "\\v",
  "\f": "\\f",
  "\r": "\\r",
  "\x1b": "\\e",
  '"': '\\"',
  "\\": "\\\\",
};

function doubleQuoted(text: string): string {
  const inside = [...text].map((char) => {
    const code = char.codePointAt(0) ?? 0;
    if (ESCAPES[char]) return ESCAPES[char];
    return code < 0x20 || (code >= 0x7f && code < 0xa0)
      ? `\\x${code.toString(16).padStart(2, "0").toUpperCase()}`
      : char;
  });
  return `"${inside.join("")}"`;
}
