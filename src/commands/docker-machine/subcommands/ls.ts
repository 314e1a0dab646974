import { alignColumns } from "../../../cli/format/tab-writer.ts";
import { Template, TemplateRunError, TemplateSyntaxError } from "../../../cli/format/template.ts";
import { stateOf } from "../driver.ts";
import { boolFlag, intFlag, listFlag, stringFlag } from "../flag.ts";
import type { MachineCommand, MachineRun } from "../machine-command.ts";
import type { MachineConfig } from "../machine-config.ts";
import { MachineError } from "../machine-error.ts";
import { type MachineRow, machineRows } from "../machine-row.ts";

/** `tabwriter.NewWriter(os.Stdout, 5, 1, 3, ' ', 0)`. */
const COLUMNS = { minWidth: 5, padding: 3 };

const TABLE =
  "table {{ .Name }}\t{{ .Active }}\t{{ .DriverName}}\t{{ .State }}\t{{ .URL }}\t{{ .Swarm }}\t{{ .DockerVersion }}\t{{ .Error}}";

const HEADERS: Readonly<Record<string, string>> = {
  Name: "NAME",
  Active: "ACTIVE",
  ActiveHost: "ACTIVE_HOST",
  ActiveSwarm: "ACTIVE_SWARM",
  DriverName: "DRIVER",
  State: "STATE",
  URL: "URL",
  SwarmOptions: "SWARM_OPTIONS",
  Swarm: "SWARM",
  EngineOptions: "ENGINE_OPTIONS",
  Error: "ERRORS",
  DockerVersion: "DOCKER",
  ResponseTime: "RESPONSE",
};

/** What a template may ask of a row. */
const ROW = {
  type: "commands.HostListItem",
  columns: {
    Name: { value: ({ name }: MachineRow) => name },
    Active: { value: ({ active }: MachineRow) => (active ? "*" : "-") },
    ActiveHost: { value: ({ active }: MachineRow) => active },
    ActiveSwarm: { value: () => false },
    DriverName: { value: ({ driver }: MachineRow) => driver },
    State: { value: ({ state }: MachineRow) => state },
    URL: { value: ({ url }: MachineRow) => url },
    SwarmOptions: { value: ({ swarmOptions }: MachineRow) => swarmOptions },
    Swarm: { value: () => "" },
    EngineOptions: { value: ({ engineOptions }: MachineRow) => engineOptions },
    Error: { value: ({ error }: MachineRow) => error },
    DockerVersion: { value: ({ dockerVersion }: MachineRow) => dockerVersion },
    ResponseTime: { value: () => `${ASK_MS}ms` },
  },
};

/** A machine is asked by ssh for its address, and its Docker for its version, all at once, ms. */
const ASK_MS = 310;

/** `docker-machine ls`. */
export const ls: MachineCommand = {
  name: "ls",
  usage: "List machines",
  flags: [
    boolFlag("quiet, q", "Enable quiet mode"),
    listFlag("filter", "Filter output based on conditions provided"),
    intFlag("timeout, t", "Timeout in seconds, default to 10s", { value: "10" }),
    stringFlag("format, f", "Pretty-print machines using a Go template"),
  ],
  async run(run) {
    const { line, store, process } = run;
    const wanted = readFilters(line.list("filter"));
    const found = store.list().filter((config) => passes(run, config, wanted));
    if (line.bool("quiet")) {
      await process.stdout.write(found.map(({ Name }) => `${Name}\n`).join(""));
      return 0;
    }
    if (found.length > 0) await process.sleep(ASK_MS);
    await process.stdout.write(table(line.text("format") || TABLE, machineRows(run, found)));
    return 0;
  },
};

/** @throws MachineError for a template that cannot be read or run */
function table(format: string, rows: readonly MachineRow[]): string {
  const isTable = format.startsWith("table");
  const source = (isTable ? format.slice("table".length) : format)
    .replace(/^ +| +$/g, "")
    .replaceAll("\\t", "\t")
    .replaceAll("\\n", "\n");
  try {
    const template = new Template(source);
    const lines = template.renderRows(ROW, rows).map((line) => `${line}\n`);
    return isTable ? alignColumns(`${template.renderHeader(HEADERS)}\n${lines.join("")}`, COLUMNS) : lines.join("");
  } catch (error) {
    if (error instanceof TemplateSyntaxError || error instanceof TemplateRunError)
      throw new MachineError(error.message);
    throw error;
  }
}

type Filters = ReadonlyMap<string, readonly string[]>;

/** @throws MachineError for what is no filter */
function readFilters(texts: readonly string[]): Filters {
  const filters = new Map<string, string[]>();
  for (const text of texts) {
    const [, key, value = ""] = /^(.*?)=(.*)$/s.exec(text) ?? [];
    if (key === undefined) throw new MachineError("Unsupported filter syntax");
    const name = key.toLowerCase();
    if (!["swarm", "driver", "state", "name", "label"].includes(name))
      throw new MachineError(`Unsupported filter key '${name}'`);
    filters.set(name, [...(filters.get(name) ?? []), value]);
  }
  return filters;
}

/** One of the values of each key has to fit. */
function passes(run: MachineRun, config: MachineConfig, filters: Filters): boolean {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  const { Labels } = config.HostOptions.EngineOptions;
  const fits: Readonly<Record<string, (value: string) => boolean>> = {
    swarm: () => false,
    driver: (value) => same(value, config.DriverName),
    state: (value) => same(value, stateOf(run, config)),
    name: (value) => pattern(value).test(config.Name),
    label: (value) => Labels.some((label) => same(label, value)),
  };
  return [...filters].every(([key, values]) => values.some((value) => fits[key]?.(value) === true));
}

/** @throws MachineError for a regular expression that is none */
function pattern(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new MachineError(`error parsing regexp: invalid expression: \`${text}\``);
  }
}
