import { type HttpRequest, type HttpResponse, headerOf } from "../kernel/http.ts";
import {
  type ApiCall,
  ApiResponse,
  type ApiRoute,
  filtersOf,
  first,
  flag,
  integer,
  JSON_TYPE,
  json,
} from "./api-answer.ts";
import { CONTAINER_ROUTES } from "./api-containers.ts";
import { createFromApi } from "./api-create.ts";
import { apiEvents } from "./api-events.ts";
import { EXEC_ROUTES } from "./api-exec.ts";
import { IMAGE_ROUTES } from "./api-images.ts";
import { apiLogs } from "./api-logs.ts";
import { NETWORK_ROUTES } from "./api-networks.ts";
import { VOLUME_ROUTES } from "./api-volumes.ts";
import { requireContainer } from "./container/find.ts";
import { inspectContainer } from "./container/inspect.ts";
import { containerSummaries } from "./container/list.ts";
import { removeContainer } from "./container/remove.ts";
import { prepareFiles, rootTree } from "./container/root-tree.ts";
import { startContainer } from "./container/start.ts";
import { killContainer, pauseContainer, restartContainer, stopContainer, unpauseContainer } from "./container/stop.ts";
import type { Engine } from "./engine.ts";
import { EngineError, invalid } from "./errors.ts";
import { imageHistory } from "./image/history.ts";
import { inspectImage } from "./image/inspect.ts";
import { listImages } from "./image/list.ts";
import { listNetworks } from "./network/filter.ts";
import { networkFor } from "./network/find.ts";
import { inspectNetwork, summarizeNetwork } from "./network/inspect.ts";
import { removeNetwork } from "./network/remove.ts";
import { unspokenVersion } from "./system/api-version.ts";
import { systemInfo } from "./system/info.ts";
import { SERVER } from "./system/release.ts";
import { systemVersion } from "./system/version.ts";
import { listVolumes } from "./volume/filter.ts";
import { requireVolume } from "./volume/find.ts";
import { inspectVolume } from "./volume/inspect.ts";
import { removeVolume } from "./volume/remove.ts";

const seconds = (query: URLSearchParams) => (query.has("t") ? { timeout: Number(query.get("t")) } : {});

