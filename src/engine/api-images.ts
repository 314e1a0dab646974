import { ApiResponse, type ApiRoute, filtersOf, first, flag, JSON_TYPE, json } from "./api-answer.ts";
import type { Engine } from "./engine.ts";
import type { ProgressEvent } from "./image/progress.ts";
import { pruneImages } from "./image/prune.ts";
import { pullImage } from "./image/pull.ts";
import { removeImage } from "./image/remove.ts";
import { tagImage } from "./image/tag.ts";

/** What gets, names and clears away images. */
export const IMAGE_ROUTES: readonly ApiRoute[] = [
  {
    method: "POST",
    path: /^\/images\/create$/,
    answer: async (engine, { query }) => {
      const tag = query.get("tag") ?? "";
      const name = query.get("fromImage") ?? "";
      const reference = tag === "" ? name : `${name}${tag.includes(":") ? "@" : ":"}${tag}`;
      return new ApiResponse(JSON_TYPE, await pullLines(engine, reference));
    },
  },
  {
    method: "POST",
    path: /^\/images\/prune$/,
    answer: (engine, { query }) => {
      const { ImagesDeleted, SpaceReclaimed } = pruneImages(engine, filtersOf(query));
      return { ImagesDeleted: ImagesDeleted.length === 0 ? null : ImagesDeleted, SpaceReclaimed };
    },
  },
  {
    method: "POST",
    path: /^\/images\/(.+)\/tag$/,
    answer: (engine, call) => {
      const [repository, tag] = [call.query.get("repo") ?? "", call.query.get("tag") ?? ""];
      tagImage(engine, first(call), tag === "" ? repository : `${repository}:${tag}`);
      return new ApiResponse("", "", 201);
    },
  },
  {
    method: "DELETE",
    path: /^\/images\/(.+)$/,
    answer: (engine, call) => removeImage(engine, first(call), { force: flag(call.query, "force") }),
  },
];

/**
 * The lines of a pull's progress; what fails before the first of them is the answer itself, with a status of its own.
 * @throws EngineError
 */
async function pullLines(engine: Engine, reference: string): Promise<string> {
  const lines: string[] = [];
  await pullImage(engine, reference, (event) => {
    lines.push(json(messageOf(event)));
  });
  return lines.join("");
}

/** moby's jsonmessage of a line of progress. */
function messageOf({ id, status, progress }: ProgressEvent): object {
  if (id === undefined) return { status };
  if (progress === undefined) return { status, progressDetail: {}, id };
  const { current, total, units } = progress;
  return { status, progressDetail: { current, total, ...(units === undefined ? {} : { units }) }, id };
}
