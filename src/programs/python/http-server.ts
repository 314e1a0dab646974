import type { Connection } from "../../kernel/connection.ts";
import type { HttpRequest, HttpResponse } from "../../kernel/http.ts";
import { serveHttp } from "../../kernel/http.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Process } from "../../kernel/process.ts";
import { traceback } from "./traceback.ts";
import { pythonVersion } from "./version.ts";

/** What a handler of `http.server` answers; Server and Date are put before its fields. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** What `log_error` says before the line of the request. */
  readonly error?: string;
}

const REASONS: Readonly<Record<number, string>> = { 404: "Not Found", 501: "Unsupported method" };

/** `parse_request`: what is wrong with a first line that is none. */
function misread(line: string): Answer {
  const words = line.split(/\s+/).filter((word) => word !== "");
  const version = words.length >= 3 ? (words.at(-1) ?? "") : undefined;
  if (version === undefined)
    return words.length === 2 && words[0] !== "GET"
      ? errorPage(400, `Bad HTTP/0.9 request type ('${words[0]}')`)
      : errorPage(400, `Bad request syntax ('${line}')`);
  const number = /^HTTP\/(\d{1,10}\.\d{1,10})$/.exec(version)?.[1];
  if (number === undefined) return errorPage(400, `Bad request version ('${version}')`);
  return Number(number.split(".")[0]) >= 2
    ? errorPage(505, `Invalid HTTP version (${number})`)
    : errorPage(400, `Bad request syntax ('${line}')`);
}

/** The explanation that `send_error` puts into its page. */
const EXPLANATIONS: Readonly<Record<number, string>> = {
  400: "Bad request syntax or unsupported method",
  404: "Nothing matches the given URI",
  501: "Server does not support this operation",
  505: "Cannot fulfill request",
};

/** `send_error`: the page of Python's `http.server`. @param message the short one, "File not found" */
export function errorPage(status: number, message: string): Answer {
  const explain = EXPLANATIONS[status] ?? "";
  const escaped = message.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  const body = `<!DOCTYPE HTML>
<html lang="en">
    <head>
        <meta charset="utf-8">
        <style type="text/css">
            :root {
                color-scheme: light dark;
            }
        </style>
        <title>Error response</title>
    </head>
    <body>
        <h1>Error response</h1>
        <p>Error code: ${status}</p>
        <p>Message: ${escaped}.</p>
        <p>Error code explanation: ${status} - ${explain}.</p>
    </body>
</html>
`;
  return {
    status,
    headers: { Connection: "close", "Content-Type": "text/html;charset=utf-8", "Content-Length": String(body.length) },
    body,
    error: `code ${status}, message ${message}`,
  };
}

interface ServerOptions {
  readonly address?: string;
  readonly port: number;
  readonly server: string;
  readonly script?: string;
  /** Whether SIGTERM is handled, with sys.exit(0); otherwise it does what it does to any program. */
  readonly handlesTermination: boolean;
  /** What comes of the KeyboardInterrupt that Ctrl-C raises: says it, and gives the exit status. */
  readonly interrupted: () => Promise<number>;
}

/**
 * `HTTPServer(("", port), Handler).serve_forever()`: HTTP/1.0, one line on standard error for each request (tape 08).
 * Runs until SIGINT, or SIGTERM where the script handles that.
 * @param answer what the handler's do_GET (or other method) gives; undefined for a method it does not have
 * @param server what goes before the Python version in the Server field: "BaseHTTP/0.6"
 * @returns the exit status
 */
export async function serveForever(
  process: Process,
  options: ServerOptions,
  answer: (request: HttpRequest) => Answer | undefined,
): Promise<number> {
  const { clock } = process.machine;
  const stop = new AbortController();
  let interrupted = false;
  if (options.handlesTermination) process.onSignal("SIGTERM", () => stop.abort());
  process.onSignal("SIGINT", () => {
    interrupted = true;
    stop.abort();
  });
  const log = (connection: Connection, text: string) =>
    process.stderr.write(`${connection.remoteAddress} - - [${logTime(clock.now())}] ${text}\n`);
  const handle = (request: HttpRequest, connection: Connection): Promise<HttpResponse> => {
    const given = answer(request) ?? errorPage(501, `Unsupported method ('${request.method}')`);
    const version = request.version === "HTTP/0.9" ? "" : ` ${request.version}`;
    return send(given, `${request.method} ${request.target}${version}`, connection);
  };
  const send = async (given: Answer, line: string, connection: Connection): Promise<HttpResponse> => {
    if (given.error !== undefined) await log(connection, given.error);
    await log(connection, `"${line}" ${given.status} -`);
    return {
      status: given.status,
      version: "HTTP/1.0",
      ...(given.error === undefined ? {} : { reason: given.error.replace(/^code \d+, message /, "") }),
      ...(REASONS[given.status] && given.error === undefined ? { reason: REASONS[given.status] ?? "" } : {}),
      headers: {
        Server: `${options.server} Python/${pythonVersion(process)}`,
        Date: new Date(clock.now()).toUTCString(),
        ...given.headers,
      },
      body: given.body,
    };
  };
  try {
    const listener = serveHttp(process, options.port, handle, {
      ...(options.address === undefined ? {} : { address: options.address }),
      malformed: (line, connection) => send(misread(line), line, connection),
    });
    await new Promise<void>((resolve) => {
      stop.signal.addEventListener("abort", () => resolve(), { once: true });
      process.signal.addEventListener("abort", () => resolve(), { once: true });
    });
    listener.close();
    return interrupted ? await options.interrupted() : 0;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.stderr.write(traceback(options.script, "OSError: [Errno 98] Address already in use"));
    return 1;
  }
}

/** "24/Nov/2026 03:27:18" */
function logTime(ms: number): string {
  const [, day = "", month = "", year = "", time = ""] = new Date(ms).toUTCString().split(" ");
  return `${day}/${month}/${year} ${time}`;
}