const ROUTES: readonly ApiRoute[] = [
  { method: "GET", path: /^\/_ping$/, answer: (engine) => new ApiResponse(PING_TYPE, "OK", 200, pingHeaders(engine)) },
  { method: "HEAD", path: /^\/_ping$/, answer: (engine) => new ApiResponse(PING_TYPE, "", 200, pingHeaders(engine)) },
  { method: "GET", path: /^\/version$/, answer: () => systemVersion() },
  { method: "GET", path: /^\/info$/, answer: (engine) => systemInfo(engine) },
  {
    method: "GET",
    path: /^\/events$/,
    answer: (engine, { query }) => {
      const span = { since: integer(query, "since", "ParseInt"), until: integer(query, "until", "ParseInt") };
      return new ApiResponse(JSON_TYPE, apiEvents(engine, span, filtersOf(query)));
    },
  },
  {
    method: "GET",
    path: /^\/containers\/json$/,
    answer: (engine, { query }) =>
      containerSummaries(engine, {
        all: flag(query, "all"),
        size: flag(query, "size"),
        ...(query.has("limit") ? { limit: integer(query, "limit") ?? 0 } : {}),
        filters: filtersOf(query),
      }),
  },
  {
    method: "GET",
    path: /^\/containers\/([^/]+)\/json$/,
    answer: (engine, call) => inspectContainer(engine, first(call), { size: flag(call.query, "size") }),
  },
  {
    method: "GET",
    path: /^\/containers\/([^/]+)\/logs$/,
    answer: (engine, call) => {
      if (!flag(call.query, "stdout") && !flag(call.query, "stderr"))
        throw invalid("Bad parameters: you must choose at least one stream");
      const { Tty } = requireContainer(engine, first(call)).config;
      const type = `application/vnd.docker.${Tty ? "raw" : "multiplexed"}-stream`;
      return new ApiResponse(type, apiLogs(engine, first(call), call.query));
    },
  },
  {
    method: "GET",
    path: /^\/containers\/([^/]+)\/changes$/,
    answer: async (engine, call) => {
      const container = requireContainer(engine, first(call));
      await prepareFiles(engine, container);
      const kinds = { C: 0, A: 1, D: 2 };
      return rootTree(engine, container)
        .changes()
        .map(({ path, kind }) => ({ Path: path, Kind: kinds[kind] }));
    },
  },
  {
    method: "POST",
    path: /^\/containers\/create$/,
    answer: async (engine, { query, request }) => {
      const type = headerOf(request.headers, "content-type");
      const created = await createFromApi(engine, query.get("name"), request.body, type);
      return new ApiResponse(JSON_TYPE, json(created), 201);
    },
  },
  {
    method: "POST",
    path: /^\/containers\/([^/]+)\/start$/,
    answer: (engine, call) =>
      statusOf(engine, call) === "running" ? NOT_MODIFIED : startContainer(engine, first(call)),
  },
  {
    method: "POST",
    path: /^\/containers\/([^/]+)\/stop$/,
    answer: (engine, call) =>
      ["running", "paused", "restarting"].includes(statusOf(engine, call))
        ? stopContainer(engine, first(call), seconds(call.query))
        : NOT_MODIFIED,
  },
  {
    method: "POST",
    path: /^\/containers\/([^/]+)\/restart$/,
    answer: (engine, call) => restartContainer(engine, first(call), seconds(call.query)),
  },
  {
    method: "POST",
    path: /^\/containers\/([^/]+)\/kill$/,
    answer: (engine, call) => killContainer(engine, first(call), call.query.get("signal") ?? "SIGKILL"),
  },
  {
    method: "POST",
    path: /^\/containers\/([^/]+)\/pause$/,
    answer: (engine, call) => pauseContainer(engine, first(call)),
  },
  {
    method: "POST",
    path: /^\/containers\/([^/]+)\/unpause$/,
    answer: (engine, call) => unpauseContainer(engine, first(call)),
  },
  {
    method: "DELETE",
    path: /^\/containers\/([^/]+)$/,
    answer: (engine, call) =>
      removeContainer(engine, first(call), { force: flag(call.query, "force"), volumes: flag(call.query, "v") }),
  },
  {
    method: "GET",
    path: /^\/images\/json$/,
    answer: (engine, { query }) => listImages(engine, { all: flag(query, "all"), filters: filtersOf(query) }),
  },
  { method: "GET", path: /^\/images\/(.+)\/json$/, answer: (engine, call) => inspectImage(engine, first(call)) },
  { method: "GET", path: /^\/images\/(.+)\/history$/, answer: (engine, call) => imageHistory(engine, first(call)) },
  {
    method: "GET",
    path: /^\/networks$/,
    answer: (engine, { query }) => listNetworks(engine, filtersOf(query)).map(summarizeNetwork),
  },
  {
    method: "GET",
    path: /^\/networks\/([^/]+)$/,
    answer: (engine, call) => inspectNetwork(engine, networkFor(engine, first(call))),
  },
  { method: "DELETE", path: /^\/networks\/([^/]+)$/, answer: (engine, call) => removeNetwork(engine, first(call)) },
  {
    method: "GET",
    path: /^\/volumes$/,
    answer: (engine, { query }) => ({
      Volumes: listVolumes(engine, filtersOf(query)).map(inspectVolume),
      Warnings: null,
    }),
  },
  {
    method: "GET",
    path: /^\/volumes\/([^/]+)$/,
    answer: (engine, call) => inspectVolume(requireVolume(engine, first(call))),
  },
  {
    method: "DELETE",
    path: /^\/volumes\/([^/]+)$/,
    answer: (engine, call) => removeVolume(engine, first(call), { force: flag(call.query, "force") }),
  },
];

