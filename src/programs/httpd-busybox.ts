import { languageOf, notSimulated } from "../cli/not-simulated.ts";
import { command, Failure, type Run } from "../commands/command.ts";
import { FileError, resolvePath } from "../kernel/filesystem.ts";
import { type HttpRequest, type HttpResponse, headerOf, serveHttp } from "../kernel/http.ts";
import { NetworkError } from "../kernel/network-error.ts";
import type { Process, Program } from "../kernel/process.ts";
import { isIPv6 } from "../kernel/socket-table.ts";

/** What this playground does not do of it: one for inetd, its configuration file, its passwords and what they need. */
const LEFT_OUT = ["i", "c", "m", "r", "u"];

/** busybox's small server of files (networking/httpd.c). Without -f it goes on in the background. */
export const busyboxHttpd = command(
  {
    usage:
      "[-ifv[v]] [-c CONFFILE] [-p [IP:]PORT] [-u USER[:GRP]] [-r REALM] [-h HOME]\nor httpd -d/-e/-m STRING\n\nListen for incoming HTTP requests\n\n\t-i\t\tInetd mode\n\t-f\t\tRun in foreground\n\t-v[v]\t\tVerbose\n\t-p [IP:]PORT\tBind to IP:PORT (default *:80)\n\t-u USER[:GRP]\tSet uid/gid after binding to port\n\t-r REALM\tAuthentication Realm for Basic Authentication\n\t-h HOME\t\tHome directory (default .)\n\t-c FILE\t\tConfiguration file (default {/etc,HOME}/httpd.conf)\n\t-m STRING\tMD5 crypt STRING\n\t-e STRING\tHTML encode STRING\n\t-d STRING\tURL decode STRING",
    about: "Listen for incoming HTTP requests.",
    short: "ifvc:p:u:r:h:m:e:d:",
  },
  async (run) => {
    const { process, options } = run;
    const decoded = options.value("d");
    if (decoded !== undefined) return said(run, decoded.replaceAll("+", " ").replace(/%([0-9a-f]{2})/gi, byteOf));
    const encoded = options.value("e");
    if (encoded !== undefined)
      return said(
        run,
        encoded.replace(/[^0-9A-Za-z]/g, (char) => `&#${char.charCodeAt(0)};`),
      );
    for (const name of LEFT_OUT)
      if (run.has(name)) throw new Failure(notSimulated(`httpd -${name}`, languageOf(process.env)));
    const home = run.path(options.value("h") ?? ".");
    if (!run.files.exists(home) || run.files.stat(home).kind !== "directory")
      throw new Failure(`can't change directory to '${options.value("h") ?? "."}': No such file or directory`);
    const started = Promise.withResolvers<NetworkError | undefined>();
    const server: Program = (own) => serve(own, run, home, started.resolve);
    if (run.has("f")) {
      const served = server(process);
      const failure = await started.promise;
      if (failure) throw bindFailure(failure);
      return await served;
    }
    process.spawn(server, { args: process.args, group: "new" });
    const failure = await started.promise;
    if (failure) throw bindFailure(failure);
    return 0;
  },
);

async function said(run: Run, text: string): Promise<number> {
  await run.out(text);
  return 0;
}

const byteOf = (_: string, digits: string) => String.fromCharCode(Number.parseInt(digits, 16));

const bindFailure = ({ code }: NetworkError): Failure =>
  new Failure(`bind: ${code === "EACCES" ? "Permission denied" : "Address already in use"}`);

/** Answers until a signal ends it: it handles none. @param started told when it listens, or why it cannot */
async function serve(
  process: Process,
  { options }: Run,
  home: string,
  started: (failure: NetworkError | undefined) => void,
): Promise<number> {
  const place = options.value("p") ?? "80";
  const address = /^(.*):\d+$/.exec(place)?.[1];
  const verbose = options.values("v").length;
  try {
    serveHttp(
      process,
      Number(/\d+$/.exec(place)?.[0] ?? 80),
      async (request, connection) => {
        const response = answer(process, home, request);
        // It listens on IPv6, where an IPv4 address is one of a certain range.
        const { remoteAddress, remotePort } = connection;
        const from = `[${isIPv6(remoteAddress) ? "" : "::ffff:"}${remoteAddress}]:${remotePort}`;
        const path = request.target.replace(/\?.*/, "");
        if (verbose > 1) await process.stderr.write(`${from}: url:${path}\n`);
        if (verbose > 0) await process.stderr.write(`${from}: response:${response.status}\n`);
        return response;
      },
      { address: address || "*" },
    );
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    started(error);
    return 1;
  }
  started(undefined);
  return await new Promise((resolve) => {
    process.signal.addEventListener("abort", () => resolve(0), { once: true });
  });
}

