import { type SystemVersion, systemVersion } from "../../engine/system/version.ts";
import { type Command, type CommandContext, CommandError, DaemonUnreachable, noArgs } from "../command.ts";
import { parseInspectTemplate } from "../format/inspect.ts";
import { alignColumns } from "../format/tab-writer.ts";
import { TemplateRunError } from "../format/template.ts";
import { clientVersion } from "./client-info.ts";

/** `tabwriter.NewWriter(out, 20, 1, 1, ' ', 0)`. */
const COLUMNS = { minWidth: 20, padding: 1 };

export const command: Command = {
  path: "version",
  args: noArgs,
  async run(context) {
    const client = clientVersion(context.endpoint.context, context.process.env.DOCKER_API_VERSION || undefined);
    const server = serverVersion(context);
    const down = server instanceof DaemonUnreachable;
    const format = context.flags.string("format");
    if (format === "") {
      await context.out(
        alignColumns(down ? clientText(client) : `${clientText(client)}\n${serverText(server)}`, COLUMNS),
      );
    } else {
      await context.out(`${await render(context, format, { Client: client, Server: down ? null : server })}\n`);
    }
    if (down) throw server;
    return 0;
  },
};

/** The daemon's half, its dates as people read them. */
function serverVersion(context: CommandContext): SystemVersion | DaemonUnreachable {
  try {
    // Asking for the engine is what fails when nothing answers.
    const version = context.engine && systemVersion();
    const Components = version.Components.map((one) => {
      const { BuildTime } = one.Details;
      return BuildTime === undefined ? one : { ...one, Details: { ...one.Details, BuildTime: buildDate(BuildTime) } };
    });
    return { ...version, Components };
  } catch (error) {
    if (error instanceof DaemonUnreachable) return error;
    throw error;
  }
}

function clientText(client: ReturnType<typeof clientVersion>): string {
  return [
    `Client: ${client.Platform.Name}`,
    ` Version:\t${client.Version}`,
    ` API version:\t${client.ApiVersion}${client.ApiVersion === client.DefaultAPIVersion ? "" : ` (downgraded from ${client.DefaultAPIVersion})`}`,
    ` Go version:\t${client.GoVersion}`,
    ` Git commit:\t${client.GitCommit}`,
    ` Built:\t${client.BuildTime}`,
    ` OS/Arch:\t${client.Os}/${client.Arch}`,
    ` Context:\t${client.Context}`,
    "",
  ].join("\n");
}

function serverText(server: SystemVersion): string {
  const platform = server.Platform.Name === "" ? "" : ` ${server.Platform.Name}`;
  return `Server:${platform}\n${server.Components.map(componentText).join("")}`;
}

function componentText({ Name, Version, Details }: SystemVersion["Components"][number]): string {
  const lines =
    Name === "Engine"
      ? [
          ["API version", `${Details.ApiVersion} (minimum version ${Details.MinAPIVersion})`],
          ["Go version", Details.GoVersion],
          ["Git commit", Details.GitCommit],
          ["Built", Details.BuildTime],
          ["OS/Arch", `${Details.Os}/${Details.Arch}`],
          ["Experimental", Details.Experimental],
        ]
      : Object.entries(Details);
  return [` ${Name}:`, `  Version:\t${Version}`, ...lines.map(([name, value]) => `  ${name}:\t${value}`), ""].join(
    "\n",
  );
}

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Go's time.ANSIC. */
function buildDate(text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) return text;
  const time = date.toISOString().slice(11, 19);
  const day = String(date.getUTCDate()).padStart(2);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${day} ${time} ${date.getUTCFullYear()}`;
}

async function render({ out }: CommandContext, format: string, data: unknown): Promise<string> {
  try {
    const template = parseInspectTemplate(format === "json" ? "{{json .}}" : format);
    return template.renderObject(data, "system.versionInfo");
  } catch (error) {
    // This template alone has a name.
    const named = (text: string) =>
      text.replace("template: :", "template: version:").replace('ing ""', 'ing "version"');
    if (error instanceof CommandError) throw new CommandError(named(error.message), error.status);
    if (!(error instanceof TemplateRunError)) throw error;
    await out("\n");
    throw new CommandError(named(error.message));
  }
}
