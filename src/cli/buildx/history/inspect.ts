import { type Command, maxArgs } from "../../command.ts";
import { formatList } from "../../format/list.ts";
import { findBuilder } from "../builders.ts";
import { tabbed } from "../usage-table.ts";
import { findRecord } from "./find-record.ts";
import { type InspectedRecord, inspectedRecord } from "./inspected-record.ts";
import { recordDuration, recordUrl } from "./record-status.ts";

/** What a template can read. */
const FIELDS =
  "Name Ref Context Dockerfile VCSRepository VCSRevision Target Platform KeepGitDir NamedContexts StartedAt CompletedAt Duration Status Error NumCompletedSteps NumTotalSteps NumCachedSteps BuildArgs Labels Config Materials Attachments Errors".split(
    " ",
  );

/** `docker buildx history inspect`: docker/buildx, `commands/history/inspect.go`. */
export const command: Command = {
  path: "buildx history inspect",
  args: maxArgs(1),
  async run(context) {
    const { flags, out, process, args } = context;
    findBuilder(context, flags.string("builder"));
    const record = findRecord(context);
    const shown = inspectedRecord(record, process.cwd);
    const format = flags.string("format");
    if (format === "json") await out(`${JSON.stringify(shown, null, 2)}\n`);
    else if (format !== "pretty") await out(templated(shown, format));
    else {
      const head = rows(headRows(shown, args.length === 0));
      await out(`${head}\n${rows(whenRows(shown, recordDuration(record)))}\n${rows(configRows(shown))}\n`);
      await out(table("BUILD ARG", shown.BuildArgs) + table("LABEL", shown.Labels) + listed(shown));
      await out(errorText(shown, record.failure?.excerpt ?? ""));
      await out(`Print build logs: docker buildx history logs ${record.ref}\n`);
      await out(`View build in Docker Desktop: ${recordUrl(record)}\n`);
    }
    return 0;
  },
};

function templated(shown: InspectedRecord, format: string): string {
  const values = new Map<string, unknown>(Object.entries(shown));
  const columns = FIELDS.map((name) => [name, { value: () => values.get(name) ?? "" }] as const);
  return formatList({ type: "*history.inspectOutput", table: "", columns: Object.fromEntries(columns) }, [shown], {
    format,
  });
}

type Rows = readonly (readonly [name: string, value: string])[];

const rows = (all: Rows) => {
  const shown = all.filter(([, value]) => value !== "").map(([name, value]) => [`${name}:`, value]);
  return shown.length > 0 ? tabbed(shown) : "";
};

const headRows = ({ Name = "", Ref, Context, Dockerfile = "", Target = "" }: InspectedRecord, last: boolean): Rows => [
  ["Name", Name],
  ["Ref", last ? Ref : ""],
  ["Context", Context],
  ["Dockerfile", Dockerfile],
  ["Target", Target],
];

function whenRows(shown: InspectedRecord, duration: string): Rows {
  const { StartedAt, Status, Error: error, NumCompletedSteps, NumTotalSteps, NumCachedSteps } = shown;
  const cached = ((NumCachedSteps / NumTotalSteps) * 100).toFixed(0);
  return [
    ["Started", StartedAt.slice(0, 19).replace("T", " ")],
    ["Duration", duration],
    ["Error", Status === "failed" ? `Unknown ${error?.Message ?? ""}` : ""],
    ["Status", Status === "canceled" ? "Canceled" : ""],
    ["Build Steps", `${NumCompletedSteps}/${NumTotalSteps} (${cached}% cached)`],
  ];
}

const configRows = ({ Config }: InspectedRecord): Rows => [
  ["Network", Config.Network ?? ""],
  ["Extra Hosts", Config.ExtraHosts?.join(", ") ?? ""],
  ["Image Resolve Mode", Config.ImageResolveMode],
  ["No Cache", Config.NoCache ? "true" : ""],
  ["No Cache Filter", Config.NoCacheFilter?.join(", ") ?? ""],
];

const table = (title: string, values: InspectedRecord["Labels"] = []): string =>
  values.length === 0 ? "" : `${tabbed([[title, "VALUE"], ...values.map(({ Name, Value }) => [Name, Value])])}\n`;

function listed({ Materials = [], Attachments = [] }: InspectedRecord): string {
  const materials = Materials.map(({ URI, Digests }) => [URI, Digests.join(", ")]);
  const attached = Attachments.map(({ Digest, Platform = "", Type }) => [Digest, Platform, Type]);
  const used = materials.length > 0 ? `Materials:\n${tabbed([["URI", "DIGEST"], ...materials])}\n` : "";
  const made = attached.length > 0 ? `Attachments:\n${tabbed([["DIGEST", "PLATFORM", "TYPE"], ...attached])}\n` : "";
  return used + made;
}

function errorText({ Error: error }: InspectedRecord, lines: string): string {
  if (!error) return "";
  const logs = error.Logs
    ? `Logs:\n> => ${error.Name ?? ""}:\n${error.Logs.map((line) => `> ${line}\n`).join("")}\n`
    : "";
  return `${lines === "" ? "" : `${lines}\n`}${logs}Enable --debug to see stack traces for error\n`;
}