/** What stands under a status, where something does. */
const PAGES: Readonly<Record<number, readonly [title: string, text: string | undefined]>> = {
  302: ["Found", undefined],
  304: ["Not Modified", undefined],
  400: ["Bad Request", "Unsupported method"],
  403: ["Forbidden", ""],
  404: ["Not Found", "The requested URL was not found"],
  501: ["Not Implemented", "The requested method is not recognized"],
};

function page({ machine }: Process, status: number, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const [title, text] = PAGES[status] ?? ["", undefined];
  const name = `${status} ${title}`;
  return {
    status,
    reason: title,
    untilClosed: true,
    headers: { ...common(machine.clock.now()), "Content-type": "text/html", ...headers },
    body:
      text === undefined
        ? ""
        : `<HTML><HEAD><TITLE>${name}</TITLE></HEAD>\n<BODY><H1>${name}</H1>\n${text}\n</BODY></HTML>\n`,
  };
}

const common = (now: number) => ({ Date: new Date(now).toUTCString(), Connection: "close" });

function answer(process: Process, home: string, { method, target, headers }: HttpRequest): HttpResponse {
  const { files, machine } = process;
  const [, path = "", query] = /^([^?]*)(?:\?(.*))?$/s.exec(target) ?? [];
  let asked: string;
  try {
    asked = decodeURIComponent(path);
  } catch {
    return page(process, 400);
  }
  if (!asked.startsWith("/") || leavesHome(asked)) return page(process, 400);
  if (/^\/+cgi-bin\//.test(asked)) return page(process, asked.endsWith("cgi-bin/") ? 403 : 404);
  if (asked.endsWith("/httpd.conf")) return page(process, 403);
  const file = resolvePath(home, `.${asked}${asked.endsWith("/") ? "index.html" : ""}`);
  try {
    const { kind, mtime, size } = files.stat(file);
    if (kind === "directory" && !asked.endsWith("/"))
      return page(process, 302, { Location: `${asked}/${query === undefined ? "" : `?${query}`}` });
    if (method !== "GET" && method !== "HEAD") return page(process, 501);
    if (kind !== "file") return page(process, 404);
    const body = files.readFile(file);
    const etag = `"${Math.floor(mtime / 1000).toString(16)}-${size.toString(16)}"`;
    if (headerOf(headers, "if-none-match") === etag) return page(process, 304);
    const type = mediaType(file);
    return {
      status: 200,
      headers: {
        ...common(machine.clock.now()),
        ...(type === undefined ? {} : { "Content-type": type }),
        "Accept-Ranges": "bytes",
        "Last-Modified": new Date(mtime).toUTCString(),
        ETag: etag,
        "Content-Length": String(size),
      },
      body,
    };
  } catch (error) {
    // What cannot be opened is not found either.
    if (error instanceof FileError) return page(process, 404);
    throw error;
  }
}

/** Whether its `..` lead above where it begins. */
function leavesHome(path: string): boolean {
  let depth = 0;
  for (const part of path.split("/")) {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    if (depth < 0) return true;
  }
  return false;
}

/** The types that it knows by a file's end; others are sent without one. */
const TYPES: Readonly<Record<string, string>> = {
  ...{ txt: "text/plain", h: "text/plain", c: "text/plain", cc: "text/plain", cpp: "text/plain" },
  ...{ htm: "text/html", html: "text/html", css: "text/css", js: "application/javascript" },
  ...{ jpg: "image/jpeg", jpeg: "image/jpeg", gif: "image/gif", png: "image/png", svg: "image/svg+xml" },
  ...{ wav: "audio/wav", avi: "video/x-msvideo", qt: "video/quicktime", mov: "video/quicktime" },
  ...{ mpe: "video/mpeg", mpeg: "video/mpeg", mid: "audio/midi", midi: "audio/midi", mp3: "audio/mpeg" },
};

const mediaType = (file: string): string | undefined => TYPES[/\.([a-z0-9]+)$/.exec(file)?.[1] ?? ""];
