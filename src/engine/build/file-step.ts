import { resolvePath } from "../../kernel/filesystem.ts";
import type { TreeState } from "../../kernel/tree-state.ts";
import { StartFailure } from "../container/oci-error.ts";
import { runStep } from "../container/run-step.ts";
import { containerUser } from "../container/user.ts";
import type { Engine } from "../engine.ts";
import { EngineError } from "../errors.ts";
import { BuildError } from "./build-error.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import { cacheKey } from "./cache.ts";
import { commandWords } from "./config-instruction.ts";
import { copiedFiles, treeOver } from "./copy-files.ts";
import { type CopyItem, type CopySource, checksum, findItems } from "./copy-source.ts";
import type { Instruction } from "./dockerfile.ts";
import { LineOutput } from "./line-output.ts";
import type { StageState } from "./stage-state.ts";
import { expandWord, splitWords } from "./words.ts";

/** A step that changes files, ready to be looked up in the cache or carried out. */
export interface FileStep {
  readonly key: string;
  readonly createdBy: string;
  /** Whether --no-cache makes it run again: WORKDIR is always taken from the cache (recording 07). */
  readonly mayRepeat: boolean;
  /** @throws BuildError */
  execute(vertex: Vertex): Promise<TreeState>;
}

export interface StepContext {
  readonly engine: Engine;
  readonly progress: BuildProgress;
  readonly network: "default" | "none" | "host";
  readonly signal: AbortSignal | undefined;
  /** What `--from` names; without a name, the build's context. @throws BuildError */
  source(from: string | undefined, instruction: Instruction): Promise<CopySource>;
}

/** What starting a step's container costs, ms. */
const RUN_MS = 250;
const COPY_MS = 30;

const flag = ({ flags }: Instruction, name: string) => flags.find((one) => one.name === name)?.value;

/** The name of a step, with what variables there are put in; RUN's quotes stay. */
export function stepText(instruction: Instruction, state: StageState): string {
  const { keyword, text, heredocs } = instruction;
  const shown = expandWord(text, state.variables, { raw: true, keepUnset: true });
  const body = heredocs[0]?.content.trim().split("\n")[0];
  return `${keyword} ${shown}${body === undefined ? "" : ` (${body}${heredocs[0]?.content.trim().includes("\n") ? "..." : ""})`}`;
}

export function workdirStep({ engine }: StepContext, instruction: Instruction, state: StageState): FileStep {
  const path = resolvePath(state.config.WorkingDir ?? "/", expandWord(instruction.rest, state.variables));
  state.config = { ...state.config, WorkingDir: path };
  return {
    key: cacheKey(state.key, "WORKDIR", path),
    createdBy: `WORKDIR ${path}`,
    mayRepeat: false,
    execute: async () => {
      const { tree, files } = treeOver(engine, state.files);
      await engine.clock.sleep(COPY_MS);
      if (!files.exists(path)) files.mkdir(path, { recursive: true });
      return tree.layerState();
    },
  };
}

export function runInstruction(context: StepContext, instruction: Instruction, state: StageState): FileStep {
  const { engine, progress, signal } = context;
  if (instruction.flags.some(({ name }) => name === "mount"))
    throw new BuildError("this playground does not simulate RUN --mount", instruction.range);
  const argv = runCommand(instruction, state);
  const env = { ...state.args, ...state.environment };
  const args = Object.entries(state.args).map(([name, value]) => `${name}=${value}`);
  const shown = argv.join(" ");
  const prefix = args.length > 0 ? `|${args.length} ${args.join(" ")} ` : "";
  const { User: user = "", WorkingDir: cwd = "/" } = state.config;
  const network = flag(instruction, "network") === "none" ? "none" : context.network;
  const environment = Object.entries(env).map((pair) => pair.join("="));
  return {
    key: cacheKey(state.key, "RUN", ...argv, ...environment, user, cwd, network),
    createdBy: `RUN ${prefix}${shown} # buildkit`,
    mayRepeat: true,
    execute: async (vertex) => {
      await engine.clock.sleep(RUN_MS, signal);
      const output = new LineOutput((line) => progress.log(vertex, line));
      const failed = (status: number) =>
        new BuildError(
          `process ${JSON.stringify(shown)} did not complete successfully: exit code: ${status}`,
          instruction.range,
        );
      try {
        const step = { lowers: state.files, argv, env, cwd, user, network, stdout: output, stderr: output, signal };
        const { status, files } = await runStep(engine, step);
        output.end();
        if (status !== 0) throw failed(status);
        return files;
      } catch (error) {
        if (error instanceof StartFailure) {
          progress.log(vertex, `runc run failed: unable to start container process: ${error.message}`);
          throw failed(1);
        }
        if (error instanceof EngineError) throw new BuildError(error.message, instruction.range);
        throw error;
      }
    },
  };
}

