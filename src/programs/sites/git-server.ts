import { decode } from "../../kernel/bytes.ts";
import type { HttpHandler, HttpResponse } from "../../kernel/http.ts";
import { courseRepository } from "./course-repository.ts";

const REPOSITORY = "/curso.git";

const PAGE = `<!DOCTYPE html>
<html><head><title>Dársena</title></head><body><p>git clone https://git.darsena.example/curso.git</p></body></html>
`;

const answer = (status: number, type: string, body: string): HttpResponse => ({
  status,
  headers: { "Content-Type": type, "Cache-Control": "no-cache" },
  body,
});

/**
 * git.darsena.example, a server of the lab's own: it lends the course's repository by git's "dumb" protocol
 * (gitprotocol-http), file by file, and takes nothing.
 */
export const gitServer: HttpHandler = ({ target, method }) => {
  const [path = "", query = ""] = target.split("?");
  if (path === "/") return answer(200, "text/html", PAGE);
  const missing = answer(404, "text/plain", "Not Found\n");
  if (method !== "GET" && method !== "HEAD") return answer(403, "text/plain", "Forbidden\n");
  if (!path.startsWith(`${REPOSITORY}/`)) return missing;
  if (query === "service=git-receive-pack") return answer(403, "text/plain", "Forbidden\n");
  const { head, refs, objects } = courseRepository();
  const name = path.slice(REPOSITORY.length + 1);
  if (name === "HEAD") return answer(200, "text/plain", `ref: ${head}\n`);
  if (name === "info/refs") return answer(200, "text/plain", [...refs].map(([ref, id]) => `${id}\t${ref}\n`).join(""));
  const [, folder = "", rest = ""] = /^objects\/([0-9a-f]{2})\/([0-9a-f]{38})$/.exec(name) ?? [];
  const object = objects.get(folder + rest);
  return object ? answer(200, "application/x-git-loose-object", decode(object)) : missing;
};
