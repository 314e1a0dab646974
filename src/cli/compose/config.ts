import { ComposeError } from "../../compose/compose-error.ts";
import { checkContainerNames } from "../../compose/file/consistency.ts";
import { jsonProject, printedProject, sortedTree } from "../../compose/file/printed-project.ts";
import { goYaml } from "../../compose/file/yaml/go-yaml.ts";
import type { YamlMap } from "../../compose/file/yaml/yaml-value.ts";
import type { ComposeProject } from "../../compose/project.ts";
import { anyArgs, type Command, type CommandContext } from "../command.ts";
import { writeOutputFile } from "../image/input-file.ts";
import { serviceNames } from "./complete.ts";
import { configList } from "./config-list.ts";
import { withDigests } from "./image-digests.ts";
import { ComposeInvocation } from "./invocation.ts";

export const command: Command = {
  path: "compose config",
  args: anyArgs,
  complete: serviceNames,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args } = context;
      const list = await configList(compose);
      if (list !== undefined) {
        await context.out(list);
        return 0;
      }
      const raw = flags.bool("no-interpolate");
      const project = await compose.project({
        services: raw ? [] : args,
        keep: {
          variables: raw,
          paths: flags.bool("no-path-resolution"),
          implied: flags.bool("no-normalize"),
          envFiles: raw || flags.bool("no-env-resolution"),
          inconsistency: raw || flags.bool("no-consistency"),
        },
      });
      const text = raw ? format(sortedTree(project.definition), context) : await rendered(project, context);
      if (flags.bool("quiet")) return 0;
      const file = flags.string("output");
      if (file !== "") writeOutputFile(context.process, file, text);
      else await context.out(text);
      return 0;
    }),
};

async function rendered(project: ComposeProject, context: CommandContext): Promise<string> {
  if (!context.flags.bool("no-consistency")) checkContainerNames(project);
  const { flags } = context;
  const lock = flags.bool("lock-image-digests");
  const pinned = lock || flags.bool("resolve-image-digests") ? await withDigests(project, context) : project;
  const printed = lock ? imagesOnly(pinned) : printedProject(pinned);
  const json = context.flags.string("format") === "json";
  // What was read once more must not take a dollar sign for a variable.
  return format(json ? jsonProject(printed) : printed, context).replaceAll("$", "$$$$");
}

/** What `--lock-image-digests` prints: a file to lay over the project's own. */
function imagesOnly({ services }: ComposeProject): YamlMap {
  const images = Object.values(services).map(({ name, image }) => [name, image === undefined ? {} : { image }]);
  return { services: Object.fromEntries(images) };
}

/** @throws ComposeError */
function format(tree: YamlMap, { flags }: CommandContext): string {
  const name = flags.string("format") || "yaml";
  if (name === "yaml") return goYaml(tree);
  if (name !== "json") throw new ComposeError(`unsupported format ${JSON.stringify(name)}`);
  const escapes: Readonly<Record<string, string>> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
  return JSON.stringify(tree, null, 2).replace(/[<>&]/g, (char) => escapes[char] ?? char);
}
