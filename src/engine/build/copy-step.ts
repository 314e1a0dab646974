import { resolvePath } from "../../kernel/filesystem.ts";
import { sha256 } from "../../kernel/sha256.ts";
import type { Engine } from "../engine.ts";
import { BuildError, located } from "./build-error.ts";
import type { Vertex } from "./build-progress.ts";
import { cacheKey } from "./cache.ts";
import { chmodMode } from "./chmod-mode.ts";
import { copiedFiles, treeOver } from "./copy-files.ts";
import { ownerOf } from "./copy-owner.ts";
import { type CopyItem, type CopySource, checksum, findItems } from "./copy-source.ts";
import { copyWords } from "./copy-words.ts";
import type { Instruction } from "./dockerfile.ts";
import { COPY_MS, type FileStep, flagOf, type StepContext } from "./file-step.ts";
import { IgnorePatterns } from "./ignore-patterns.ts";
import { fetchRemote } from "./remote-source.ts";
import { isRemote } from "./source-names.ts";
import type { StageState } from "./stage-state.ts";
import { expandWord, splitWords } from "./words.ts";

/** Things to copy that lie in one place. */
interface CopyPart {
  readonly source: CopySource;
  readonly items: readonly CopyItem[];
  /** Whether ADD unpacks archives among them: not what comes from elsewhere. */
  readonly local: boolean;
}

/** A COPY or ADD. @throws BuildError when something it names is not there */
export async function copyStep(context: StepContext, instruction: Instruction, state: StageState): Promise<FileStep> {
  const { engine, signal } = context;
  const { keyword, range } = instruction;
  const { names, destination: last } = located(range, () => copyWords(instruction, state.variables));
  const destination = destinationPath(state.config.WorkingDir ?? "/", last);
  const parts = await partsOf(context, instruction, state, names);
  const inline = heredocPart(engine, instruction, state);
  if (inline) parts.push(inline);
  const ownerText = flagOf(instruction, "chown");
  const modeText = flagOf(instruction, "chmod");
  const owner =
    ownerText === undefined
      ? undefined
      : ownerOf(treeOver(engine, state.files).files, expandWord(ownerText, state.variables));
  const mode = modeText === undefined ? undefined : chmodMode(expandWord(modeText, state.variables), range);
  const parents = isOn(instruction, "parents");
  const options = [ownerText ?? "", modeText ?? "", String(parents), flagOf(instruction, "unpack") ?? ""];
  const content = parts.map(({ source, items }) => checksum(source, items));
  return {
    key: cacheKey(state.key, keyword, destination, ...options, ...content),
    createdBy: createdBy(instruction, state, { parents, ownerText, modeText }),
    mayRepeat: true,
    source: `${kindOf(parts)}:${sha256(content.join())} in ${last}`,
    execute: async (vertex) => {
      await engine.clock.sleep(COPY_MS, signal);
      if (isOn(instruction, "link")) await merge(context, vertex);
      const { tree, files } = treeOver(engine, state.files);
      const count = parts.flatMap(({ items }) => items).length;
      for (const { source, items, local } of parts) {
        const unpack =
          keyword === "ADD" && (local ? flagOf(instruction, "unpack") !== "false" : isOn(instruction, "unpack"));
        await copiedFiles(engine, [], {
          ...{ source, items, destination, unpack, parents, into: files, several: count > 1 },
          ...(owner ? { owner } : {}),
          ...(mode ? { mode } : {}),
        });
      }
      return tree.layerState();
    },
  };
}

/** With `--link` what was copied is a layer of its own, that is put on the others. */
async function merge({ engine, progress, signal }: StepContext, vertex: Vertex): Promise<void> {
  const merging = progress.startStatus(vertex, "merging");
  await engine.clock.sleep(COPY_MS, signal);
  progress.finishStatus(vertex, merging);
}

/** "file", "dir", or "multi" for several. */
function kindOf(parts: readonly CopyPart[]): string {
  const items = parts.flatMap((part) => part.items);
  if (items.length !== 1) return "multi";
  return items[0]?.isDirectory ? "dir" : "file";
}

