import { EngineError } from "../../engine/errors.ts";
import { type Descriptor, documentsOf, manifestDescriptor } from "../../engine/image/documents.ts";
import type { Image } from "../../engine/image/image.ts";
import { familiarName, fullReference, withDefaultTag } from "../../engine/image/reference.ts";
import { encode } from "../../kernel/bytes.ts";
import { type Command, CommandError, rangeArgs } from "../command.ts";
import { referenceArgument } from "../image/reference-argument.ts";
import { languageOf } from "../not-simulated.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";

const NOTE = {
  es: "Este laboratorio solo conoce la parte linux/amd64 de esta imagen; la de verdad lista más plataformas.",
  en: "This playground knows only the linux/amd64 part of this image; the real one lists more platforms.",
} as const;

const ATTESTATION_NOTE = {
  es: "Este laboratorio no guarda el manifiesto de la atestación; el docker de verdad lo lista aquí también.",
  en: "This playground does not keep the attestation's manifest; the real docker lists it here too.",
} as const;

/** Whether it is of a registry that the lab has without TLS. */
const isPlainHttp = (reference: string) => /^(?:localhost|[\d.]+):\d+\//.test(reference);

/** `cli/command/manifest/inspect.go`. */
export const command: Command = {
  path: "manifest inspect",
  args: rangeArgs(1, 2),
  async run({ engine, args, flags, out, err, process }) {
    const reference = fullReference(withDefaultTag(referenceArgument(args.at(-1) ?? "")));
    const familiar = familiarName(reference);
    // Lists are made with `docker manifest create`, of which there is none here.
    if (args.length > 1) throw new CommandError(`No such manifest: ${familiar}`);
    const language = languageOf(process.env);
    const image = await engine.ports.registries
      .find(reference, storedCredentials(process, reference))
      .catch((error: unknown) => {
        throw error instanceof EngineError ? clientError(error, familiar) : error;
      });
    // The client asks by itself, and the daemon's list of insecure registries is not its own.
    if (isPlainHttp(reference) && !flags.bool("insecure")) throw new CommandError(`no such manifest: ${familiar}`);
    if (flags.bool("verbose")) {
      await out(`${JSON.stringify(verbose(image, reference), null, "\t")}\n`);
      if (image.attestation) await err(`${ATTESTATION_NOTE[language]}\n`);
    } else if (image.soleManifest) await out(`${JSON.stringify(manifestOf(image), null, "\t")}\n`);
    else await out(`${JSON.stringify(listOf(image), null, 3)}\n`);
    if (reference.startsWith("docker.io/library/")) await err(`${NOTE[language]}\n`);
    return 0;
  },
};

/** What the client says of a registry that it asks by itself, in its own words. */
function clientError({ status, message }: EngineError, familiar: string): CommandError {
  if (status === 404) return new CommandError(`no such manifest: ${familiar}`);
  const reason = message.replace(/^failed to resolve reference "[^"]*": /, "");
  const dialled = /^failed to do request: Head "(https?:\/\/[^/]+\/v2\/)[^"]*": (.*)$/.exec(reason);
  if (!dialled) return new CommandError(reason);
  const [, base, why] = dialled;
  return new CommandError(`failed to configure transport: error pinging v2 registry: Get "${base}": ${why}`);
}

const manifestOf = (image: Image): object => JSON.parse(documentsOf(image).manifest);

/** The index as a manifest list, which knows no annotations. */
function listOf(image: Image): object {
  const index: { schemaVersion: number; mediaType: string; manifests: Descriptor[] } = JSON.parse(
    documentsOf(image).target,
  );
  const manifests = index.manifests.map(({ mediaType, size, digest, platform }) => ({
    mediaType,
    size,
    digest,
    platform,
  }));
  return { ...index, manifests };
}

/** What `--verbose` adds: where each manifest is, its descriptor, its bytes. */
function verbose(image: Image, reference: string): object {
  const { manifest } = documentsOf(image);
  const { digest } = manifestDescriptor(image);
  const one = {
    Ref: image.soleManifest ? reference : `${reference}@${digest}`,
    Descriptor: { ...manifestDescriptor(image), platform: { architecture: "amd64", os: "linux" } },
    Raw: btoa(String.fromCharCode(...encode(manifest))),
    OCIManifest: manifestOf(image),
  };
  return image.soleManifest ? one : [one];
}
