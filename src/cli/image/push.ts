import { EngineError } from "../../engine/errors.ts";
import { pushImage, tagsOf } from "../../engine/image/push.ts";
import { familiarName, fullReference, repositoryName, withDefaultTag } from "../../engine/image/reference.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { imageNames } from "./image-names.ts";
import { referenceArgument } from "./reference-argument.ts";

/** `cli/command/image/push.go` (recording 17). */
export const command: Command = {
  path: "image push",
  args: exactArgs(1),
  async run({ engine, flags, args, out, process, columns }) {
    const reference = referenceArgument(args[0] ?? "");
    const all = flags.bool("all-tags");
    const quiet = flags.bool("quiet");
    const named = reference.tag === undefined && reference.digest === undefined;
    if (all && !named) throw new CommandError("tag can't be used with --all-tags/-a");
    if (named && !all && !quiet) await out("Using default tag: latest\n");
    const display = new ProgressDisplay(process.stdout, columns);
    const onProgress = quiet ? undefined : display.show.bind(display);
    const full = fullReference(withDefaultTag(reference));
    const names = all ? tagsOf(engine, repositoryName(reference)) : [full];
    if (names.length === 0) {
      await display.show({ status: `The push refers to repository [${repositoryName(reference)}]` });
      const repository = familiarName(repositoryName(reference));
      throw new CommandError(`An image does not exist locally with the tag: ${repository}`);
    }
    try {
      for (const name of names) {
        const credentials = storedCredentials(process, name);
        await pushImage(engine, name, { onProgress, signal: process.signal, credentials });
      }
    } catch (error) {
      // The answer has begun: what goes wrong comes in its stream, without the daemon's prefix.
      if (error instanceof EngineError) throw new CommandError(error.message);
      throw error;
    }
    if (quiet) await out(`${all ? repositoryName(reference) : full}\n`);
    return 0;
  },
  complete: ({ engine }) => imageNames(engine),
};
