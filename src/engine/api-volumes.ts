import { headerOf } from "../kernel/http.ts";
import { ApiResponse, type ApiRoute, filtersOf, JSON_TYPE, json } from "./api-answer.ts";
import { ApiFields, jsonBody } from "./api-fields.ts";
import { invalid } from "./errors.ts";
import { createVolume } from "./volume/create.ts";
import { inspectVolume } from "./volume/inspect.ts";
import { pruneVolumes } from "./volume/prune.ts";

/** What makes and clears away volumes. */
export const VOLUME_ROUTES: readonly ApiRoute[] = [
  {
    method: "POST",
    path: /^\/volumes\/create$/,
    answer: (engine, { request }) => {
      const type = headerOf(request.headers, "content-type");
      const fields = new ApiFields(jsonBody(request.body, type, true), "CreateOptions");
      const volume = createVolume(engine, {
        name: fields.text("Name") ?? "",
        driver: fields.text("Driver") || "local",
        labels: fields.map("Labels", String) ?? null,
        options: fields.map("DriverOpts", String) ?? null,
      });
      return new ApiResponse(JSON_TYPE, json(inspectVolume(volume)), 201);
    },
  },
  {
    method: "POST",
    path: /^\/volumes\/prune$/,
    answer: (engine, { query }) => {
      const { all = [], ...labels } = filtersOf(query);
      const unknown = Object.keys(labels).find((key) => !["label", "label!"].includes(key));
      if (unknown !== undefined) throw invalid(`invalid filter '${unknown}'`);
      const { deleted, reclaimed } = pruneVolumes(engine, { ...labels, all: /^(1|t|true)$/i.test(all[0] ?? "") });
      return { VolumesDeleted: deleted, SpaceReclaimed: reclaimed };
    },
  },
];
