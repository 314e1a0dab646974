import type { Process } from "../../kernel/process.ts";
import { textInput } from "../../kernel/stream.ts";
import { runCommand } from "../run-command.ts";
import { inBlack, inColor, type Paint } from "./colors.ts";
import { GitError } from "./git-error.ts";
import type { GitOptionSpec, GitOptions } from "./git-options.ts";
import type { Config } from "./repository/config.ts";
import { configOf, findRepository, type Repository } from "./repository/repository.ts";
import { Pathspec } from "./worktree/pathspec.ts";
import { quoteName } from "./worktree/quote-name.ts";
import { Worktree } from "./worktree/worktree.ts";

/** A subcommand of git. */
export interface GitCommand extends GitOptionSpec {
  /** How it is used, without `usage: git`: a line for each way. */
  readonly usage: readonly string[];
  /** Whether it can do something outside of a repository. */
  readonly runsOutside?: boolean;
  /** Rewrites the arguments before they are read: `-3` for `log`. */
  readonly before?: (args: readonly string[]) => readonly string[];
  /** @returns the exit status, 0 unless told */
  readonly run: (git: GitRun, options: GitOptions) => Promise<number | undefined> | Promise<void>;
}

/** One run of git: where it is, what it knows, and how it speaks. */
export class GitRun {
  readonly process: Process;
  readonly cwd: string;
  /** What `-c` set: `name=value`. */
  readonly settings: readonly string[];
  readonly usesPager: boolean;
  #repository: Repository | undefined;
  #worktree: Worktree | undefined;
  #held = "";

  constructor(process: Process, cwd: string, settings: readonly string[], usesPager: boolean) {
    this.process = process;
    this.cwd = cwd;
    this.settings = settings;
    this.usesPager = usesPager;
  }

  /** The repository one is in. @throws GitError when there is none */
  get repository(): Repository {
    this.#repository ??= findRepository(this.process, this.cwd, this.settings);
    return this.#repository;
  }

  /** Settings in force, in a repository or outside. */
  get config(): Config {
    try {
      return this.repository.config;
    } catch (error) {
      if (!(error instanceof GitError)) throw error;
      return configOf(this.process, this.settings);
    }
  }

  /** The repository's files. @throws GitError in a bare one */
  get worktree(): Worktree {
    const { repository } = this;
    if (repository.top === undefined || `${this.cwd}/`.startsWith(`${repository.folder}/`))
      throw new GitError("this operation must be run in a work tree");
    this.#worktree ??= new Worktree(repository, repository.top);
    return this.#worktree;
  }

  /** @throws GitError outside of a repository */
  needsRepository(): void {
    this.#repository ??= findRepository(this.process, this.cwd, this.settings);
  }

  /** @throws GitError in a bare repository or outside of one */
  needsWorktree(): void {
    if (!this.worktree.top.startsWith("/")) throw new GitError("this operation must be run in a work tree");
  }

  pathspecs(texts: readonly string[]): Pathspec[] {
    const { top } = this.worktree;
    return texts.map((text) => new Pathspec(text, this.cwd, top));
  }

  /** Standard output waits for the end where it is no terminal, as the C library's does: messages come before it. */
  out(text: string): Promise<void> {
    if (text === "") return Promise.resolve();
    if (this.process.stdout.isTTY) return this.process.stdout.write(text);
    this.#held += text;
    return Promise.resolve();
  }

  /** Writes what waits. */
  async flush(): Promise<void> {
    const text = this.#held;
    this.#held = "";
    if (text !== "") await this.process.stdout.write(text);
  }

  err(text: string): Promise<void> {
    return text === "" ? Promise.resolve() : this.process.stderr.write(text);
  }

  /** An advice, unless a setting turned it off. */
  async hint(setting: string, lines: readonly string[]): Promise<void> {
    if (!this.config.flag(`advice.${setting}`, true)) return;
    const paint = this.paint("advice", this.process.stderr.isTTY);
    await this.err(lines.map((line) => `${paint("hint", line === "" ? "hint:" : `hint: ${line}`)}\n`).join(""));
  }

  /** @param what the setting `color.WHAT`, which color.ui stands in for */
  paint(what: string, isTTY = this.process.stdout.isTTY, given?: string): Paint {
    const { config } = this;
    const wanted = given ?? config.value(`color.${what}`) ?? config.value("color.ui") ?? "auto";
    if (wanted === "always") return inColor;
    if (/^(never|false|no|off|0)$/.test(wanted)) return inBlack;
    const { TERM } = this.process.env;
    return isTTY && TERM !== "dumb" && TERM !== undefined ? inColor : inBlack;
  }

  /** A path from the top as it is shown from here. */
  relative(path: string): string {
    const top = this.worktree.top === "/" ? "" : this.worktree.top;
    const here = this.cwd === this.worktree.top ? [] : this.cwd.slice(top.length + 1).split("/");
    const parts = path.split("/");
    let same = 0;
    while (same < here.length && same < parts.length - 1 && here[same] === parts[same]) same++;
    const up = "../".repeat(here.length - same);
    return up + parts.slice(same).join("/") || "./";
  }

  quote(name: string, blanks = false): string {
    return quoteName(name, this.config.flag("core.quotepath", true), blanks);
  }

  /** Shows what may be long: through a pager on a terminal, as git does. */
  async page(text: string): Promise<void> {
    const { process } = this;
    const pager = process.env.GIT_PAGER ?? this.config.value("core.pager") ?? process.env.PAGER ?? "less";
    if (text === "" || !this.usesPager || !process.stdout.isTTY || pager === "" || pager === "cat")
      return this.out(text);
    const env = { LESS: "FRX", LV: "-c", ...process.env };
    try {
      await runCommand(process, ["sh", "-c", pager], { env, stdin: textInput(text) });
    } catch {
      await this.out(text);
    }
  }
}
