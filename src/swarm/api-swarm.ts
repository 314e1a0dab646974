import { ApiResponse, type ApiRoute, JSON_TYPE, json } from "../engine/api-answer.ts";
import { requireManager } from "./leadership.ts";
import { inspectNode, listNodes } from "./nodes.ts";

/** What a manager tells of its swarm over the Engine API; every other host says that it is none. */
export const SWARM_ROUTES: readonly ApiRoute[] = [
  { method: "GET", path: /^\/nodes$/, answer: (engine) => listNodes(engine) },
  { method: "GET", path: /^\/nodes\/([^/]+)$/, answer: (engine, { parts: [ref = ""] }) => inspectNode(engine, ref) },
  {
    method: "GET",
    path: /^\/(?:swarm|services|tasks|secrets|configs)(?:\/[^/]+)?$/,
    answer: (engine, { request }) => {
      requireManager(engine);
      const message = `this playground does not simulate GET ${request.target}; a real daemon does`;
      return new ApiResponse(JSON_TYPE, json({ message }), 501);
    },
  },
];
