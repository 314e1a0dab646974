import { resolvePath } from "../../../kernel/filesystem.ts";
import { GitError } from "../git-error.ts";
import { wildmatch } from "./wildmatch.ts";

/** One path of a command line, as a repository sees it. */
export class Pathspec {
  /** As it was typed. */
  readonly text: string;
  /** From the top of the repository; "" for all of it. */
  readonly path: string;
  readonly isExclusion: boolean;
  readonly #pattern: RegExp | undefined;

  /** @throws GitError when it leads out of the repository */
  constructor(text: string, cwd: string, top: string) {
    this.text = text;
    const [, magic = "", rest = ""] = /^(:\/|:!|:\^|:\(exclude\)|:\(top\))?(.*)$/s.exec(text) ?? [];
    if (text === "")
      throw new GitError("empty string is not a valid pathspec. please use . instead if you meant to match all paths");
    this.isExclusion = /[!^e]/.test(magic.slice(0, 3));
    const full = resolvePath(/^:(\/|\(top)/.test(magic) ? top : cwd, rest);
    if (full !== top && !full.startsWith(top === "/" ? "/" : `${top}/`))
      throw new GitError(`${text}: '${text}' is outside repository at '${top}'`);
    this.path = full === top ? "" : full.slice(top === "/" ? 1 : top.length + 1);
    this.#pattern = /[*?[\\]/.test(this.path) ? wildmatch(this.path, true) : undefined;
  }

  /** Whether it means a file, or a folder that the file is in. */
  matches(path: string): boolean {
    if (this.path === "" || path === this.path || path.startsWith(`${this.path}/`)) return true;
    if (!this.#pattern) return false;
    // A pattern that matches a folder means what is in it.
    const parts = path.split("/");
    return parts.some((_, i) => this.#pattern?.test(parts.slice(0, i + 1).join("/")));
  }

  /** Whether something in a folder may be meant. */
  mayMatchIn(folder: string): boolean {
    return this.#pattern !== undefined || this.matches(folder) || this.path.startsWith(`${folder}/`);
  }
}

/** A test for several, of which one must match and no exclusion; without any, all is meant. */
export function matcherOf(specs: readonly Pathspec[]): (path: string) => boolean {
  const wanted = specs.filter((spec) => !spec.isExclusion);
  const unwanted = specs.filter((spec) => spec.isExclusion);
  return (path) =>
    (wanted.length === 0 || wanted.some((spec) => spec.matches(path))) && !unwanted.some((spec) => spec.matches(path));
}
