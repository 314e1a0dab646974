import { type BuildRecord, buildRecords } from "../../../engine/build/build-history.ts";
import { type Command, CommandError, noArgs } from "../../command.ts";
import { humanDuration } from "../../format/duration.ts";
import { formatList, type ListFormat } from "../../format/list.ts";
import { findBuilder } from "../builders.ts";
import { buildName } from "./build-name.ts";
import { recordFilter } from "./record-filter.ts";
import { recordDuration, recordUrl, stepCounts } from "./record-status.ts";

interface Row {
  readonly record: BuildRecord;
  readonly now: number;
  readonly table: boolean;
  readonly noTrunc: boolean;
  readonly tty: boolean;
}

const WIDEST_NAME = 36;

const RECORDS: ListFormat<Row> = {
  type: "*history.lsContext",
  table: "table {{.Ref}}\t{{.Name}}\t{{.Status}}\t{{.CreatedAt}}\t{{.Duration}}\t{{.Link}}",
  columns: {
    Ref: { header: "BUILD ID", value: ({ record }) => record.ref },
    FullRef: { value: ({ record }) => fullRef(record) },
    Name: { header: "NAME", value: shownName },
    Status: { header: "STATUS", value: ({ record }) => statusText(record) },
    CreatedAt: { header: "CREATED AT", value: ({ record, now }) => `${humanDuration(now - record.createdAt)} ago` },
    Duration: { header: "DURATION", value: ({ record }) => recordDuration(record) },
    Link: { header: "", value: link },
  },
};

const fullRef = ({ ref }: BuildRecord) => `default/default/${ref}`;
const statusText = ({ failure }: BuildRecord) => (failure ? "Error" : "Completed");

function shownName({ record, table, noTrunc }: Row): string {
  const name = buildName(record);
  return !table || noTrunc || name.length <= WIDEST_NAME ? name : `..${name.slice(2 - WIDEST_NAME)}`;
}

/** A terminal makes a link of it. */
function link({ record, table, tty }: Row): string {
  const url = recordUrl(record);
  if (!table) return url;
  return tty ? `\x1b]8;;${url}\x1b\\Open\x1b]8;;\x1b\\` : "";
}

/** `docker buildx history ls`: docker/buildx, `commands/history/ls.go`. */
export const command: Command = {
  path: "buildx history ls",
  args: noArgs,
  async run(context) {
    const { engine, flags, out, now, tty } = context;
    findBuilder(context, flags.string("builder"));
    if (flags.bool("local"))
      throw new CommandError(
        'ERROR: could not find git repository for local filter: git: could not find git in PATH: exec: "git": executable file not found in $PATH',
      );
    const records = buildRecords(engine).filter(recordFilter(flags.list("filter"), now));
    const format = flags.string("format");
    if (format === "json" || format === "{{json .}}") {
      await out(records.map((record) => `${json(record)}\n`).join(""));
      return 0;
    }
    const about = { now, tty, table: format === "" || format.startsWith("table"), noTrunc: flags.bool("no-trunc") };
    await out(
      formatList(
        RECORDS,
        records.map((record): Row => ({ record, ...about })),
        { format },
      ),
    );
    return 0;
  },
};

function json(record: BuildRecord): string {
  const { total, completed, cached } = stepCounts(record);
  return JSON.stringify({
    cached_steps: cached,
    completed_at: new Date(record.completedAt).toISOString(),
    completed_steps: completed,
    created_at: new Date(record.createdAt).toISOString(),
    name: buildName(record),
    ref: fullRef(record),
    status: statusText(record),
    total_steps: total,
  });
}
