import { CommandError } from "../command.ts";
import { alignColumns } from "./tab-writer.ts";
import { Template, TemplateRunError, TemplateSyntaxError } from "./template.ts";

/** A column of a list: what stands over it, and what a template's field of its name gives. */
export interface Column<Row> {
  readonly header: string;
  /** The value; a function for a field that wants an argument (`.Label "x"`). */
  readonly value: (row: Row) => unknown;
}

/** How a kind of object is listed (docker/cli, `cli/command/formatter`). */
export interface ListFormat<Row> {
  /** Go's name for a row, which errors tell: "*formatter.ContainerContext". */
  readonly type: string;
  readonly columns: Readonly<Record<string, Column<Row>>>;
  /** The table that `--format table` and no `--format` mean: "table {{.ID}}\t{{.Names}}". */
  readonly table: string;
  /** What `-q` prints of each; "{{.ID}}" unless told. */
  readonly quiet?: string;
  /** What `--format raw` prints of each, for lists that know it. */
  readonly raw?: string;
}

export interface ListOptions {
  /** The text of `--format`; "" when there is none. */
  readonly format: string;
  readonly quiet?: boolean;
}

/**
 * A list as docker prints it: a table, one JSON object a line, or a template's text for each row.
 * @throws CommandError for a template that cannot be read or run
 */
export function formatList<Row>(list: ListFormat<Row>, rows: readonly Row[], options: ListOptions): string {
  const chosen = chooseFormat(list, options);
  const table = chosen.startsWith("table");
  const source = (table ? chosen.slice("table".length) : chosen === "json" ? "{{json .}}" : chosen)
    .replace(/^ +| +$/g, "")
    .replaceAll("\\t", "\t")
    .replaceAll("\\n", "\n");
  const template = parse(source);
  const lines = run(() => template.renderRows(list, rows))
    .map((line) => `${line}\n`)
    .join("");
  if (!table) return lines;
  const headers = Object.entries(list.columns).map(([name, column]): [string, string] => [name, column.header]);
  return alignColumns(`${template.renderHeader(Object.fromEntries(headers))}\n${lines}`);
}

function chooseFormat<Row>(list: ListFormat<Row>, { format, quiet = false }: ListOptions): string {
  if (format === "" || format === "table") return quiet ? (list.quiet ?? "{{.ID}}") : list.table;
  if (format === "raw" && list.raw !== undefined) return quiet ? `id: ${list.quiet ?? "{{.ID}}"}` : list.raw;
  return format;
}

function parse(source: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw new CommandError(`failed to parse template: ${error.message}`);
    throw error;
  }
}

function run<T>(render: () => T): T {
  try {
    return render();
  } catch (error) {
    if (error instanceof TemplateRunError) throw new CommandError(`failed to execute template: ${error.message}`);
    throw error;
  }
}
