import { resolvePath } from "../../kernel/filesystem.ts";
import type { ImageConfig } from "../image/image.ts";
import type { SourceRange } from "./build-error.ts";
import type { Instruction } from "./dockerfile.ts";
import type { IgnorePatterns } from "./ignore-patterns.ts";
import { collectWarnings, isLower, type LintWarning, type Say, suggested, unsetIn } from "./lint.ts";
import { argPairs, type Stage } from "./stages.ts";
import { closest } from "./suggestion.ts";
import { shownWord, splitWords, type Variables } from "./words.ts";

/** A stage, its instructions (ONBUILD's of its base among them), and what it stands on. */
export interface LintedStage {
  readonly stage: Stage;
  readonly instructions: readonly Instruction[];
  readonly below: Stage | undefined;
  readonly base: ImageConfig | undefined;
}

/** What else the checks must know. */
export interface LintContext {
  readonly buildArgs: Variables;
  /** The ARGs before the first FROM. */
  readonly globals: Variables;
  readonly ignore: IgnorePatterns | undefined;
}

/** What can be said once bases are known. @param stages those that are built, in order */
export function lintStages(stages: readonly LintedStage[], context: LintContext): LintWarning[] {
  return collectWarnings((say) => {
    const states = new Map<Stage, StageLint>();
    for (const { stage, instructions, below, base } of stages) {
      const state = new StageLint(say, context, below && states.get(below), base);
      states.set(stage, state);
      for (const instruction of instructions) state.check(instruction);
    }
  });
}

const SECRET = /(?:^|_)(?:apikey|auth|credentials?|key|password|pword|passwd|secret|token)(?:_|$)/i;
const NO_SECRET = /(?:^|_)(?:public)(?:_|$)/i;
const ONCE: ReadonlySet<string> = new Set(["CMD", "ENTRYPOINT", "HEALTHCHECK"]);
/** Variables in these are put in word by word, and missed when they are not set. */
const EXPANDED: ReadonlySet<string> = new Set([
  "ENV",
  "LABEL",
  "ADD",
  "COPY",
  "WORKDIR",
  "USER",
  "VOLUME",
  "STOPSIGNAL",
]);

class StageLint {
  readonly #say: Say;
  readonly #given: LintContext;
  readonly #env: Record<string, string>;
  readonly #declared: Set<string>;
  readonly #used = new Map<string, Instruction>();
  #shell: boolean;
  #workdirSet: boolean;

  constructor(say: Say, given: LintContext, below: StageLint | undefined, base: ImageConfig | undefined) {
    this.#say = say;
    this.#given = given;
    this.#env = { PATH: "", ...(below ? below.#env : {}) };
    for (const line of base?.Env ?? []) this.#env[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1);
    this.#declared = new Set(below ? below.#declared : []);
    this.#shell = below ? below.#shell : base?.Shell !== undefined;
    this.#workdirSet = below ? below.#workdirSet : false;
  }

  check(instruction: Instruction): void {
    const { keyword, word, rest, json, range } = instruction;
    if (EXPANDED.has(keyword)) this.#variables(instruction, rest);
    if (keyword === "ARG") this.#arg(instruction);
    if (keyword === "ENV" || keyword === "LABEL") this.#pairs(instruction);
    if (ONCE.has(keyword)) this.#once(instruction);
    if (keyword === "SHELL") this.#shell = true;
    if ((keyword === "CMD" || keyword === "ENTRYPOINT") && !json && !this.#shell) {
      const detail = `JSON arguments recommended for ${word} to prevent unintended behavior related to OS signals`;
      this.#say("JSONArgsRecommended", detail, range);
    }
    if (keyword === "WORKDIR") this.#workdir(instruction);
    if (keyword === "EXPOSE") this.#ports(instruction);
    if (keyword === "COPY" || keyword === "ADD") this.#ignored(instruction);
  }