/** Endpoints of the Engine API that are not here. */
const KNOWN_ELSEWHERE =
  /^\/(auth|build|commit|configs|distribution|exec|plugins|secrets|services|session|swarm|tasks|system\/df|(containers|images|networks|volumes)\/.+)(\/|$)/;

/** Go writes the headers of a handler by name, and its own after them. */
function inOrder(headers: Readonly<Record<string, string>>): Record<string, string> {
  const { Date: date = "", ...own } = headers;
  const sorted = Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...Object.fromEntries(sorted), Date: date };
}

const PING_TYPE = "text/plain; charset=utf-8";

/** What a client learns of a daemon before all else (moby, api/server/router/system, pingHandler). */
const pingHeaders = ({ state }: Engine): Record<string, string> => ({
  "Builder-Version": "2",
  "Cache-Control": "no-cache, no-store, must-revalidate",
  Pragma: "no-cache",
  Swarm: state.swarm ? "active" : "inactive",
});

/** The container is as it is asked to be already. */
const NOT_MODIFIED = new ApiResponse(JSON_TYPE, "", 304);

/** @throws EngineError when there is no such container */
const statusOf = (engine: Engine, call: ApiCall) => requireContainer(engine, first(call)).status;

/**
 * Answers the Engine API over its objects: the reading endpoints, and what makes, changes and removes them.
 * @param more further endpoints (a swarm's), looked at first
 */
export function apiHandler(
  engine: Engine,
  more: readonly ApiRoute[] = [],
): (request: HttpRequest) => Promise<HttpResponse> {
  return async (request) => {
    const url = new URL(request.target, "http://localhost");
    const version = /^\/v(\d+\.\d+)(?=\/)/.exec(url.pathname);
    const path = url.pathname.slice(version?.[0].length ?? 0);
    const headers: Record<string, string> = {
      "Api-Version": SERVER.apiVersion,
      "Content-Type": JSON_TYPE,
      "Docker-Experimental": "false",
      Ostype: "linux",
      Server: `Docker/${SERVER.version} (linux)`,
      Date: new Date(engine.clock.now()).toUTCString(),
    };
    const unspoken = version?.[1] === undefined ? undefined : unspokenVersion(version[1]);
    if (unspoken !== undefined) return { status: 400, headers, body: json({ message: unspoken }) };
    try {
      for (const route of [
        ...more,
        ...ROUTES,
        ...CONTAINER_ROUTES,
        ...EXEC_ROUTES,
        ...IMAGE_ROUTES,
        ...NETWORK_ROUTES,
        ...VOLUME_ROUTES,
      ]) {
        const match = route.method === request.method ? route.path.exec(path) : null;
        if (!match) continue;
        const parts = match.slice(1).map((part) => decodeURIComponent(part));
        const answer = await route.answer(engine, { parts, query: url.searchParams, request });
        if (answer instanceof ApiResponse) {
          const { "Content-Type": _, ...general } = headers;
          const typed =
            answer.status === 304 ? general : { ...general, ...answer.headers, "Content-Type": answer.contentType };
          return { status: answer.status, headers: inOrder(typed), body: answer.body };
        }
        if (answer === undefined) {
          delete headers["Content-Type"];
          return { status: 204, headers, body: "" };
        }
        return { status: 200, headers, body: json(answer) };
      }
      const unknown = KNOWN_ELSEWHERE.test(path)
        ? { status: 501, message: `this playground does not simulate ${request.method} ${path}; a real daemon does` }
        : { status: 404, message: "page not found" };
      return { status: unknown.status, headers, body: json({ message: unknown.message }) };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { status: error.status, headers, body: json({ message: error.message }) };
    }
  };
}
