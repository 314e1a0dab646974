import { type HttpRequest, type HttpResponse, headerOf } from "../kernel/http.ts";
import { createFromApi } from "./api-create.ts";
import { apiEvents } from "./api-events.ts";
import { apiLogs } from "./api-logs.ts";
import { requireContainer } from "./container/find.ts";
import { inspectContainer } from "./container/inspect.ts";
import { containerSummaries } from "./container/list.ts";
import { removeContainer } from "./container/remove.ts";
import { prepareFiles, rootTree } from "./container/root-tree.ts";
import { startContainer } from "./container/start.ts";
import { killContainer, pauseContainer, restartContainer, stopContainer, unpauseContainer } from "./container/stop.ts";
import type { Engine } from "./engine.ts";
import { EngineError } from "./errors.ts";
import { imageHistory } from "./image/history.ts";
import { inspectImage } from "./image/inspect.ts";
import { listImages } from "./image/list.ts";
import { listNetworks } from "./network/filter.ts";
import { networkFor } from "./network/find.ts";
import { inspectNetwork, summarizeNetwork } from "./network/inspect.ts";
import { removeNetwork } from "./network/remove.ts";
import { systemInfo } from "./system/info.ts";
import { SERVER } from "./system/release.ts";
import { systemVersion } from "./system/version.ts";
import { listVolumes } from "./volume/filter.ts";
import { requireVolume } from "./volume/find.ts";
import { inspectVolume } from "./volume/inspect.ts";
import { removeVolume } from "./volume/remove.ts";

/** One endpoint of the Engine API. */
export interface ApiRoute {
  readonly method: "GET" | "POST" | "DELETE" | "HEAD";
  /** The path after the version; its groups are handed to `answer`. */
  readonly path: RegExp;
  /** An object is answered as JSON with status 200, undefined with 204. @throws EngineError */
  answer(engine: Engine, call: ApiCall): unknown;
}

export interface ApiCall {
  /** What the path's groups matched. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  readonly request: HttpRequest;
}

/** A response of its own: a text, a stream, or another status. */
export class ApiResponse {
  readonly contentType: string;
  readonly body: HttpResponse["body"];
  readonly status: number;

  constructor(contentType: string, body: HttpResponse["body"], status = 200) {
    this.contentType = contentType;
    this.body = body;
    this.status = status;
  }
}

const flag = (query: URLSearchParams, name: string) => ["1", "true", "True"].includes(query.get(name) ?? "");
const first = (call: ApiCall) => call.parts[0] ?? "";
const seconds = (query: URLSearchParams) => (query.has("t") ? { timeout: Number(query.get("t")) } : {});

const ROUTES: readonly ApiRoute[] = [
  { method: "GET", path: /^\/_ping$/, answer: () => new ApiResponse("text/plain; charset=utf-8", "OK") },
  { method: "HEAD", path: /^\/_ping$/, answer: () => new ApiResponse("text/plain; charset=utf-8", "") },
  { method: "GET", path: /^\/version$/, answer: () => systemVersion() },
  { method: "GET", path: /^\/info$/, answer: (engine) => systemInfo(engine) },
  {
    method: "GET",
    path: /^\/events$/,
    answer: (engine, { query }) => new ApiResponse(JSON_TYPE, apiEvents(engine, query, filtersOf(query))),
  },
  {
    method: "GET",
    path: /^\/containers\/json$/,
    answer: (engine, { query }) =>
      containerSummaries(engine, {
        all: flag(query, "all"),
        size: flag(query, "size"),
        ...(query.has("limit") ? { limit: Number(query.get("limit")) } : {}),
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

const JSON_TYPE = "application/json";

/** The container is as it is asked to be already. */
const NOT_MODIFIED = new ApiResponse(JSON_TYPE, "", 304);

/** @throws EngineError when there is no such container */
const statusOf = (engine: Engine, call: ApiCall) => requireContainer(engine, first(call)).status;

/**
 * Answers the Engine API over its objects: the reading endpoints, and what makes, starts, stops and removes containers.
 * @param more further endpoints (a swarm's), looked at first
 */
export function apiHandler(
  engine: Engine,
  more: readonly ApiRoute[] = [],
): (request: HttpRequest) => Promise<HttpResponse> {
  return async (request) => {
    const url = new URL(request.target, "http://localhost");
    const path = url.pathname.replace(/^\/v\d+\.\d+(?=\/)/, "");
    const headers: Record<string, string> = {
      "Api-Version": SERVER.apiVersion,
      "Content-Type": JSON_TYPE,
      "Docker-Experimental": "false",
      Ostype: "linux",
      Server: `Docker/${SERVER.version} (linux)`,
      Date: new Date(engine.clock.now()).toUTCString(),
    };
    try {
      for (const route of [...more, ...ROUTES]) {
        const match = route.method === request.method ? route.path.exec(path) : null;
        if (!match) continue;
        const parts = match.slice(1).map((part) => decodeURIComponent(part));
        const answer = await route.answer(engine, { parts, query: url.searchParams, request });
        if (answer instanceof ApiResponse) {
          const { "Content-Type": _, ...general } = headers;
          const typed = answer.status === 304 ? general : { ...general, "Content-Type": answer.contentType };
          return { status: answer.status, headers: typed, body: answer.body };
        }
        if (answer === undefined) {
          delete headers["Content-Type"];
          return { status: 204, headers, body: "" };
        }
        return { status: 200, headers, body: json(answer) };
      }
      return { status: 404, headers, body: json({ message: "page not found" }) };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      return { status: error.status, headers, body: json({ message: error.message }) };
    }
  };
}

/** As Go's encoder writes it: on one line, `<`, `>` and `&` escaped. */
export function json(value: unknown): string {
  const escaped = JSON.stringify(value).replace(
    /[<>&]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return `${escaped}\n`;
}

/** `filters={"status":["running"]}`, or the older `{"status":{"running":true}}`. @throws EngineError */
function filtersOf(query: URLSearchParams): Record<string, string[]> {
  const text = query.get("filters");
  if (text === null || text === "") return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new EngineError(400, "invalid filter");
  }
  if (typeof parsed !== "object" || parsed === null) throw new EngineError(400, "invalid filter");
  return Object.fromEntries(
    Object.entries(parsed).map(([key, values]): [string, string[]] => [
      key,
      Array.isArray(values) ? values.map(String) : Object.keys(Object(values)),
    ]),
  );
}
