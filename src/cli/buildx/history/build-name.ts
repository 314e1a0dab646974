import type { BuildRecord } from "../../../engine/build/build-history.ts";

const DEFAULT = "/Dockerfile";

/**
 * What buildx calls a build: the directory it began in, its Dockerfile where that has a name of its own, its target
 * (docker/buildx, commands/history/utils.go, buildName).
 */
export function buildName({
  context,
  dockerfile,
  request,
}: Pick<BuildRecord, "context" | "dockerfile" | "request">): string {
  const given = request.buildArgs.BUILDKIT_BUILD_NAME;
  if (given) return given;
  const { target } = request;
  const name = placeName(context, dockerfile);
  if (target === "") return name;
  return name === "" ? target : `${name} (${target})`;
}

function placeName(context: string, dockerfile: string): string {
  const isDefault = dockerfile.endsWith(DEFAULT) || dockerfile === "";
  const path = dockerfile.endsWith(DEFAULT) ? dockerfile.slice(0, -DEFAULT.length) : dockerfile;
  if (path.startsWith(context) && path.length > context.length) return path.slice(context.lastIndexOf("/") + 1);
  const parts = (path || context).split("/");
  return parts.slice(isDefault ? -1 : -2).join("/");
}