const isOn = (instruction: Instruction, name: string): boolean => {
  const value = flagOf(instruction, name);
  return value === "" || value?.toLowerCase() === "true";
};

/** The history's line: flags that have a meaning for the image, and names as they are after variables. */
function createdBy(
  { keyword, rest, json }: Instruction,
  state: StageState,
  { parents, ownerText, modeText }: { parents: boolean; ownerText: string | undefined; modeText: string | undefined },
): string {
  const expand = (word: string) => expandWord(word, state.variables);
  const flags = [
    ...(parents ? ["--parents"] : []),
    ...(ownerText === undefined ? [] : [`--chown=${expand(ownerText)}`]),
    ...(modeText === undefined ? [] : [`--chmod=${expand(modeText)}`]),
  ];
  // A heredoc is told by its name alone, after the files.
  const words = (json ?? splitWords(rest)).map((word) => expand(word.replace(/^<<-?["']?(\w+)["']?$/, "<<$1")));
  const sources = words.slice(0, -1);
  const inOrder = [
    ...sources.filter((word) => !word.startsWith("<<")),
    ...sources.filter((word) => word.startsWith("<<")),
  ];
  return `${[keyword, ...flags, ...inOrder, words.at(-1) ?? ""].join(" ")} # buildkit`;
}

async function partsOf(
  context: StepContext,
  instruction: Instruction,
  state: StageState,
  names: readonly string[],
): Promise<CopyPart[]> {
  const { engine } = context;
  const from = flagOf(instruction, "from");
  const parts: CopyPart[] = [];
  const local: CopyItem[] = [];
  let place: CopySource | undefined;
  for (const name of names) {
    if (isRemote(name)) {
      const remote = await fetchRemote(context, instruction, name);
      parts.push({ ...remote, local: false });
      continue;
    }
    place ??= excluding(
      await context.source(from === undefined ? undefined : expandWord(from, state.variables), instruction),
      instruction,
      state,
    );
    const found = findItems(place, name);
    // A pattern may match nothing (buildkit, AllowEmptyWildcard); a name must be there.
    if (found.length === 0 && !/[*?[]/.test(name)) throw missing(engine, name, instruction);
    local.push(...found);
  }
  if (place && local.length > 0) parts.unshift({ source: place, items: local, local: true });
  return parts;
}

/** A source without what `--exclude` names. */
function excluding(source: CopySource, { flags }: Instruction, state: StageState): CopySource {
  const patterns = flags
    .filter(({ name }) => name === "exclude")
    .map(({ value }) => expandWord(value, state.variables));
  return patterns.length === 0 ? source : { ...source, exclude: new IgnorePatterns(patterns.join("\n")) };
}

/** `WORKDIR` before what is not absolute; a slash at the end says that it is a directory. */
function destinationPath(workdir: string, path: string): string {
  const full = resolvePath(workdir, path);
  return /(^|\/)\.?$/.test(path) && full !== "/" ? `${full}/` : full;
}

/** The files that heredocs of COPY hold. */
function heredocPart(engine: Engine, { heredocs }: Instruction, state: StageState): CopyPart | undefined {
  if (heredocs.length === 0) return undefined;
  const { files } = treeOver(engine, []);
  for (const { name, content, expand } of heredocs)
    files.writeFile(`/${name}`, expand ? expandWord(content, state.variables, { raw: true }) : content);
  const items = heredocs.map(({ name }) => ({ path: `/${name}`, isDirectory: false }));
  return { source: { files, root: "/" }, items, local: false };
}

/** In BuildKit's words, with the references it gives to what it looked through. */
function missing(engine: Engine, name: string, { range }: Instruction): BuildError {
  const reference = `${engine.random.base36(25)}::${engine.random.base36(25)}`;
  const path = JSON.stringify(resolvePath("/", name));
  return new BuildError(
    `failed to compute cache key: failed to calculate checksum of ref ${reference}: ${path}: not found`,
    range,
  );
}
