import { type Command, noArgs } from "../command.ts";
import { formatList, type ListFormat } from "../format/list.ts";

/** The hosts of a lab have no plugins, as a fresh installation has none. */
const PLUGINS: ListFormat<never> = {
  type: "*plugin.pluginContext",
  table: "table {{.ID}}\t{{.Name}}\t{{.Description}}\t{{.Enabled}}",
  columns: {
    ID: { header: "ID", value: () => "" },
    Name: { header: "NAME", value: () => "" },
    Description: { header: "DESCRIPTION", value: () => "" },
    Enabled: { header: "ENABLED", value: () => false },
    PluginReference: { header: "", value: () => "" },
  },
};

export const command: Command = {
  path: "plugin ls",
  args: noArgs,
  async run({ flags, out }) {
    await out(formatList(PLUGINS, [], { format: flags.string("format"), quiet: flags.bool("quiet") }));
    return 0;
  },
};
