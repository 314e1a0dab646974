import { type ApiCall, type ApiRoute, filtersOf, first } from "./api-answer.ts";
import { pruneContainers } from "./container/prune.ts";
import { renameContainer } from "./container/rename.ts";
import { containerTop } from "./container/top.ts";
import { waitContainer } from "./container/wait.ts";
import { invalid } from "./errors.ts";

const CONDITIONS = ["not-running", "next-exit", "removed"] as const;

/** What waits for, renames, lists and clears away containers. */
export const CONTAINER_ROUTES: readonly ApiRoute[] = [
  {
    method: "GET",
    path: /^\/containers\/([^/]+)\/top$/,
    answer: (engine, call) => {
      const { Titles, Processes } = containerTop(engine, first(call), psArguments(call));
      return { Processes, Titles };
    },
  },
  {
    method: "POST",
    path: /^\/containers\/([^/]+)\/wait$/,
    answer: async (engine, call) => {
      const asked = call.query.get("condition") || "not-running";
      const condition = CONDITIONS.find((one) => one === asked);
      if (!condition) throw invalid(`invalid condition: ${JSON.stringify(asked)}`);
      return { StatusCode: await waitContainer(engine, first(call), condition) };
    },
  },
  {
    method: "POST",
    path: /^\/containers\/([^/]+)\/rename$/,
    answer: (engine, call) => renameContainer(engine, first(call), call.query.get("name") ?? ""),
  },
  {
    method: "POST",
    path: /^\/containers\/prune$/,
    answer: async (engine, { query }) => {
      const { deleted, reclaimed } = await pruneContainers(engine, filtersOf(query));
      return { ContainersDeleted: deleted.length === 0 ? null : deleted, SpaceReclaimed: reclaimed };
    },
  },
];

const psArguments = ({ query }: ApiCall) => (query.get("ps_args") ?? "-ef").split(/\s+/).filter((word) => word !== "");
