import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import { sha256 } from "../../kernel/sha256.ts";
import { globSource, type IgnorePatterns } from "./ignore-patterns.ts";

/** Where COPY takes files from: the build's context, or the files of a stage. */
export interface CopySource {
  readonly files: FileSystem;
  /** Its directory there: "/" for a stage. */
  readonly root: string;
  readonly ignore?: IgnorePatterns;
  /** What `--exclude` leaves out of what is copied, by path or by path below the directory copied. */
  readonly exclude?: IgnorePatterns;
}

/** One thing that COPY names. */
export interface CopyItem {
  /** Below the root, with a leading slash: "/app/main.py"; "/" for the root itself. */
  readonly path: string;
  readonly isDirectory: boolean;
  /** What `--parents` does not keep of the path: what stands before "/./". */
  readonly pivot?: string;
}

const full = ({ root }: CopySource, path: string) => resolvePath("/", `${root}/${path}`);

/** Whether a path of the source is left out. */
export function isIgnored({ ignore }: CopySource, path: string): boolean {
  return ignore?.ignores(path.replace(/^\//, "")) ?? false;
}

/** What a name or pattern of COPY means, in order; empty when nothing is there. */
export function findItems(source: CopySource, name: string): CopyItem[] {
  const cut = name.indexOf("/./");
  const pivot = cut < 0 ? {} : { pivot: resolvePath("/", name.slice(0, cut)).replace(/^\/$/, "") };
  return itemsAt(source, resolvePath("/", name))
    .filter(({ path, isDirectory }) => isDirectory || !source.exclude?.ignores(path.slice(1)))
    .map((item) => ({ ...item, ...pivot }));
}

function itemsAt(source: CopySource, path: string): CopyItem[] {
  if (!/[*?[\\]/.test(path)) {
    const item = itemAt(source, path);
    return item ? [item] : [];
  }
  const expression = new RegExp(`^${globSource(path)}$`);
  const depth = path.split("/").length;
  return walk(source, "/")
    .filter((one) => one.split("/").length <= depth && expression.test(one))
    .flatMap((one) => itemAt(source, one) ?? []);
}

function itemAt(source: CopySource, path: string): CopyItem | undefined {
  const place = full(source, path);
  if (!source.files.exists(place)) return undefined;
  const isDirectory = source.files.stat(place).kind === "directory";
  if (path !== "/" && isIgnored(source, path) && !(isDirectory && walk(source, path).length > 0)) return undefined;
  return { path, isDirectory };
}

/** Everything below a directory that is not ignored, parents first. */
export function walk(source: CopySource, path: string): string[] {
  const out: string[] = [];
  for (const name of source.files.readdir(full(source, path))) {
    const child = path === "/" ? `/${name}` : `${path}/${name}`;
    const isDirectory = source.files.lstat(full(source, child)).kind === "directory";
    const below = isDirectory ? walk(source, child) : [];
    if (isIgnored(source, child)) {
      // A directory that is ignored still leads to what is not.
      if (below.length > 0) out.push(child, ...below);
    } else out.push(child, ...below);
  }
  return out;
}

/** The paths that copying an item touches: itself, and what is below it. */
export function pathsOf(source: CopySource, item: CopyItem): string[] {
  const { exclude } = source;
  const below = item.isDirectory ? walk(source, item.path) : [];
  const prefix = item.path === "/" ? 1 : item.path.length + 1;
  const kept = below.filter((path) => !exclude?.ignores(path.slice(1)) && !exclude?.ignores(path.slice(prefix)));
  return [item.path, ...kept];
}

/** A digest of what would be copied: the content, names, kinds, modes and owners, not the times. */
export function checksum(source: CopySource, items: readonly CopyItem[]): string {
  const lines = items.flatMap((item) =>
    pathsOf(source, item).map((path) => {
      const place = full(source, path);
      const { kind, mode, uid, gid, target, program, size } = source.files.lstat(place);
      const own = item.isDirectory ? path.slice(item.path.length) : (path.split("/").at(-1) ?? "");
      const content = kind === "file" ? sha256(source.files.readFile(place)) : (target ?? "");
      return [own, kind, mode, uid, gid, program ?? "", size, content].join("\0");
    }),
  );
  return sha256(lines.join("\n"));
}

/** Bytes of what would be copied. */
export function byteCount(source: CopySource, items: readonly CopyItem[]): number {
  let total = 0;
  for (const item of items) {
    for (const path of pathsOf(source, item)) {
      const { kind, size } = source.files.lstat(full(source, path));
      if (kind === "file") total += size;
    }
  }
  return total;
}
