import { invalid } from "../errors.ts";

/** `-v source:target:mode` as the daemon reads it (moby, volume/mounts/linux_parser.go, ParseMountRaw). */
export interface BindSpec {
  readonly type: "bind" | "volume";
  /** A path of the host, or a volume's name. */
  readonly source: string;
  readonly target: string;
  /** As written: "ro", "z,ro". */
  readonly mode: string;
  readonly readOnly: boolean;
  readonly noCopy: boolean;
  readonly propagation: string;
}

/** How mounts inside a bind mount are passed on. */
export const PROPAGATIONS: ReadonlySet<string> = new Set([
  "private",
  "rprivate",
  "slave",
  "rslave",
  "shared",
  "rshared",
]);
const COPYING: ReadonlySet<string> = new Set(["nocopy", "copy"]);

const MODE_KINDS: readonly ReadonlySet<string>[] = [
  new Set(["rw", "ro"]),
  new Set(["z", "Z"]),
  PROPAGATIONS,
  COPYING,
  new Set(["default", "consistent", "cached", "delegated"]),
];

/** Whether a mode is made of known words, at most one of a kind. */
export function isMode(mode: string): boolean {
  if (mode === "") return true;
  const words = mode.split(",");
  const isKnown = words.every((word) => MODE_KINDS.some((kind) => kind.has(word)));
  return isKnown && MODE_KINDS.every((kind) => words.filter((word) => kind.has(word)).length <= 1);
}

/** @throws EngineError in the daemon's words */
export function parseBind(spec: string): BindSpec {
  const parts = spec.split(":");
  const [source = "", target = "", mode = ""] = parts;
  const broken = `invalid volume specification: '${spec}'`;
  if (source === "" || parts.length > 3 || parts.length === 1 || (parts.length === 2 && isMode(target)))
    throw invalid(broken);
  if (!isMode(mode)) throw invalid(`invalid mode: ${mode}`);
  const type = source.startsWith("/") ? "bind" : "volume";
  const words = mode.split(",");
  const problem = targetProblem(target);
  if (problem !== undefined) throw invalid(`${broken}: invalid mount config for type "${type}": ${problem}`);
  const propagation = words.find((word) => PROPAGATIONS.has(word));
  if (type === "bind" && words.some((word) => COPYING.has(word)))
    throw invalid(`${broken}: invalid mount config for type "bind": field VolumeOptions must not be specified`);
  if (type === "volume" && propagation !== undefined)
    throw invalid(`${broken}: invalid mount config for type "volume": field BindOptions must not be specified`);
  return {
    type,
    source: type === "bind" ? cleanPath(source) : source,
    target: cleanPath(target),
    mode,
    readOnly: words.includes("ro"),
    noCopy: words.includes("nocopy"),
    propagation: type === "bind" ? (propagation ?? "rprivate") : "",
  };
}

/** What is wrong with a path to mount on; undefined when nothing is. */
export function targetProblem(target: string): string | undefined {
  if (target === "") return "field Target must not be empty";
  if (cleanPath(target) === "/") return "invalid specification: destination can't be '/'";
  if (!target.startsWith("/")) return `invalid mount path: '${target}' mount path must be absolute`;
  return undefined;
}

/** Go's path.Clean for an absolute path. */
export function cleanPath(path: string): string {
  const out: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") out.pop();
    else if (part !== "" && part !== ".") out.push(part);
  }
  return path.startsWith("/") || out.length === 0 ? `/${out.join("/")}` : out.join("/");
}
