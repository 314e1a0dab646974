import { isBusybox } from "../commands/busybox.ts";
import { FileError, resolvePath } from "../kernel/filesystem.ts";
import { type HttpRequest, type HttpResponse, headerOf, serveHttp } from "../kernel/http.ts";
import { NetworkError } from "../kernel/network-error.ts";
import type { Process, Program } from "../kernel/process.ts";
import type { Listener } from "../kernel/socket-table.ts";
import { contentType } from "./content-type.ts";
import { endingSignal } from "./ending-signal.ts";
import { busyboxHttpd } from "./httpd-busybox.ts";
import { commonLogDate } from "./log-date.ts";

const CONF = "/usr/local/apache2/conf/httpd.conf";
const DAYS = "Sun Mon Tue Wed Thu Fri Sat".split(" ");
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** Apache's httpd in its image; busybox's own small one where that is called. */
export const httpd: Program = (process) => (isBusybox(process) ? busyboxHttpd : apache)(process);

/** Apache's: files of its DocumentRoot on the ports its configuration says, with its two logs. */
const apache: Program = async (process) => {
  const product = `Apache/${process.env.HTTPD_VERSION ?? "2.4.68"} (Unix)`;
  const words = process.args.slice(1);
  if (words.includes("-v")) {
    await process.stdout.write(`Server version: ${product}\n`);
    return 0;
  }
  const conf = process.files.exists(CONF) ? process.files.readFile(CONF) : "";
  if (words.includes("-t")) {
    await process.stderr.write("Syntax OK\n");
    return 0;
  }
  const directive = (name: string) => new RegExp(`^\\s*${name}\\s+"?([^"\\n]+)"?`, "m").exec(conf)?.[1];
  const root = directive("DocumentRoot") ?? "/usr/local/apache2/htdocs";
  const ports = [...conf.matchAll(/^\s*Listen\s+(?:\S+:)?(\d+)/gm)].map(([, port]) => Number(port));
  const address = process.machine.network.router.interfaces().find(({ name }) => name !== "lo")?.address ?? "127.0.0.1";
  if (directive("ServerName") === undefined) {
    const warning = `AH00558: httpd: Could not reliably determine the server's fully qualified domain name, using ${address}. Set the 'ServerName' directive globally to suppress this message\n`;
    await process.stderr.write(warning + warning);
  }
  const listeners: Listener[] = [];
  try {
    for (const port of ports.length > 0 ? ports : [80]) {
      listeners.push(
        serveHttp(
          process,
          port,
          async (request, { remoteAddress }) => {
            const response = answer(process, root, product, request);
            const { method, target, version } = request;
            const size = method === "HEAD" ? "-" : response.headers["Content-Length"];
            await process.stdout.write(
              `${remoteAddress} - - [${commonLogDate(process.machine.clock.now())}] "${method} ${target} ${version}" ${response.status} ${size}\n`,
            );
            return response;
          },
          { address: "*" },
        ),
      );
    }
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await process.stderr.write(
      `(98)Address already in use: AH00072: make_sock: could not bind to address 0.0.0.0:${/\d+$/.exec(error.message)?.[0]}\nno listening sockets available, shutting down\nAH00015: Unable to open logs\n`,
    );
    return 1;
  }
  const note = (module: string, text: string) =>
    process.stderr.write(
      `[${errorDate(process)}] [${module}:notice] [pid ${process.pid}:tid ${process.pid}] ${text}\n`,
    );
  await note("mpm_event", `AH00489: ${product} configured -- resuming normal operations`);
  await note("core", "AH00094: Command line: 'httpd -D FOREGROUND'");
  const signal = await endingSignal(process, "SIGWINCH", "SIGTERM", "SIGINT");
  for (const listener of listeners) listener.close();
  await note(
    "mpm_event",
    signal === "SIGWINCH"
      ? "AH00492: caught SIGWINCH, shutting down gracefully"
      : `AH00491: caught ${signal}, shutting down`,
  );
  return 0;
};

function answer({ files, machine }: Process, root: string, product: string, request: HttpRequest): HttpResponse {
  const general = { Date: new Date(machine.clock.now()).toUTCString(), Server: product };
  const page = (
    status: number,
    title: string,
    text: string,
    more: Readonly<Record<string, string>> = {},
  ): HttpResponse => {
    const body = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">\n<html><head>\n<title>${status} ${title}</title>\n</head><body>\n<h1>${title}</h1>\n<p>${text}</p>\n</body></html>\n`;
    const headers = {
      ...{ ...general, ...more, "Content-Length": String(body.length) },
      "Content-Type": "text/html; charset=iso-8859-1",
    };
    return { status, headers, body };
  };
  const { method } = request;
  if (method === "OPTIONS")
    return {
      status: 200,
      headers: { ...general, Allow: ALLOWED, "Content-Length": "0", "Content-Type": "text/html" },
      body: "",
    };
  if (/^(PUT|DELETE|PATCH)$/.test(method))
    return page(405, "Method Not Allowed", `The requested method ${method} is not allowed for this URL.`, {
      Allow: ALLOWED,
    });
  // What is sent to a file is answered with the file.
  if (!/^(GET|HEAD|POST)$/.test(method)) {
    const { headers, ...rest } = page(501, "Not Implemented", `${method} not supported for current URL.<br />\n`, {
      Allow: ALLOWED,
    });
    const { "Content-Type": type = "", ...before } = headers;
    return { ...rest, headers: { ...before, Connection: "close", "Content-Type": type } };
  }
  try {
    const [asked = "/", query] = request.target.split("?", 2);
    let path = resolvePath(root, `.${decodeURIComponent(asked)}`);
    if (files.stat(path).kind === "directory") {
      if (!asked.endsWith("/")) {
        const host = headerOf(request.headers, "host") ?? "localhost";
        const place = `http://${host}${asked}/${query === undefined ? "" : `?${query}`}`;
        return page(301, "Moved Permanently", `The document has moved <a href="${place}">here</a>.`, {
          Location: place,
        });
      }
      path = `${path}/index.html`;
    }
    const { mtime, size } = files.stat(path);
    const body = files.readFile(path);
    const headers = {
      ...general,
      "Last-Modified": new Date(mtime).toUTCString(),
      ETag: `"${size.toString(16)}-${(mtime * 1000).toString(16)}"`,
      "Accept-Ranges": "bytes",
      "Content-Length": String(new TextEncoder().encode(body).length),
      "Content-Type": contentType(path) ?? "text/plain",
    };
    return { status: 200, headers, body };
  } catch (error) {
    if (error instanceof URIError)
      return page(400, "Bad Request", "Your browser sent a request that this server could not understand.<br />");
    if (!(error instanceof FileError)) throw error;
    return error.code === "EACCES"
      ? page(403, "Forbidden", "You don't have permission to access this resource.")
      : page(404, "Not Found", "The requested URL was not found on this server.");
  }
}

/** What may be asked of a file, in Apache's order. */
const ALLOWED = "POST,OPTIONS,HEAD,GET,TRACE";

/** `Tue Nov 24 03:27:05.123000 2026` */
function errorDate({ machine }: Process): string {
  const date = new Date(machine.clock.now());
  const time = date.toISOString().slice(11, 23);
  return `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2, "0")} ${time}000 ${date.getUTCFullYear()}`;
}
