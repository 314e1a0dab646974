import { byteLength } from "../../kernel/bytes.ts";
import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import { type HttpRequest, headerOf } from "../../kernel/http.ts";
import type { Process } from "../../kernel/process.ts";
import { contentType } from "../content-type.ts";
import { type Answer, errorPage, serveForever } from "./http-server.ts";

/** `python3 -m http.server [-b ADDRESS] [-d DIRECTORY] [PORT]`. */
export async function fileServer(process: Process, args: readonly string[]): Promise<number> {
  let port = 8000;
  let address = "0.0.0.0";
  let folder = process.cwd;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "-b" || arg === "--bind") address = args[++i] ?? address;
    else if (arg === "-d" || arg === "--directory") folder = resolvePath(process.cwd, args[++i] ?? ".");
    else if (/^\d+$/.test(arg)) port = Number(arg);
    else {
      const wrong = arg.startsWith("-")
        ? `unrecognized arguments: ${arg}`
        : `argument port: invalid int value: '${arg}'`;
      await process.stderr.write(
        `usage: server.py [-h] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [port]\nserver.py: error: ${wrong}\n`,
      );
      return 2;
    }
  }
  await process.stdout.write(`Serving HTTP on ${address} port ${port} (http://${address}:${port}/) ...\n`);
  const interrupted = async () => {
    await process.stdout.write("\nKeyboard interrupt received, exiting.\n");
    return 0;
  };
  const options = { address, port, server: "SimpleHTTP/0.6", handlesTermination: false, interrupted };
  return serveForever(process, options, (request) =>
    request.method === "GET" || request.method === "HEAD" ? answer(process, folder, request) : undefined,
  );
}

/** `SimpleHTTPRequestHandler.send_head`: a directory's index or listing, or a file; what cannot be opened is not found. */
function answer({ files }: Process, folder: string, { target, headers }: HttpRequest): Answer {
  const path = unquoted(target.replace(/[?#].*$/s, ""));
  const full = resolvePath("/", `${folder}/${resolvePath("/", path)}`);
  try {
    if (files.stat(full).kind === "directory") {
      if (!path.endsWith("/")) {
        const [, before = "", query = ""] = /^([^?#]*)(\?[^#]*)?/s.exec(target) ?? [];
        return { status: 301, headers: { Location: `${before}/${query}`, "Content-Length": "0" }, body: "" };
      }
      const index = ["index.html", "index.htm"]
        .map((name) => `${full === "/" ? "" : full}/${name}`)
        .find((name) => files.exists(name));
      return index === undefined ? listing(files.readdir(full), files, full, path) : sent(files, index, headers);
    }
    return path.endsWith("/") ? errorPage(404, "File not found") : sent(files, full, headers);
  } catch (error) {
    if (error instanceof FileError) return errorPage(404, "File not found");
    throw error;
  }
}

/** What is no code of a byte stays as it is. */
function unquoted(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A file, unless the client has it already: its date is all that is asked for. @throws FileError */
function sent(files: Process["files"], full: string, headers: HttpRequest["headers"]): Answer {
  const { mtime } = files.stat(full);
  const body = files.readFile(full);
  const since = Date.parse(headerOf(headers, "if-modified-since") ?? "");
  if (headerOf(headers, "if-none-match") === undefined && Math.floor(mtime / 1000) * 1000 <= since)
    return { status: 304, headers: {}, body: "" };
  return page(body, contentType(full) ?? "application/octet-stream", mtime);
}

function page(body: string, type: string, mtime?: number): Answer {
  const headers = {
    "Content-type": type,
    "Content-Length": String(byteLength(body)),
    ...(mtime === undefined ? {} : { "Last-Modified": new Date(mtime).toUTCString() }),
  };
  return { status: 200, headers, body };
}

function listing(names: readonly string[], files: Process["files"], full: string, path: string): Answer {
  const items = [...names]
    .sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map((name) => {
      const kind = files.lstat(`${full === "/" ? "" : full}/${name}`).kind;
      const shown = kind === "directory" ? `${name}/` : kind === "symlink" ? `${name}@` : name;
      const link = kind === "directory" ? `${name}/` : name;
      return `<li><a href="${encodeURI(link)}">${shown}</a></li>\n`;
    });
  const body = `<!DOCTYPE HTML>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<style type="text/css">\n:root {\ncolor-scheme: light dark;\n}\n</style>\n<title>Directory listing for ${path}</title>\n</head>\n<body>\n<h1>Directory listing for ${path}</h1>\n<hr>\n<ul>\n${items.join("")}</ul>\n<hr>\n</body>\n</html>\n`;
  return page(body, "text/html; charset=utf-8");
}
