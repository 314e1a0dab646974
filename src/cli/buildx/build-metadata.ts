import type { Vertex } from "../../engine/build/build-progress.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import type { Engine } from "../../engine/engine.ts";
import { targetDescriptor } from "../../engine/image/documents.ts";
import type { Image } from "../../engine/image/image.ts";
import { familiarName } from "../../engine/image/reference.ts";

/**
 * What `--metadata-file` holds (docker/buildx, commands/build.go; BuildKit's provenance in its short form).
 * @param steps of the build: its bases are among them
 * @param image undefined when only its files were exported
 */
export function buildMetadata(
  engine: Engine,
  request: BuildRequest,
  steps: readonly Pick<Vertex, "name">[],
  image: Image | undefined,
): object {
  const ref = (image && engine.state.images.images[image.id]?.built?.ref) ?? engine.random.base36(25);
  return {
    "buildx.build.provenance": provenanceOf(request, steps),
    "buildx.build.ref": `default/default/${ref}`,
    ...(image
      ? {
          "containerimage.descriptor": descriptorOf(image),
          "containerimage.digest": image.id,
          "image.name": request.tags.join(",") || `moby-dangling@${image.id}`,
        }
      : {}),
  };
}

function descriptorOf(image: Image): object {
  const { mediaType, digest, size } = targetDescriptor(image);
  return { mediaType, digest, size };
}

function provenanceOf(request: BuildRequest, steps: readonly Pick<Vertex, "name">[]): object {
  const materials = materialsOf(steps);
  const parameters = argsOf(request);
  return {
    builder: { id: "" },
    buildType: "https://mobyproject.org/buildkit@v1",
    ...(materials.length > 0 ? { materials } : {}),
    invocation: {
      configSource: { entryPoint: request.dockerfile.name },
      parameters: {
        frontend: "dockerfile.v0",
        ...(Object.keys(parameters).length > 0 ? { args: parameters } : {}),
        locals: [{ name: "context" }, { name: "dockerfile" }],
      },
      environment: { platform: "linux/amd64" },
    },
  };
}

/** What something was built of. */
interface Material {
  readonly uri: string;
  readonly digest: { readonly sha256: string };
}

/** The images that a build's steps name, as packages. */
export const materialsOf = (steps: readonly Pick<Vertex, "name">[]): Material[] =>
  steps.flatMap(({ name }) => materialOf(name));

/** "[1/2] FROM docker.io/library/alpine:latest@sha256:…" as a package. */
function materialOf(step: string): Material[] {
  const [, reference = "", sha256 = ""] = / FROM (\S+)@sha256:([0-9a-f]{64})$/.exec(step) ?? [];
  if (reference === "") return [];
  const cut = reference.lastIndexOf(":");
  const name = familiarName(reference.slice(0, cut));
  return [{ uri: `pkg:docker/${name}@${reference.slice(cut + 1)}?platform=linux%2Famd64`, digest: { sha256 } }];
}

/** What BuildKit's frontend was told, by name. */
function argsOf({ buildArgs, labels, target, noCache }: BuildRequest): Record<string, string> {
  const given = [
    ...Object.entries(buildArgs).map(([name, value]) => [`build-arg:${name}`, value] as const),
    ...Object.entries(labels).map(([name, value]) => [`label:${name}`, value] as const),
    ...(noCache ? [["no-cache", ""] as const] : []),
    ...(target === "" ? [] : [["target", target] as const]),
  ];
  return Object.fromEntries(given.sort(([a], [b]) => (a < b ? -1 : 1)));
}
