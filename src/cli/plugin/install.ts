import { EngineError, notFound } from "../../engine/errors.ts";
import {
  familiarName,
  fullReference,
  parseReference,
  repositoryName,
  withDefaultTag,
} from "../../engine/image/reference.ts";
import { type PluginConfig, privilegesOf } from "../../engine/plugin/plugin.ts";
import { addPlugin, checkPluginName, enablePlugin, setPlugin } from "../../engine/plugin/plugins.ts";
import { publishedPlugin } from "../../registry/plugin-catalog.ts";
import { type Command, type CommandContext, CommandError, minArgs } from "../command.ts";
import { confirm } from "../confirm.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";

/** Asking a registry, and fetching the few megabytes of a plugin, ms. */
const ASK_MS = 60;
const FETCH_MS = 1500;
const ENABLE_MS = 400;

/** docker/cli, `cli/command/plugin/install.go`; what there is to install is in `registry/plugin-catalog.ts`. */
export const command: Command = {
  path: "plugin install",
  args: minArgs(1),
  async run(context) {
    const { engine, flags, args, process, out, columns } = context;
    const [remote = "", ...settings] = args;
    const reference = referenceOf(remote);
    const name = familiar(flags.string("alias") === "" ? remote : flags.string("alias"));
    const full = fullReference(withDefaultTag(reference));
    await process.sleep(ASK_MS);
    const plugin = publishedPlugin(full);
    if (!plugin) throw notFound(`error resolving plugin reference: ${full}: not found`);
    if (!flags.bool("grant-all-permissions")) await agreed(context, remote, plugin.config);
    checkPluginName(engine, name);
    const display = new ProgressDisplay(process.stdout, columns);
    const tag = withDefaultTag(reference).tag ?? "";
    await display.show({ id: tag, status: `Pulling from ${familiarName(repositoryName(reference))}` });
    await display.show({ status: `Digest: ${plugin.digest}` });
    await process.sleep(FETCH_MS);
    await display.show({ id: plugin.layer, status: "Complete", progress: {} });
    addPlugin(engine, name, full, plugin.config);
    if (settings.length > 0) setPlugin(engine, name, settings);
    if (!flags.bool("disable")) {
      enablePlugin(engine, name);
      await process.sleep(ENABLE_MS);
    }
    await out(`Installed plugin ${remote}\n`);
    return 0;
  },
  complete: ({ args }) => (args.length === 0 ? ["vieux/sshfs"] : []),
};

/** @throws CommandError unless the person agrees to what the plugin wants */
async function agreed(context: CommandContext, remote: string, config: PluginConfig): Promise<void> {
  const privileges = privilegesOf(config);
  if (privileges.length === 0) return;
  await context.out(`Plugin ${JSON.stringify(remote)} is requesting the following privileges:\n`);
  for (const { name, value } of privileges) await context.out(` - ${name}: [${value.join(" ")}]\n`);
  if (await confirm(context, "Do you grant the above permissions?")) return;
  throw new CommandError(`permission denied while installing plugin ${fullReference(referenceOf(remote))}`);
}

function referenceOf(text: string) {
  try {
    return parseReference(text);
  } catch (error) {
    if (error instanceof EngineError) throw new CommandError(error.message);
    throw error;
  }
}

const familiar = (text: string) => familiarName(fullReference(withDefaultTag(referenceOf(text))));
