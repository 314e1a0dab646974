import { type HistoryItem, imageHistory } from "../../engine/image/history.ts";
import { shortDigest } from "../../engine/image/progress.ts";
import { type Command, type CommandContext, exactArgs } from "../command.ts";
import { ellipsis } from "../format/display-width.ts";
import { humanDuration } from "../format/duration.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { humanSize } from "../format/size.ts";
import { platformFlag } from "../platform-flag.ts";
import { imageNames } from "./image-names.ts";

const CREATED_BY_COLUMNS = 45;

/** `cli/command/image/formatter_history.go`. */
function historyFormat({ flags, now }: CommandContext): ListFormat<HistoryItem> {
  const human = flags.bool("human");
  const full = flags.bool("no-trunc");
  const at = ({ Created }: HistoryItem) => new Date(Created * 1000).toISOString().replace(".000", "");
  const since = ({ Created }: HistoryItem) => `${humanDuration(now - Created * 1000)} ago`;
  const by = ({ CreatedBy }: HistoryItem) => CreatedBy.replaceAll("\t", " ");
  return {
    type: "*image.historyContext",
    columns: {
      ID: { header: "IMAGE", value: ({ Id }) => (full || Id === "<missing>" ? Id : shortDigest(Id)) },
      CreatedSince: { header: human ? "CREATED" : "CREATED AT", value: human ? since : at },
      CreatedAt: { header: "CREATED AT", value: at },
      CreatedBy: { header: "CREATED BY", value: (item) => (full ? by(item) : ellipsis(by(item), CREATED_BY_COLUMNS)) },
      Size: { header: "SIZE", value: ({ Size }) => (human ? humanSize(Size, 3) : String(Size)) },
      Comment: { header: "COMMENT", value: ({ Comment }) => Comment },
    },
    table: "table {{.ID}}\t{{.CreatedSince}}\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}",
  };
}

export const command: Command = {
  path: "image history",
  args: exactArgs(1),
  async run(context) {
    const { engine, flags, args, out } = context;
    const items = imageHistory(engine, args[0] ?? "", platformFlag(flags));
    const options = { format: flags.string("format"), quiet: flags.bool("quiet") };
    await out(formatList(historyFormat(context), items, options));
    return 0;
  },
  complete: ({ engine }) => imageNames(engine),
};