/** A heredoc alone is the script; after a command it is that command's input, which the shell sees to. */
function runCommand({ rest, json, heredocs }: Instruction, state: StageState): string[] {
  const [first] = heredocs;
  if (!first) return commandWords({ rest, json }, state.config);
  const alone = /^<<-?["']?\w+["']?$/.test(rest);
  const script = alone ? first.content : `${rest}\n${heredocs.map((one) => `${one.content}${one.name}\n`).join("")}`;
  return commandWords({ rest: script, json: undefined }, state.config);
}

export async function copyStep(context: StepContext, instruction: Instruction, state: StageState): Promise<FileStep> {
  const { engine, signal } = context;
  const words = (instruction.json ?? splitWords(instruction.rest)).map((word) => expandWord(word, state.variables));
  const given = words.at(-1) ?? "";
  const names = words.slice(0, -1).filter((name) => !name.startsWith("<<"));
  const destination = destinationPath(state.config.WorkingDir ?? "/", given);
  const remote = names.find((name) => /^(https?:\/\/|git@)/.test(name));
  if (remote !== undefined)
    throw new BuildError(`this playground cannot fetch ${remote}: it has no way to the Internet`, instruction.range);
  const from = flag(instruction, "from");
  const source = await context.source(from === undefined ? undefined : expandWord(from, state.variables), instruction);
  const items: CopyItem[] = [];
  for (const name of names) {
    const found = findItems(source, name);
    if (found.length === 0) throw missing(engine, name, instruction);
    items.push(...found);
  }
  const inline = heredocSource(engine, instruction, state);
  const ownerText = flag(instruction, "chown");
  const modeText = flag(instruction, "chmod");
  const owner = ownerText === undefined ? undefined : ownerOf(engine, state, expandWord(ownerText, state.variables));
  const mode = modeText === undefined ? {} : { mode: Number.parseInt(modeText, 8) };
  const content = [checksum(source, items), inline ? checksum(inline.source, inline.items) : ""];
  const { keyword } = instruction;
  return {
    key: cacheKey(state.key, keyword, destination, ownerText ?? "", modeText ?? "", ...content),
    createdBy: `${keyword} ${expandWord(instruction.text, state.variables, { raw: true, keepUnset: true })} # buildkit`,
    mayRepeat: true,
    execute: async () => {
      await engine.clock.sleep(COPY_MS, signal);
      const request = {
        ...{
          destination,
          unpack: keyword === "ADD",
          parents: instruction.flags.some(({ name }) => name === "parents"),
        },
        ...(owner ? { owner } : {}),
        ...mode,
      };
      const parts = [{ source, items }, ...(inline ? [inline] : [])].filter((part) => part.items.length > 0);
      if (parts.length === 1 && parts[0]) return copiedFiles(engine, state.files, { ...request, ...parts[0] });
      return copiedFiles(engine, state.files, {
        ...request,
        source: inline?.source ?? source,
        items: inline?.items ?? items,
      });
    },
  };
}

/** `WORKDIR` before what is not absolute; a slash at the end says that it is a directory. */
function destinationPath(workdir: string, path: string): string {
  const full = resolvePath(workdir, path);
  return /(^|\/)\.?$/.test(path) && full !== "/" ? `${full}/` : full;
}

/** The files that heredocs of COPY hold. */
function heredocSource(
  engine: Engine,
  { heredocs }: Instruction,
  state: StageState,
): { source: CopySource; items: CopyItem[] } | undefined {
  if (heredocs.length === 0) return undefined;
  const { files } = treeOver(engine, []);
  for (const { name, content, expand } of heredocs)
    files.writeFile(`/${name}`, expand ? expandWord(content, state.variables, { raw: true }) : content);
  return {
    source: { files, root: "/" },
    items: heredocs.map(({ name }) => ({ path: `/${name}`, isDirectory: false })),
  };
}

function ownerOf(engine: Engine, state: StageState, text: string): { uid: number; gid: number } {
  const { files } = treeOver(engine, state.files);
  try {
    const { uid, gid } = containerUser(files, text);
    return { uid, gid: text.includes(":") || !/^\d+$/.test(text) ? gid : uid };
  } catch (error) {
    if (error instanceof EngineError) throw new BuildError(error.message);
    throw error;
  }
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
