import { ComposeError } from "../../compose/compose-error.ts";
import { alignColumns } from "../format/tab-writer.ts";

/** A table as Compose's own lists have it: wide columns, and a gap after the last one too (cmd/formatter/pretty.go). */
function composeTable(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [headers, ...rows].map((cells) => `${cells.join("\t")}\n`).join("");
  return alignColumns(lines, { minWidth: 20, padding: 3 });
}

/**
 * What `--format` of such a list asks for, where it is no JSON.
 * @throws ComposeError for a format that is none
 */
export function composeList(format: string, headers: readonly string[], rows: readonly (readonly string[])[]): string {
  if (!["table", "pretty", ""].includes(format.toLowerCase()))
    throw new ComposeError(`format value ${JSON.stringify(format)} could not be parsed: parsing failed`);
  return composeTable(headers, rows);
}
