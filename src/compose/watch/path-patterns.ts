import { IgnorePatterns } from "../../engine/build/ignore-patterns.ts";
import { type FileSystem, resolvePath } from "../../kernel/filesystem.ts";
import type { ComposeBuild } from "../project.ts";

/** Whether an absolute path is one of those that patterns name. */
export type PathTest = (path: string) => boolean;

/** Patterns below a directory; a lone `*` counts for nothing (docker/compose, pkg/watch/dockerignore.go). */
export function patternsBelow(root: string, patterns: readonly string[]): PathTest {
  const kept = patterns.includes("*") ? patterns.filter((pattern) => pattern.startsWith("!")) : patterns;
  if (kept.length === 0) return () => false;
  const rules = new IgnorePatterns(kept.join("\n"));
  return (path) => {
    const relative = pathBelow(root, path);
    return relative !== undefined && rules.ignores(relative);
  };
}

/** What editors leave beside the files they write (docker/compose, pkg/watch/ephemeral.go), and git's own. */
const EPHEMERAL = [
  "**/*___jb_old___",
  "**/*___jb_tmp___",
  "**/.idea/**",
  "**/.#*",
  "**/4913",
  "**/*~",
  "**/.*.swp",
  "**/.*.swx",
  "**/.*.swo",
  "**/.*.swn",
  "**/.*.kate-swp",
  "**/*-go-tmp-umask",
  ".git/",
];
/** `#name#`, as Emacs has it: at the beginning of a line that would be a comment. */
const EMACS = /(^|\/)[^/]*#[^/]*#$/;

const isEphemeral = patternsBelow("/", EPHEMERAL);

/** What no rule of a service looks at: what its build ignores, and what editors leave behind. */
export function ignoredOf(files: FileSystem, build: ComposeBuild | undefined): PathTest {
  const ignored = build ? dockerIgnore(files, build) : () => false;
  return (path) => ignored(path) || isEphemeral(path) || EMACS.test(path);
}

function dockerIgnore(files: FileSystem, { context, dockerfile = "" }: ComposeBuild): PathTest {
  const file = [`${dockerfile}.dockerignore`, ".dockerignore"]
    .map((name) => resolvePath(context, name))
    .find((path) => files.exists(path));
  return file === undefined ? () => false : patternsBelow(context, files.readFile(file).split("\n"));
}

/** The path from a directory to something in it; "" for itself, undefined for what is elsewhere. */
export function pathBelow(root: string, path: string): string | undefined {
  if (path === root) return "";
  const start = root === "/" ? "/" : `${root}/`;
  return path.startsWith(start) ? path.slice(start.length) : undefined;
}
