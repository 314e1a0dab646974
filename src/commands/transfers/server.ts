import type { Service } from "../../kernel/connection.ts";
import { answerHttp, type HttpHandler, type HttpRequest, type HttpResponse, headerOf } from "../../kernel/http.ts";

const TEXT = { "Content-Type": "text/plain" };
const BIG = "0123456789abcdefghijklmnopqrstuvwxyz\n".repeat(160);
const moved = (status: number, Location: string): HttpResponse => ({
  status,
  headers: { ...TEXT, Location },
  body: "elsewhere\n",
});

async function* pieces(...texts: readonly string[]) {
  for (const text of texts) yield text;
}

/** Answers once the caller has gone. */
const never = () => new Promise<HttpResponse>(() => {});

function ranged(request: HttpRequest): HttpResponse {
  const range = /^bytes=(\d*)-(\d*)$/.exec(headerOf(request.headers, "range") ?? "");
  const headers = { "Content-Type": "application/octet-stream", "Accept-Ranges": "bytes" };
  if (!range) return { status: 200, headers, body: BIG };
  const [, from = "", to = ""] = range;
  const start = from === "" ? BIG.length - Number(to) : Number(from);
  const end = from === "" || to === "" ? BIG.length - 1 : Math.min(Number(to), BIG.length - 1);
  if (start >= BIG.length)
    return { status: 416, headers: { ...headers, "Content-Range": `bytes */${BIG.length}` }, body: "" };
  return {
    status: 206,
    headers: { ...headers, "Content-Range": `bytes ${start}-${end}/${BIG.length}` },
    body: BIG.slice(start, end + 1),
  };
}

/** What came, line by line; the boundary of a form is chance's. */
function echo({ method, target, version, headers, body }: HttpRequest): HttpResponse {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\n`);
  // The recordings were made with a server that writes a method in capitals.
  const text = `${method.toUpperCase()} ${target} ${version}\n${fields.join("")}\n${body}\n`;
  return { status: 200, headers: TEXT, body: text.replace(/-{20,}\w+/g, "------BOUNDARY") };
}

/** Answers for the cases of the table; `/busy/NAME` says 503 twice, then 200. */
function handler(): HttpHandler {
  const asked = new Map<string, number>();
  return (request) => {
    const { target, headers } = request;
    const path = target.replace(/\?.*$/, "");
    if (path.startsWith("/busy/")) {
      const times = (asked.get(path) ?? 0) + 1;
      asked.set(path, times);
      return times < 3
        ? { status: 503, headers: TEXT, body: "busy\n" }
        : { status: 200, headers: TEXT, body: "free\n" };
    }
    switch (path) {
      case "/hello.txt":
      case "/1.txt":
      case "/2.txt":
      case "/3.txt":
        return { status: 200, headers: TEXT, body: `hello from ${path}\n` };
      case "/":
      case "/dir/":
        return { status: 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body: "<h1>Hello</h1>\n" };
      case "/data":
        return { status: 200, headers: { "Content-Type": "application/json", "X-One": "uno" }, body: '{"ok": true}\n' };
      case "/big.bin":
        return ranged(request);
      case "/whole.bin":
        return { status: 200, headers: TEXT, body: BIG };
      case "/echo":
        return echo(request);
      case "/move":
        return moved(302, "/hello.txt");
      case "/move-post":
        return moved(301, "/echo");
      case "/see-other":
        return moved(303, "/echo");
      case "/keep-method":
        return moved(307, "/echo");
      case "/loop":
        return moved(302, "/loop");
      case "/far":
        return moved(302, "http://nosuch/");
      case "/chunks":
        return { status: 200, headers: TEXT, body: pieces("one\n", "two\n") };
      case "/until-closed":
        return { status: 200, headers: { ...TEXT, Connection: "close" }, body: "until the end\n", untilClosed: true };
      case "/old":
        return { status: 200, headers: TEXT, body: "old\n", version: "HTTP/1.0" };
      case "/nothing":
        return { status: 204, headers: {}, body: "" };
      case "/blank":
        return { status: 200, headers: TEXT, body: "" };
      case "/error":
        return { status: 500, headers: TEXT, body: "broken\n" };
      case "/named":
        return {
          status: 200,
          headers: { ...TEXT, "Content-Disposition": 'attachment; filename="given.txt"' },
          body: "named\n",
        };
      case "/private":
        return headerOf(headers, "authorization") === "Basic YW5hOmNsYXZl"
          ? { status: 200, headers: TEXT, body: "welcome\n" }
          : { status: 401, headers: { ...TEXT, "WWW-Authenticate": 'Basic realm="port"' }, body: "who?\n" };
      case "/cookie":
        return {
          status: 200,
          headers: { ...TEXT, "Set-Cookie": "ship=anchor; Path=/" },
          body: `${headerOf(headers, "cookie") ?? "none"}\n`,
        };
      case "/partial":
        return { status: 200, headers: { ...TEXT, "Content-Length": "100", Connection: "close" }, body: "ten bytes\n" };
      case "/slow":
        return never();
      default:
        return { status: 404, headers: TEXT, body: "no such page\n" };
    }
  };
}

/**
 * The servers that the table of transfers asks, by port: the same code answers the real tools, when they are recorded,
 * and ours. 81 speaks no HTTP, 82 says nothing, 83 hangs up without reading (`hangUp` says how).
 */
export function transferServices(hangUp: Service): Readonly<Record<number, Service>> {
  const handle = handler();
  return {
    80: (connection) => answerHttp(connection, handle),
    8080: (connection) => answerHttp(connection, handle),
    81: async (connection) => {
      await connection.input.read();
      await connection.output.write("+PONG\r\n-ERR unknown command\r\n");
      connection.close();
    },
    82: async (connection) => {
      await connection.input.read();
      connection.close();
    },
    83: hangUp,
  };
}
