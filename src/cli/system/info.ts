import { type SystemInfo, systemInfo } from "../../engine/system/info.ts";
import { swarmInfo } from "../../swarm/swarm-info.ts";
import { type Command, type CommandContext, CommandError, DaemonUnreachable, noArgs } from "../command.ts";
import { parseInspectTemplate } from "../format/inspect.ts";
import { TemplateRunError } from "../format/template.ts";
import { clientInfo } from "./client-info.ts";
import { clientText, serverText } from "./info-text.ts";

/** Connects before anything is printed: a daemon that systemd has to start for it is waited for. */
function connect(context: CommandContext): void {
  try {
    void context.engine;
  } catch (error) {
    if (!(error instanceof DaemonUnreachable)) throw error;
  }
}

export const command: Command = {
  path: "system info",
  args: noArgs,
  async run(context) {
    const client = clientInfo(context.endpoint.context, context.groupFlags.get("")?.bool("debug") ?? false);
    const format = context.flags.string("format");
    const server = (): SystemInfo => systemInfo(context.engine, swarmInfo(context.engine));
    if (format !== "") {
      const template = parseInspectTemplate(format === "json" ? "{{json .}}" : format);
      const data = { ...server(), ClientInfo: client };
      try {
        await context.out(`${template.renderObject(data, "system.dockerInfo")}\n`);
      } catch (error) {
        if (!(error instanceof TemplateRunError)) throw error;
        await context.out("\n");
        throw new CommandError(error.message);
      }
      return 0;
    }
    connect(context);
    await context.out(`${clientText(client)}\nServer:\n`);
    try {
      const info = server();
      await context.out(`${serverText(info)}\n`);
      const warnings = "Warnings" in info.Swarm && Array.isArray(info.Swarm.Warnings) ? info.Swarm.Warnings : [];
      if (warnings.length > 0) await context.err(`${warnings.join("\n")}\n`);
    } catch (error) {
      if (!(error instanceof DaemonUnreachable)) throw error;
      throw new CommandError(`${error.message}\nerrors pretty printing info`);
    }
    return 0;
  },
};
