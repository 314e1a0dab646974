import { invalid } from "../../engine/errors.ts";
import { isTrue } from "../../engine/image/filter.ts";
import { listPlugins } from "../../engine/plugin/find.ts";
import type { Plugin } from "../../engine/plugin/plugin.ts";
import { type Command, noArgs } from "../command.ts";
import { filterValues } from "../filters.ts";
import { ellipsis } from "../format/display-width.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";

/** docker/cli, `cli/command/plugin/formatter.go`. */
const plugins = (whole: boolean): ListFormat<Plugin> => ({
  type: "*plugin.pluginContext",
  table: "table {{.ID}}\t{{.Name}}\t{{.Description}}\t{{.Enabled}}",
  raw: "plugin_id: {{.ID}}\nname: {{.Name}}\ndescription: {{.Description}}\nenabled: {{.Enabled}}\n",
  rawQuiet: "plugin_id: {{.ID}}",
  columns: {
    ID: { header: "ID", value: ({ id }) => (whole ? id : id.slice(0, 12)) },
    Name: { header: "NAME", value: ({ name }) => name },
    Description: {
      header: "DESCRIPTION",
      value: ({ config }) => (whole ? config.Description : ellipsis(config.Description, 45)),
    },
    Enabled: { header: "ENABLED", value: ({ enabled }) => enabled },
    PluginReference: { header: "IMAGE", value: ({ reference }) => reference },
  },
});

/** What `--filter` lets through: `enabled=`, `capability=volumedriver`. @throws EngineError */
function accepts(filters: Readonly<Record<string, readonly string[]>>): (plugin: Plugin) => boolean {
  const unknown = Object.keys(filters).find((key) => key !== "enabled" && key !== "capability");
  if (unknown !== undefined) throw invalid(`invalid filter '${unknown}'`);
  const wanted = filters.enabled && isTrue("enabled", filters.enabled);
  return ({ enabled, config }) =>
    (wanted === undefined || wanted === enabled) &&
    (filters.capability === undefined ||
      config.Interface.Types.some((type) => filters.capability?.some((value) => type.startsWith(`docker.${value}/`))));
}

export const command: Command = {
  path: "plugin ls",
  args: noArgs,
  async run({ engine, flags, out }) {
    const found = listPlugins(engine).filter(accepts(filterValues(flags.list("filter"))));
    found.sort((a, b) => naturalOrder(a.name, b.name));
    const options = { format: flags.string("format"), quiet: flags.bool("quiet") };
    await out(formatList(plugins(flags.bool("no-trunc")), found, options));
    return 0;
  },
};
