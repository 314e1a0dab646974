import { stringify } from "yaml";
import type { Json, JsonObject } from "./az-command.ts";
import { simpleTable } from "./simple-table.ts";

/** Fields that a table leaves out (knack, output.py). */
const SKIPPED: ReadonlySet<string> = new Set(["id", "type", "etag"]);

interface OutputOptions {
  readonly format: string;
  /** Whether standard output shows colours. */
  readonly colour: boolean;
  /** Whether the answer is what a query left of it: then a command's own table does not fit. */
  readonly queried: boolean;
  readonly table?: ((answer: Json) => Json) | undefined;
}

/** An answer in the format that was asked for, as knack prints it (knack, output.py). */
export function formatted(answer: Json, { format, colour, queried, table }: OutputOptions): string {
  switch (format) {
    case "none":
      return "";
    case "table":
      return tableOf(table && !queried ? table(answer) : answer);
    case "tsv":
      return (isList(answer) ? answer : [answer]).map(tsvRow).join("");
    case "yaml":
    case "yamlc":
      return stringify(answer, { indentSeq: false, singleQuote: true, lineWidth: 80 });
    case "jsonc":
      return colour ? coloured(jsonText(answer)) : jsonText(answer);
    default:
      return jsonText(answer);
  }
}

/** The same with its keys in order, all the way down: what knack's JSON does. */
export function sorted(value: Json): Json {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  );
}

/** Python's floats show their point, JavaScript's whole ones do not: these are floats in Azure's own model. */
const FLOATS = /"(cpu|memoryInGb)": (\d+)(?=,?\n)/g;

const jsonText = (answer: Json) => `${JSON.stringify(sorted(answer), null, 2).replace(FLOATS, '"$1": $2.0')}\n`;

/** pygments' JSON in a terminal: keys, strings, and the rest that is no punctuation. */
function coloured(text: string): string {
  return text.replace(
    /("(?:[^"\\]|\\.)*")(\s*:)|("(?:[^"\\]|\\.)*")|\b(true|false|null)\b|-?\b\d+(?:\.\d+)?\b/g,
    (whole, name: string | undefined, colon: string | undefined, string: string | undefined) => {
      if (name !== undefined) return `\x1b[94m${name}\x1b[39;49;00m${colon ?? ""}`;
      return `${string === undefined ? "\x1b[34m" : "\x1b[33m"}${whole}\x1b[39;49;00m`;
    },
  );
}

function tsvRow(row: Json): string {
  if (isList(row)) return `${row.map(tsvField).join("\t")}\n`;
  if (isObject(row)) return `${Object.values(row).map(tsvField).join("\t")}\n`;
  return `${typeof row === "boolean" ? String(row) : tsvField(row)}\n`;
}

/** A value as Python writes it; a list as its length. */
function tsvField(value: Json): string {
  if (isList(value)) return String(value.length);
  return isObject(value) ? "" : plain(value);
}

function plain(value: null | boolean | number | string): string {
  if (value === null) return "None";
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}

function tableOf(answer: Json): string {
  const rows = (isList(answer) ? answer : [answer]).map(tableRow);
  if (rows.length === 0) return "\n";
  return simpleTable(rows);
}

function tableRow(row: Json): Readonly<Record<string, string>> {
  if (isList(row)) return Object.fromEntries(row.map((value, index) => [`Column${index + 1}`, cell(value)]));
  if (!isObject(row)) return { Result: plain(row) };
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name, value]) => !SKIPPED.has(name) && value !== null && typeof value !== "object")
      .map(([name, value]) => [name.charAt(0).toUpperCase() + name.slice(1), cell(value)]),
  );
}

const cell = (value: Json): string =>
  typeof value === "object" && value !== null ? JSON.stringify(value) : plain(value);

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Whether a JSON value is an object: neither null nor a list. */
export function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}
