import type { Repository } from "../repository/repository.ts";
import { wildmatch } from "./wildmatch.ts";

/** A line of an ignore file. */
interface IgnoreRule {
  readonly pattern: string;
  readonly isNegated: boolean;
  readonly onlyFolders: boolean;
  readonly test: RegExp;
  /** Compared with the whole path from the file's folder, not with the last name. */
  readonly isAnchored: boolean;
  readonly file: string;
  readonly line: number;
}

/** The rules of an ignore file (gitignore(5)). @param file its name, for `check-ignore -v` */
function ignoreRules(text: string, file: string): IgnoreRule[] {
  return text.split("\n").flatMap((raw, index) => {
    const trimmed = raw.replace(/\r$/, "").replace(/(?<!\\)[ \t]+$/, "");
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    const isNegated = trimmed.startsWith("!");
    let body = isNegated ? trimmed.slice(1) : trimmed;
    const onlyFolders = body.endsWith("/");
    if (onlyFolders) body = body.slice(0, -1);
    const isAnchored = body.includes("/");
    if (body.startsWith("/")) body = body.slice(1);
    if (body === "") return [];
    const test = wildmatch(body, false);
    return [{ pattern: trimmed, isNegated, onlyFolders, test, isAnchored, file, line: index + 1 }];
  });
}

/** What a repository's ignore files leave out. */
export class Ignore {
  readonly #repository: Repository;
  readonly #top: string;
  readonly #byFolder = new Map<string, readonly IgnoreRule[]>();
  readonly #everywhere: readonly IgnoreRule[];

  /** @param top the folder of the files */
  constructor(repository: Repository, top: string) {
    this.#repository = repository;
    this.#top = top;
    const { env } = repository.process;
    const home = env.HOME ?? "";
    const named = repository.config.value("core.excludesfile")?.replace(/^~(?=\/)/, home);
    const own = named ?? `${env.XDG_CONFIG_HOME ?? `${home}/.config`}/git/ignore`;
    this.#everywhere = [
      ...this.#read(own, own),
      ...this.#read(`${repository.folder}/info/exclude`, ".git/info/exclude"),
    ];
  }

  #read(path: string, name: string): IgnoreRule[] {
    const { files } = this.#repository.process;
    if (!files.exists(path) || files.stat(path).kind !== "file") return [];
    return ignoreRules(files.readFile(path), name);
  }

  #rulesOf(folder: string): readonly IgnoreRule[] {
    const known = this.#byFolder.get(folder);
    if (known) return known;
    const name = folder === "" ? ".gitignore" : `${folder}/.gitignore`;
    const rules = this.#read(`${this.#top}/${name}`, name);
    this.#byFolder.set(folder, rules);
    return rules;
  }

  /** The rule that decides over a path: the last that fits, the nearest file first. */
  #ruleFor(path: string, isFolder: boolean): IgnoreRule | undefined {
    const parts = path.split("/");
    const name = parts.at(-1) ?? "";
    for (let depth = parts.length - 1; depth >= 0; depth--) {
      const rules = this.#rulesOf(parts.slice(0, depth).join("/"));
      const below = parts.slice(depth).join("/");
      const found = rules.findLast((rule) => fits(rule, below, name, isFolder));
      if (found) return found;
    }
    return this.#everywhere.findLast((rule) => fits(rule, path, name, isFolder));
  }

  /** The rule that leaves a path, or a folder above it, out; undefined when none does. */
  ruleOf(path: string, isFolder: boolean): IgnoreRule | undefined {
    const parts = path.split("/");
    for (let depth = 1; depth <= parts.length; depth++) {
      const rule = this.#ruleFor(parts.slice(0, depth).join("/"), depth < parts.length || isFolder);
      if (rule && !rule.isNegated) return rule;
    }
    return undefined;
  }

  has(path: string, isFolder: boolean): boolean {
    return this.ruleOf(path, isFolder) !== undefined;
  }
}

const fits = (rule: IgnoreRule, path: string, name: string, isFolder: boolean): boolean =>
  (isFolder || !rule.onlyFolders) && rule.test.test(rule.isAnchored ? path : name);
