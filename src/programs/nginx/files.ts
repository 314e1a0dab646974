import { FileError, type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import type { Location, Settings } from "./config.ts";
import { autoindexPage } from "./pages.ts";
import { type Answer, type Asked, about, hostOf, plainError, type Site, variables } from "./site.ts";

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
    site.error(`${text}, ${about(asked)}${hostOf(asked)}`);
    return plainError(site, settings, status);
  };
  const folder = full.replace(/(?<=.)\/+$/, "");
  try {
    if (files.stat(folder).kind === "directory") {
      if (!path.endsWith("/"))
        return { ...plainError(site, settings, 301), location: `${encodeURI(path)}/${queryOf(asked)}` };
      const index = settings.index.find((name) => isKind(files, `${full}/${name}`, "file"));
      if (index !== undefined) return fileAnswer(site, settings, location, asked, `${path}${index}`);
      if (settings.autoindex)
        return { status: 200, type: "text/html", body: autoindexPage(files, full, path), text: true };
      return fail(403, `directory index of "${full.replace(/\/*$/, "/")}" is forbidden`);
    }
    if (path.endsWith("/")) return fail(404, `"${folder}/${settings.index[0]}" is not found (20: Not a directory)`);
    // Only here is a form refused that was sent to a file: what is missing is missing for it too.
    if (asked.request.method === "POST") return plainError(site, settings, 405);
    const { mtime, size } = files.stat(full);
    const ending = /\.([^./]+)$/.exec(full)?.[1]?.toLowerCase() ?? "";
    return {
      status: 200,
      type: site.config.types.get(ending) ?? settings.defaultType,
      text: true,
      modified: mtime,
      etag: `"${Math.floor(mtime / 1000).toString(16)}-${size.toString(16)}"`,
      body: files.readFile(full),
    };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const number = error.code === "EACCES" ? 13 : error.code === "ENOTDIR" ? 20 : 2;
    const why = `(${number}: ${error.message})`;
    if (error.code === "EACCES" && path.endsWith("/"))
      return fail(403, `"${folder}/${settings.index[0]}" is forbidden ${why}`);
    if (error.code === "EACCES") return fail(403, `open() "${full}" failed ${why}`);
    if (path.endsWith("/")) return fail(404, `"${folder}/${settings.index[0]}" is not found ${why}`);
    return fail(404, `open() "${full}" failed ${why}`);
  }
}

/** A path of this server as a whole URL: `absolute_redirect` is on. */
export const absolute = (asked: Asked, path: string): string =>
  `http://${variables("$host", asked, path)}${asked.port === 80 ? "" : `:${asked.port}`}${path}`;

const queryOf = ({ request }: Asked): string => /\?.*$/s.exec(request.target)?.[0] ?? "";

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
