import type { HttpRequest, HttpResponse } from "../kernel/http.ts";
import type { Engine } from "./engine.ts";
import { EngineError } from "./errors.ts";

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
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    contentType: string,
    body: HttpResponse["body"],
    status = 200,
    headers: Readonly<Record<string, string>> = {},
  ) {
    this.headers = headers;
    this.contentType = contentType;
    this.body = body;
    this.status = status;
  }
}

/** Whether a query asks for something (moby, httputils.BoolValue). */
export const flag = (query: URLSearchParams, name: string) =>
  !["", "0", "no", "false", "none"].includes((query.get(name) ?? "").trim().toLowerCase());
/** What the path names. */
export const first = (call: ApiCall) => call.parts[0] ?? "";

export const JSON_TYPE = "application/json";

/** A number of a query. @throws EngineError in strconv's words when it is none */
export function integer(query: URLSearchParams, name: string, parser = "Atoi"): number | undefined {
  const text = query.get(name) ?? "";
  if (text === "") return undefined;
  if (!/^[+-]?\d+$/.test(text))
    throw new EngineError(400, `strconv.${parser}: parsing ${JSON.stringify(text)}: invalid syntax`);
  return Number(text);
}

/** As Go's encoder writes it: on one line, `<`, `>` and `&` escaped. */
export function json(value: unknown): string {
  const written = JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? `\u0000${item}` : item));
  const escaped = written
    .replace(/"\\u0000(\d+)"/g, "$1")
    .replace(/[<>&]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return `${escaped}\n`;
}

/** `filters={"status":["running"]}`, or the older `{"status":{"running":true}}`. @throws EngineError */
export function filtersOf(query: URLSearchParams): Record<string, string[]> {
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
