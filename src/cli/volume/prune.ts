import { invalid } from "../../engine/errors.ts";
import { parseBool } from "../../engine/go-bool.ts";
import { quote } from "../../engine/go-quote.ts";
import { pruneVolumes } from "../../engine/volume/prune.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { confirm } from "../confirm.ts";
import { filterValues } from "../filters.ts";
import { humanSize } from "../format/size.ts";

const warning = (all: boolean) =>
  `WARNING! This will remove ${all ? "all" : "anonymous"} local volumes not used by at least one container.\nAre you sure you want to continue?`;

export const command: Command = {
  path: "volume prune",
  args: noArgs,
  async run(context) {
    const { engine, flags, out } = context;
    const filters = filterValues(flags.list("filter"));
    if (flags.bool("all") && filters.all)
      throw new CommandError("conflicting options: cannot specify both --all and --filter all=1");
    const word = filters.all?.[0] ?? "0";
    const asked = parseBool(word);
    const all = flags.bool("all") || asked === true;
    const unknown = Object.keys(filters).find((key) => !["label", "label!", "all"].includes(key));
    if (unknown !== undefined) throw invalid(`invalid filter '${unknown}'`);
    if (asked === undefined)
      throw invalid(`invalid filter 'all': strconv.ParseBool: parsing ${quote(word)}: invalid syntax`);
    if (!flags.bool("force") && !(await confirm(context, warning(all)))) return 0;
    const { deleted, reclaimed } = pruneVolumes(engine, {
      all,
      ...(filters.label ? { label: filters.label } : {}),
      ...(filters["label!"] ? { "label!": filters["label!"] } : {}),
    });
    if (deleted.length > 0) await out(`Deleted Volumes:\n${deleted.join("\n")}\n\n`);
    await out(`Total reclaimed space: ${humanSize(reclaimed)}\n`);
    return 0;
  },
};