  #variables({ range }: Instruction, text: string): void {
    for (const name of unsetIn(text, this.#env)) {
      if (this.#declared.has(name)) continue;
      const near = closest(name, Object.keys(this.#env));
      this.#say("UndefinedVar", `Usage of undefined variable '$${name}'${suggested(near, "$")}`, range);
    }
  }

  #arg(instruction: Instruction): void {
    const { buildArgs, globals } = this.#given;
    for (const [name, value] of argPairs(instruction, this.#env)) {
      this.#secret("ARG", name, instruction.range);
      const text = splitWords(instruction.rest).find((pair) => pair.startsWith(`${name}=`));
      if (text !== undefined && buildArgs[name] === undefined)
        this.#variables(instruction, text.slice(name.length + 1));
      const given = buildArgs[name] ?? value ?? globals[name];
      if (given !== undefined) this.#env[name] = given;
      this.#declared.add(name);
    }
  }

  #pairs({ keyword, word, rest, range }: Instruction): void {
    const words = splitWords(rest);
    const legacy = !words[0]?.includes("=");
    if (legacy) {
      const detail = `"${word} key=value" should be used instead of legacy "${word} key value" format`;
      this.#say("LegacyKeyValueFormat", detail, range);
    }
    if (keyword !== "ENV") return;
    for (const pair of legacy ? words.slice(0, 1) : words) {
      const [name = ""] = pair.split("=");
      this.#secret("ENV", name, range);
      this.#env[name] = shownWord(pair.slice(name.length + 1), this.#env);
    }
  }

  #secret(keyword: "ARG" | "ENV", name: string, range: SourceRange): void {
    if (!SECRET.test(name) || NO_SECRET.test(name)) return;
    const detail = `Do not use ARG or ENV instructions for sensitive data (${keyword} ${JSON.stringify(name)})`;
    this.#say("SecretsUsedInArgOrEnv", detail, range);
  }

  /** The earlier one is the one that does nothing. */
  #once(instruction: Instruction): void {
    const before = this.#used.get(instruction.keyword);
    this.#used.set(instruction.keyword, instruction);
    if (!before) return;
    const detail = `Multiple ${instruction.word} instructions should not be used in the same stage because only the last one will be used`;
    this.#say("MultipleInstructionsDisallowed", detail, before.range);
  }

  #workdir({ rest, range }: Instruction): void {
    const path = shownWord(rest, this.#env);
    if (!this.#workdirSet && !path.startsWith("/")) {
      const detail = `Relative workdir ${JSON.stringify(path)} can have unexpected results if the base image changes`;
      this.#say("WorkdirRelativePath", detail, range);
    }
    this.#workdirSet = true;
  }

  #ports({ rest, range }: Instruction): void {
    for (const word of splitWords(rest)) {
      const port = shownWord(word, this.#env);
      const protocol = port.split("/")[1] ?? "";
      if (!isLower(protocol))
        this.#say("ExposeProtoCasing", `Defined protocol '${port}' in EXPOSE instruction should be lowercase`, range);
      if (port.includes(":")) {
        const detail = `EXPOSE instruction should not define an IP address or host-port mapping, found '${port}'`;
        this.#say("ExposeInvalidFormat", detail, range);
      }
    }
  }

  #ignored({ keyword, rest, json, flags, range }: Instruction): void {
    const { ignore } = this.#given;
    // What is not ignored after all may lie in what is: BuildKit does not try to tell.
    if (!ignore || ignore.hasExceptions || flags.some(({ name }) => name === "from")) return;
    for (const word of (json ?? splitWords(rest)).slice(0, -1)) {
      const name = shownWord(word, this.#env);
      if (/^(https?:|git@|<<)/.test(name)) continue;
      const path = resolvePath("/", name).slice(name.startsWith("/") ? 0 : 1) || ".";
      if (path === "." || path === "/" ? !ignore.ignoresAll : !ignore.ignores(path)) continue;
      const verb = keyword === "ADD" ? "Add" : "Copy";
      this.#say(
        "CopyIgnoredFile",
        `Attempting to ${verb} file ${JSON.stringify(path)} that is excluded by .dockerignore`,
        range,
      );
    }
  }
}
