import { EngineError } from "../../engine/errors.ts";
import { pushAllTags, pushImage } from "../../engine/image/push.ts";
import { fullReference, repositoryName, withDefaultTag } from "../../engine/image/reference.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { note } from "../format/note.ts";
import { platformFlag } from "../platform-flag.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { imageNames } from "./image-names.ts";
import { referenceArgument } from "./reference-argument.ts";

const PLATFORM_NOTE =
  "Using --platform pushes only the specified platform manifest of a multi-platform image index.\n" +
  "Other components, like attestations, will not be included.\n" +
  "To push the complete multi-platform image, remove the --platform flag.\n";

/** `cli/command/image/push.go` (recording 17). */
export const command: Command = {
  path: "image push",
  args: exactArgs(1),
  async run({ engine, flags, args, out, process, columns }) {
    const platform = platformFlag(flags);
    if (platform !== undefined) await out(note(PLATFORM_NOTE, process.stdout.isTTY));
    const reference = referenceArgument(args[0] ?? "");
    const all = flags.bool("all-tags");
    const quiet = flags.bool("quiet");
    const named = reference.tag === undefined && reference.digest === undefined;
    if (all && !named) throw new CommandError("tag can't be used with --all-tags/-a");
    if (named && !all && !quiet) await out("Using default tag: latest\n");
    const display = new ProgressDisplay(process.stdout, columns);
    const onProgress = quiet ? undefined : display.show.bind(display);
    const full = fullReference(withDefaultTag(reference));
    const options = { onProgress, signal: process.signal, credentials: storedCredentials(process, full), platform };
    try {
      if (all) await pushAllTags(engine, repositoryName(reference), options);
      else await pushImage(engine, full, options);
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
