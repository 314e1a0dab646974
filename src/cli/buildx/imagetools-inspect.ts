import { EngineError } from "../../engine/errors.ts";
import { documentsOf, targetDescriptor } from "../../engine/image/documents.ts";
import type { Image } from "../../engine/image/image.ts";
import { fullReference, withDefaultTag } from "../../engine/image/reference.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { alignColumns } from "../format/tab-writer.ts";
import { referenceArgument } from "../image/reference-argument.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";

const NOTE = {
  es: "Este laboratorio solo conoce la parte linux/amd64 de esta imagen; la de verdad lista más plataformas.",
  en: "This playground knows only the linux/amd64 part of this image; the real one lists more platforms.",
} as const;

const COLUMNS = { minWidth: 0, padding: 1 } as const;

/** `docker buildx imagetools inspect`: docker/buildx, `util/imagetools/printers.go`. */
export const command: Command = {
  path: "buildx imagetools inspect",
  args: exactArgs(1),
  async run({ engine, args, flags, out, err, process }) {
    const reference = fullReference(withDefaultTag(referenceArgument(args[0] ?? "")));
    const language = languageOf(process.env);
    if (flags.changed("format"))
      throw new CommandError(notSimulated("docker buildx imagetools inspect --format", language));
    let image: Image;
    try {
      image = await engine.ports.registries.find(reference, storedCredentials(process, reference));
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      throw new CommandError(`ERROR: ${error.status === 404 ? `${reference}: not found` : error.message}`);
    }
    await out(flags.bool("raw") ? documentsOf(image).target : imageTable(reference, image));
    if (!flags.bool("raw") && reference.startsWith("docker.io/library/")) await err(`${NOTE[language]}\n`);
    return 0;
  },
};

function imageTable(reference: string, image: Image): string {
  const { mediaType, digest } = targetDescriptor(image);
  // A manifest that stands alone is not set out in columns.
  if (digest === image.manifestDigest)
    return `Name:      ${reference}\nMediaType: ${mediaType}\nDigest:    ${digest}\n`;
  const repository = reference.replace(/@.*$/, "");
  const head = [`Name:\t${reference}`, `MediaType:\t${mediaType}`, `Digest:\t${digest}`, "\t"];
  const manifests = manifestsOf(image).flatMap((one, i) => [
    ...(i === 0 ? [] : ["\t"]),
    `  Name:\t${repository}@${one.digest}`,
    `  MediaType:\t${one.mediaType}`,
    `  Platform:\t${one.platform}`,
    ...(one.annotations.length > 0 ? ["  Annotations:\t"] : []),
    ...annotationLines(one.annotations),
  ]);
  return `${alignColumns(`${head.join("\n")}\n`, COLUMNS)}${alignColumns(`Manifests:\t\n${manifests.join("\n")}\n`, COLUMNS)}`;
}

/** Set out on their own: the columns around take no notice of them. */
function annotationLines(annotations: ListedManifest["annotations"]): string[] {
  const width = Math.max(0, ...annotations.map(([name]) => name.length));
  return annotations.map(([name, value]) => `    ${`${name}:`.padEnd(width + 2)}${value}`);
}

interface ListedManifest {
  readonly mediaType: string;
  readonly digest: string;
  readonly platform: string;
  readonly annotations: readonly (readonly [name: string, value: string])[];
}

function manifestsOf(image: Image): ListedManifest[] {
  const mediaType = "application/vnd.oci.image.manifest.v1+json";
  const own = { mediaType, digest: image.manifestDigest, platform: "linux/amd64", annotations: [] };
  if (!image.attestation) return [own];
  const proof: ListedManifest = {
    mediaType,
    digest: image.attestation.digest,
    platform: "unknown/unknown",
    annotations: [
      ["vnd.docker.reference.digest", image.manifestDigest],
      ["vnd.docker.reference.type", "attestation-manifest"],
    ],
  };
  return [own, proof];
}
