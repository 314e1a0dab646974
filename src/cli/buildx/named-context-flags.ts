import type { NamedContext } from "../../engine/build/build-request.ts";
import { parseReference } from "../../engine/image/reference.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";

const IMAGE = "docker-image://";

/**
 * The texts of `--build-context`, by name (docker/buildx, commands/build.go, parseContextNames).
 * @throws CommandError for one without a value, or whose name no image could have
 */
export function contextTexts(texts: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const text of texts.filter((one) => one !== "")) {
    const cut = text.indexOf("=");
    if (cut < 0) throw new CommandError(`ERROR: invalid context value: ${text}, expected key=value`);
    const name = text.slice(0, cut).toLowerCase();
    try {
      parseReference(name);
    } catch {
      throw new CommandError(`ERROR: invalid context name ${text.slice(0, cut)}: invalid reference format`);
    }
    found[name] = text.slice(cut + 1);
  }
  return found;
}

/**
 * What they are: directories, images (docker/buildx, build/opt.go, loadInputs).
 * @throws CommandError for what is not there, and for what this playground does not fetch
 */
export function namedContexts(
  { process }: Pick<CommandContext, "process">,
  texts: Readonly<Record<string, string>>,
): Record<string, NamedContext> {
  const found: Record<string, NamedContext> = {};
  for (const [name, text] of Object.entries(texts)) {
    if (text.startsWith(IMAGE)) found[name] = { type: "image", image: text.slice(IMAGE.length) };
    else if (text.startsWith("target:"))
      throw failure(`failed to find target ${text.slice("target:".length)} for context ${name}`);
    else if (/^(https?:\/\/|git@|github\.com\/|git:\/\/|ssh:\/\/|oci-layout:\/\/)/.test(text))
      throw failure(notSimulated(`docker build --build-context ${name}=${text}`, languageOf(process.env)));
    else found[name] = { type: "local", source: { files: process.files, root: directory(process, name, text) } };
  }
  return found;
}

function directory({ cwd, files }: CommandContext["process"], name: string, path: string): string {
  const place = resolvePath(cwd, path);
  if (!files.exists(place))
    throw failure(`failed to get build context ${name}: stat ${path}: no such file or directory`);
  if (files.stat(place).kind !== "directory")
    throw failure(`failed to get build context path {${path} <nil>}: not a directory`);
  return place;
}

const failure = (message: string) => new CommandError(`ERROR: failed to build: ${message}`);
