import { type HttpRequest, type HttpResponse, headerOf } from "../../kernel/http.ts";
import type { Process } from "../../kernel/process.ts";
import type { Config, Settings } from "./config.ts";
import { errorPage } from "./pages.ts";
import { filled, firstLine, variable } from "./variables.ts";

/** A request and what answering it needs. */
export interface Asked {
  readonly request: HttpRequest;
  readonly client: string;
  readonly port: number;
  /** The address it was sent to. */
  readonly local: string;
  readonly hostname: string;
  /** The first name of the server that answers; "" for one without. */
  readonly serverName: string;
  /** The first line as it came, where it is no request. */
  readonly line?: string;
}

export interface Site {
  readonly config: Config;
  readonly process: Process;
  /** "1.31.6" */
  readonly version: string;
  /** The next of the numbers that stand between parts of a file. */
  boundary(): number;
  /** Writes to the error log: what follows "*1 ". */
  error(text: string, level?: "error" | "warn"): void;
}

/** What a location gives; `listed` goes with the fields that nginx keeps in a list, after Connection. */
export type Answer = Pick<HttpResponse, "status"> & {
  readonly body: string;
  readonly type?: string;
  readonly location?: string;
  readonly modified?: number;
  readonly etag?: string;
  readonly listed?: Readonly<Record<string, string>>;
  /** Whether its type may take a charset. */
  readonly text?: boolean;
  /** Whether the connection ends with it. */
  readonly closes?: boolean;
};

/** nginx's own page for a status, or the empty answer for one that it has no page for. */
export function plainError({ version }: Site, { tokens }: Pick<Settings, "tokens">, status: number): Answer {
  const body = errorPage(status, tokens ? `nginx/${version}` : "nginx");
  const closes = CLOSING.has(status);
  return body === undefined ? { status, body: "", closes } : { status, type: "text/html", body, closes };
}

/** After these the client is not trusted to know where its request ended (ngx_http_special_response.c). */
const CLOSING: ReadonlySet<number> = new Set([400, 413, 414, 494, 495, 496, 497, 505, 500, 501]);

/** A text of the configuration with its `$variables` filled in. */
export const variables = (text: string, asked: Asked, path: string): string =>
  filled(text, (name) => variable(name, asked, path));

/** Who asked for what, as the error log tells it. */
export const about = ({ client, request, serverName }: Asked) =>
  `client: ${client}, server: ${serverName}, request: "${firstLine(request)}"`;

/** The end of such a line: whom the client asked for, where it said that. */
export function hostOf({ request }: Asked): string {
  const host = headerOf(request.headers, "host");
  return host === undefined ? "" : `, host: "${host}"`;
}
