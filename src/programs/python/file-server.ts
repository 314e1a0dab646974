import { byteLength } from "../../kernel/bytes.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
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
      await process.stderr.write(
        `usage: server.py [-h] [-b ADDRESS] [-d DIRECTORY] [-p VERSION] [port]\nserver.py: error: unrecognized arguments: ${arg}\n`,
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
  return serveForever(process, options, ({ method, target }) =>
    method === "GET" || method === "HEAD" ? answer(process, folder, target) : undefined,
  );
}

function answer({ files }: Process, folder: string, target: string): Answer {
  const path = decodeURIComponent(target.replace(/[?#].*$/, ""));
  const full = resolvePath("/", `${folder}/${resolvePath("/", path)}`);
  if (!files.exists(full)) return errorPage(404, "File not found");
  if (files.stat(full).kind === "directory") {
    if (!path.endsWith("/")) return { status: 301, headers: { Location: `${path}/`, "Content-Length": "0" }, body: "" };
    const index = `${full === "/" ? "" : full}/index.html`;
    return files.exists(index)
      ? page(files.readFile(index), "text/html")
      : listing(files.readdir(full), files, full, path);
  }
  return page(files.readFile(full), contentType(full) ?? "application/octet-stream", files.stat(full).mtime);
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
