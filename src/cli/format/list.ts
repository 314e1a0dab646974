import { CommandError } from "../command.ts";
import { alignColumns } from "./tab-writer.ts";
import { Template, TemplateRunError, TemplateSyntaxError } from "./template.ts";

/** A column of a list: what stands over it (`<no value>` where the client has no name for it), and what a template's field of its name gives. */
export interface Column<Row> {
  readonly header?: string;
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
  /**
   * Whether the client tries a `--format` before it asks the daemon, as `docker ps` does: a field that is not there fails
   * even where nothing is listed, in words of its own.
   */
  readonly checked?: boolean;
  /** What `--format raw` prints of each, for lists that know it. */
  readonly raw?: string;
  /** What `--format raw -q` prints of each. */
  readonly rawQuiet?: string;
  /** Whether `-q` is stronger than a `--format` of one's own, as in `docker ps`. */
  readonly quietWins?: boolean;
}

interface ListOptions {
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
  if (list.checked && options.format !== "") checkFields(list, options.format);
  const template = parse(source, "template parsing error");
  const lines = run(() => template.renderRows(list, rows), "template parsing error")
    .map((line) => `${line}\n`)
    .join("");
  if (!table) return lines;
  const headers = Object.entries(list.columns).flatMap(([name, { header }]): [string, string][] =>
    header === undefined ? [] : [[name, header]],
  );
  return alignColumns(`${template.renderHeader(Object.fromEntries(headers))}\n${lines}`);
}

function chooseFormat<Row>(list: ListFormat<Row>, { format, quiet = false }: ListOptions): string {
  if (format === "" || format === "table") return quiet ? (list.quiet ?? "{{.ID}}") : list.table;
  if (format === "raw" && list.raw !== undefined) return quiet ? (list.rawQuiet ?? "") : list.raw;
  return quiet && list.quietWins ? (list.quiet ?? "{{.ID}}") : format;
}

/**
 * The columns that a `--format` reads of a row, as the client finds out what to ask the daemon for: it runs the template
 * on a row without values. One that cannot be run has read nothing.
 */
export function columnsRead<Row>({ type, columns }: ListFormat<Row>, format: string): ReadonlySet<string> {
  const read = new Set<string>();
  const noting = Object.keys(columns).map((name): [string, { value: () => unknown }] => [
    name,
    {
      value: () => {
        read.add(name);
        return name === "Label" ? (_: string) => "" : "";
      },
    },
  ]);
  try {
    new Template(format.replace(/^table/, "")).renderRows({ type, columns: Object.fromEntries(noting) }, [null]);
  } catch (error) {
    if (!(error instanceof TemplateRunError || error instanceof TemplateSyntaxError)) throw error;
  }
  return read;
}

/** Runs a template on a row without values. */
function checkFields<Row>({ type, columns }: ListFormat<Row>, format: string): void {
  const template = parse(format, "failed to parse template");
  const empty = Object.keys(columns).map((name): [string, { value: () => unknown }] => [
    name,
    { value: () => (name === "Label" ? (_: string) => "" : "") },
  ]);
  try {
    template.renderRows({ type, columns: Object.fromEntries(empty) }, [null]);
  } catch (error) {
    if (!(error instanceof TemplateRunError)) throw error;
    throw new CommandError(`failed to execute template: ${error.message}`);
  }
}

function parse(source: string, failure: string): Template {
  try {
    return new Template(source);
  } catch (error) {
    if (error instanceof TemplateSyntaxError) throw new CommandError(`${failure}: ${error.message}`);
    throw error;
  }
}

function run<T>(render: () => T, failure: string): T {
  try {
    return render();
  } catch (error) {
    if (error instanceof TemplateRunError) throw new CommandError(`${failure}: ${error.message}`);
    throw error;
  }
}
