import { resolvePath } from "../../kernel/filesystem.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import type { ExportEntry } from "./build-options.ts";

/** Where `--output` puts what was built. "-" is standard output. */
export type BuildOutput =
  /** The daemon keeps it. @property name what it is to be called beside `--tag`; "" when that is not said */
  | { readonly type: "image"; readonly name: string; readonly push: boolean }
  | { readonly type: "archive"; readonly format: "oci" | "docker"; readonly dest: string; readonly name: string }
  | { readonly type: "local"; readonly dest: string }
  | { readonly type: "tar"; readonly dest: string }
  | { readonly type: "cacheonly" }
  /** What no exporter makes. */
  | { readonly type: "unknown"; readonly name: string };

const failure = (message: string) => new CommandError(`ERROR: failed to build: ${message}`);
const isTrue = (text: string | undefined) => /^(1|t|true)$/i.test(text ?? "");

/** What `--output`, `--push` and `--load` ask for (docker/buildx, build/opt.go, CreateExports). @throws CommandError */
export function outputsOf(context: CommandContext, entries: readonly ExportEntry[]): BuildOutput[] {
  const push = context.flags.bool("push");
  const isImage = ({ type }: ExportEntry) => type === "image" || type === "registry";
  const pushed = entries.map((entry) => (push && isImage(entry) ? withPush(entry) : entry));
  const added = entries.length === 0 || (push && !entries.some(isImage)) ? [image(push)] : [];
  return [...pushed, ...added].map((entry) => outputOf(context, entry));
}

const image = (push: boolean): ExportEntry => ({ type: "image", dest: "", attributes: new Map([["push", `${push}`]]) });
const withPush = (entry: ExportEntry): ExportEntry => ({
  ...entry,
  attributes: new Map([...entry.attributes, ["push", "true"]]),
});

function outputOf({ flags, process }: CommandContext, { type, dest, attributes }: ExportEntry): BuildOutput {
  const name = attributes.get("name") ?? "";
  const push = type === "registry" || isTrue(attributes.get("push"));
  if (push && flags.list("tag").length === 0 && name === "") throw failure("tag is needed when pushing to registry");
  if (type === "image" || type === "registry" || (type === "docker" && dest === ""))
    return { type: "image", name, push };
  if (type === "local") return { type, dest: directory(process, dest) };
  const isArchive = type === "oci" || type === "docker";
  if ((type === "tar" || isArchive) && (dest === "" || dest === "-") && process.stdout.isTTY)
    throw failure(`dest file is required for ${type} exporter. refusing to write to console`);
  if (isArchive && /^(0|f|false)$/i.test(attributes.get("tar") ?? ""))
    throw failure(notSimulated(`docker build --output type=${type},tar=false`, languageOf(process.env)));
  if (isArchive) return { type: "archive", format: type, dest: dest || "-", name };
  if (type === "tar") return { type, dest: dest || "-" };
  return type === "cacheonly" ? { type } : { type: "unknown", name: type };
}

function directory({ files, cwd }: CommandContext["process"], dest: string): string {
  if (dest === "") throw failure("dest is required for local exporter");
  if (dest === "-") throw failure("dest cannot be stdout for local exporter");
  const place = resolvePath(cwd, dest);
  if (files.exists(place) && files.stat(place).kind !== "directory")
    throw failure(`destination directory ${dest} is a file`);
  return dest;
}
