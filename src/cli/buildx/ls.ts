import { type Command, noArgs } from "../command.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { type Builder, buildersOf, PLATFORMS } from "./builders.ts";

/** A builder, or its node below it. */
interface Row extends Builder {
  readonly node: boolean;
  readonly table: boolean;
  readonly noTrunc: boolean;
}

/** Which BuildKit a daemon has is not told: what stands in the column is then empty. */
const BUILDERS: ListFormat<Row> = {
  type: "*commands.lsContext",
  table: "table {{.Name}}\t{{.DriverEndpoint}}\t{{.Status}}\t{{.Buildkit}}\t{{.Platforms}}",
  columns: {
    Name: { header: "NAME/NODE", value: (row) => (row.node ? below(row) : `${row.name}${mark(row)}`) },
    DriverEndpoint: { header: "DRIVER/ENDPOINT", value: (row) => (row.node ? below(row) : "docker") },
    LastActivity: { header: "LAST ACTIVITY", value: () => "" },
    Status: { header: "STATUS", value: ({ node, current }) => (node && current ? "running" : "") },
    Buildkit: { header: "BUILDKIT", value: () => "" },
    Platforms: { header: "PLATFORMS", value: (row) => (row.node && row.current ? platforms(row) : "") },
  },
};

const mark = ({ current, table }: Row) => (current && table ? "*" : "");
const below = ({ name, table }: Row) => (table ? ` \\_ ${name}` : name);

/** Kinds of one processor together: "linux/amd64 (+3)". */
function platforms({ table, noTrunc }: Row): string {
  if (!table || noTrunc) return PLATFORMS.join(", ");
  const kinds = PLATFORMS.filter((platform) => platform.startsWith("linux/amd64"));
  const others = PLATFORMS.filter((platform) => !kinds.includes(platform));
  return [`linux/amd64 (+${kinds.length})`, ...others].join(", ");
}

/** `docker buildx ls`: docker/buildx, `commands/ls.go`. */
export const command: Command = {
  path: "buildx ls",
  args: noArgs,
  async run(context) {
    const { flags, out } = context;
    const format = flags.string("format");
    const table = format === "" || format.startsWith("table");
    const about = { table, noTrunc: flags.bool("no-trunc") };
    const rows = buildersOf(context).flatMap((builder) => [
      { ...builder, ...about, node: false },
      { ...builder, ...about, node: true },
    ]);
    await out(formatList(BUILDERS, rows, { format }));
    return 0;
  },
};
