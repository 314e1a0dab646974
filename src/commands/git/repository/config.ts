import type { FileSystem } from "../../../kernel/filesystem.ts";
import { GitError } from "../git-error.ts";
import { ConfigSyntaxError, type Setting, settingsOf } from "./config-file.ts";

export type Scope = "system" | "global" | "local" | "command";

/** A setting, and where it is from. */
export interface Origin extends Setting {
  readonly scope: Scope;
  readonly path: string;
}

/** The name of a setting as `git config --list` shows it. */
export const nameOf = ({ section, key }: Setting): string => `${section}.${key}`;

/** All settings in force: the system's, the user's, the repository's, and what `-c` sets for one command. */
export class Config {
  readonly #files: FileSystem;
  readonly #paths: Readonly<Partial<Record<Scope, string>>>;
  readonly #command: readonly string[];

  /**
   * @param paths the files that are read
   * @param command what `-c` gave: `name=value`
   */
  constructor(files: FileSystem, paths: Readonly<Partial<Record<Scope, string>>>, command: readonly string[] = []) {
    this.#files = files;
    this.#paths = paths;
    this.#command = command;
  }

  /** The file of a scope; undefined where there is none. */
  pathOf(scope: Scope): string | undefined {
    return this.#paths[scope];
  }

  /** In the order in which they are read: the last one of a name counts. @throws GitError for a damaged file */
  all(): Origin[] {
    const origins: Origin[] = [];
    for (const scope of ["system", "global", "local"] as const) origins.push(...this.of(scope));
    for (const text of this.#command) {
      const cut = text.indexOf("=");
      const name = cut < 0 ? text : text.slice(0, cut);
      const [first, last] = [name.indexOf("."), name.lastIndexOf(".")];
      if (first < 0) throw new GitError("unable to parse command-line config", { label: "fatal: " });
      origins.push({
        section: name.slice(0, first).toLowerCase() + name.slice(first, last),
        key: name.slice(last + 1).toLowerCase(),
        value: cut < 0 ? "true" : text.slice(cut + 1),
        ...{ line: 0, scope: "command", path: "command line:" },
      });
    }
    return origins;
  }

  /** The settings of one file. @throws GitError when it is damaged */
  of(scope: Scope): Origin[] {
    const path = this.#paths[scope];
    if (path === undefined || !this.#files.exists(path)) return [];
    try {
      return settingsOf(this.#files.readFile(path)).map((setting) => ({ ...setting, scope, path }));
    } catch (error) {
      if (!(error instanceof ConfigSyntaxError)) throw error;
      throw new GitError(`bad config line ${error.line} in file ${path}`);
    }
  }

  values(name: string): string[] {
    const wanted = name.toLowerCase();
    return this.all()
      .filter((setting) => nameOf(setting).toLowerCase() === wanted)
      .map(({ value }) => value);
  }

  value(name: string): string | undefined {
    return this.values(name).at(-1);
  }

  /** A setting that is on or off. @throws GitError for another word */
  flag(name: string, unset: boolean): boolean {
    const value = this.value(name);
    if (value === undefined) return unset;
    if (/^(true|yes|on|[1-9]\d*)$/i.test(value)) return true;
    if (/^(false|no|off|0|)$/i.test(value)) return false;
    throw new GitError(`bad boolean config value '${value}' for '${name.toLowerCase()}'`);
  }
}
