import { resolvePath } from "../../kernel/filesystem.ts";
import type { TreeState } from "../../kernel/tree-state.ts";
import type { Engine } from "../engine.ts";
import type { BuildProgress, Vertex } from "./build-progress.ts";
import { cacheKey } from "./cache.ts";
import { treeOver } from "./copy-files.ts";
import { ownerOf } from "./copy-owner.ts";
import type { CopySource } from "./copy-source.ts";
import type { Instruction } from "./dockerfile.ts";
import type { StageState } from "./stage-state.ts";
import { expandWord, shownWord, type Variables } from "./words.ts";

/** A step that changes files, ready to be looked up in the cache or carried out. */
export interface FileStep {
  readonly key: string;
  readonly createdBy: string;
  /** Whether --no-cache makes it run again: WORKDIR is always taken from the cache (recording 07). */
  readonly mayRepeat: boolean;
  /** What the cache says of it, where that is not the step's name. */
  readonly description?: string;
  /** What is copied and where to, as the classic builder's history has it: "file:DIGEST in .". */
  readonly source?: string;
  /** @throws BuildError */
  execute(vertex: Vertex): Promise<TreeState>;
}

export interface StepContext {
  readonly engine: Engine;
  readonly progress: BuildProgress;
  readonly network: "default" | "none" | "host";
  readonly signal: AbortSignal | undefined;
  /** What `--secret` gives, by id. */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /** What `--add-host` gives. */
  readonly extraHosts?: Readonly<Record<string, string>> | undefined;
  /** What every RUN has in its environment beside the stage's own. */
  readonly proxies?: Variables | undefined;
  /** What `--from` names; without a name, the build's context. @throws BuildError */
  source(from: string | undefined, instruction: Instruction): Promise<CopySource>;
}

/** What writing files takes, ms. */
export const COPY_MS = 30;

/** The value of an instruction's flag; "" for a bare one. */
export const flagOf = ({ flags }: Instruction, name: string): string | undefined =>
  flags.find((one) => one.name === name)?.value;

/** The name of a step, with its variables put in; RUN's quotes stay, and what is not set there. A secret is not shown. */
export function stepText(instruction: Instruction, state: StageState): string {
  const { keyword, text, heredocs } = instruction;
  const isRun = keyword === "RUN";
  const variables = isRun ? { ...state.variables, ...hiddenSecrets(instruction) } : state.variables;
  const shown = shownWord(text, variables, { raw: isRun, keepUnset: isRun });
  const [first] = heredocs;
  if (!isRun || !first || !isScript(instruction)) return `${keyword} ${shown}`.trimEnd();
  const body = first.content.trim().split("\n");
  return `${keyword} ${shown} (${body[0] ?? ""}${body.length > 1 ? "..." : ""})`;
}

/** Whether a heredoc is all there is: then it is the script itself. */
export const isScript = ({ rest, heredocs }: Pick<Instruction, "rest" | "heredocs">): boolean =>
  heredocs.length > 0 && /^<<-?(["']?)\w+\1$/.test(rest);

/** The variables that carry secrets of `--mount=type=secret,env=NAME`. */
function hiddenSecrets({ flags }: Instruction): Record<string, string> {
  const fields = flags.filter(({ name }) => name === "mount").map(({ value }) => value.split(","));
  const secrets = fields.filter((mount) => mount.includes("type=secret"));
  const names = secrets.flatMap((mount) => mount.filter((field) => field.startsWith("env=")));
  return Object.fromEntries(names.map((field) => [field.slice("env=".length), "****"]));
}

export function workdirStep({ engine }: StepContext, instruction: Instruction, state: StageState): FileStep {
  const path = resolvePath(state.config.WorkingDir ?? "/", expandWord(instruction.rest, state.variables));
  state.config = { ...state.config, WorkingDir: path };
  const { User: user = "" } = state.config;
  return {
    key: cacheKey(state.key, "WORKDIR", path, user),
    createdBy: `WORKDIR ${path}`,
    mayRepeat: false,
    execute: async () => {
      const { tree, files } = treeOver(engine, state.files);
      await engine.clock.sleep(COPY_MS);
      const made: string[] = [];
      for (let at = path; !files.exists(at); at = resolvePath(at, "..")) made.push(at);
      if (made.length > 0) files.mkdir(path, { recursive: true });
      const owner = user === "" ? undefined : ownerOf(files, user);
      for (const one of made) if (owner) files.chown(one, owner.uid, owner.gid);
      return tree.layerState();
    },
  };
}
