import { EngineError } from "../../engine/errors.ts";
import { documentsOf } from "../../engine/image/documents.ts";
import { familiarName, fullReference, withDefaultTag } from "../../engine/image/reference.ts";
import { type Command, CommandError, rangeArgs } from "../command.ts";
import { referenceArgument } from "../image/reference-argument.ts";
import { languageOf } from "../not-simulated.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";

const NOTE = {
  es: "Este laboratorio solo conoce la parte linux/amd64 de esta imagen; la de verdad lista más plataformas.",
  en: "This playground knows only the linux/amd64 part of this image; the real one lists more platforms.",
} as const;

/** Whether it is of a registry that the lab has without TLS. */
const isPlainHttp = (reference: string) => /^(?:localhost|[\d.]+):\d+\//.test(reference);

/** `cli/command/manifest/inspect.go` (recording 17). */
export const command: Command = {
  path: "manifest inspect",
  args: rangeArgs(1, 2),
  async run({ engine, args, flags, out, err, process }) {
    const reference = fullReference(withDefaultTag(referenceArgument(args.at(-1) ?? "")));
    // The client asks by itself, and the daemon's list of insecure registries is not its own.
    if (isPlainHttp(reference) && !flags.bool("insecure"))
      throw new CommandError(`no such manifest: ${familiarName(reference)}`);
    try {
      const image = await engine.ports.registries.find(reference, storedCredentials(process, reference));
      await out(`${JSON.stringify(JSON.parse(documentsOf(image).target), null, "\t")}\n`);
      if (reference.startsWith("docker.io/library/")) await err(`${NOTE[languageOf(process.env)]}\n`);
      return 0;
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      throw new CommandError(
        error.status === 404
          ? `no such manifest: ${familiarName(reference)}`
          : error.message.replace(/^failed to resolve reference "[^"]*": /, ""),
      );
    }
  },
};
