import { pullAllTags, pullImage } from "../../engine/image/pull.ts";
import { fullReference, repositoryName, withDefaultTag } from "../../engine/image/reference.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { platformFlag } from "../platform-flag.ts";
import { ProgressDisplay } from "../progress/progress-display.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { referenceArgument } from "./reference-argument.ts";

/** `cli/command/image/pull.go` (recordings 01, 03, 17). */
export const command: Command = {
  path: "image pull",
  args: exactArgs(1),
  async run({ engine, flags, args, out, process, columns }) {
    const [text = ""] = args;
    const quiet = flags.bool("quiet");
    const all = flags.bool("all-tags");
    const reference = referenceArgument(text);
    const named = reference.tag === undefined && reference.digest === undefined;
    if (all && !named) throw new CommandError("tag can't be used with --all-tags/-a");
    if (named && !all && !quiet) await out("Using default tag: latest\n");
    const display = new ProgressDisplay(process.stdout, columns);
    const show = quiet ? undefined : display.show.bind(display);
    const platform = platformFlag(flags);
    const options = { platform, signal: process.signal, credentials: storedCredentials(process, text) };
    // Of Docker Hub's images only that platform is known here; the lab's own have no other.
    if (platform !== undefined && platform !== "linux/amd64" && reference.domain === "docker.io")
      throw new CommandError(notSimulated(`docker pull --platform ${platform}`, languageOf(process.env)));
    if (all) await pullAllTags(engine, text, { ...options, onProgress: show });
    else await pullImage(engine, text, show, options);
    await out(`${all ? repositoryName(reference) : fullReference(withDefaultTag(reference))}\n`);
    return 0;
  },
  complete: ({ engine }) => engine.ports.registries.names(),
};
