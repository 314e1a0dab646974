import { FileError, type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { headerOf } from "../../kernel/http.ts";
import type { Location, Settings } from "./config.ts";
import { autoindexPage } from "./pages.ts";
import { type Answer, type Asked, about, hostOf, plainError, type Site } from "./site.ts";

/** The file of a path, a directory's index, or why not. */
export function fileAnswer(
  site: Site,
  settings: Settings,
  location: Location | undefined,
  asked: Asked,
  path: string,
): Answer {
  const { files } = site.process;
  const full = filePath(settings, location, path);
  const fail = (status: number, text: string) => {
    site.error(`${text}, ${about(asked)}, ${hostOf(asked)}`);
    return plainError(site, settings, status);
  };
  try {
    if (files.stat(full.replace(/(?<=.)\/+$/, "")).kind === "directory") {
      if (!path.endsWith("/")) return redirect(site, settings, asked, path);
      const index = settings.index.find((name) => isKind(files, `${full}/${name}`, "file"));
      if (index !== undefined) return fileAnswer(site, settings, location, asked, `${path}${index}`);
      if (settings.autoindex)
        return { status: 200, headers: { "Content-Type": "text/html" }, body: autoindexPage(files, full, path) };
      return fail(403, `directory index of "${full.replace(/\/*$/, "/")}" is forbidden`);
    }
    const { mtime, size } = files.stat(full);
    const ending = full.slice(full.lastIndexOf(".") + 1);
    return {
      status: 200,
      headers: {
        "Content-Type": site.config.types.get(ending) ?? settings.defaultType,
        "Last-Modified": new Date(mtime).toUTCString(),
        ETag: `"${Math.floor(mtime / 1000).toString(16)}-${size.toString(16)}"`,
        "Accept-Ranges": "bytes",
      },
      body: files.readFile(full),
    };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    if (error.code === "EACCES") return fail(403, `open() "${full}" failed (13: ${error.message})`);
    return fail(404, `open() "${full}" failed (2: No such file or directory)`);
  }
}

function redirect(site: Site, settings: Settings, asked: Asked, path: string): Answer {
  const host = headerOf(asked.request.headers, "host") ?? "localhost";
  const headers = {
    "Content-Type": "text/html",
    Location: `http://${host.replace(/:\d+$/, "")}${asked.port === 80 ? "" : `:${asked.port}`}${path}/`,
  };
  return { ...plainError(site, settings, 301), headers };
}

/** Where a location looks for a path. */
export function filePath({ root, alias }: Settings, location: Location | undefined, path: string): string {
  const rest = alias === undefined ? path : path.slice(location?.match.length ?? 0);
  const full = resolvePath("/etc/nginx", `${alias ?? root}/${rest}`);
  return path.endsWith("/") ? `${full === "/" ? "" : full}/` : full;
}

/** Whether there is something at a path, and of that kind ("file", "directory"). */
export function isKind(files: FileSystem, path: string, kind: string): boolean {
  return files.exists(path) && files.stat(path).kind === kind;
}
