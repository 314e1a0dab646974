import type { FileSystem } from "../../../kernel/filesystem.ts";

const NO_OBJECT = "0".repeat(40);

/** The names of commits: branches, tags, what is known of other repositories, and HEAD. */
export class Refs {
  readonly #files: FileSystem;
  readonly #folder: string;
  /** Who a line of the reflog names: `Ana <ana@example.com> 1700000000 +0100`. */
  readonly #who: () => string;
  readonly #bare: boolean;

  /** @param folder the repository's: ".git" */
  constructor(files: FileSystem, folder: string, bare: boolean, who: () => string) {
    this.#files = files;
    this.#folder = folder;
    this.#bare = bare;
    this.#who = who;
  }

  #text(name: string): string | undefined {
    const path = `${this.#folder}/${name}`;
    if (!this.#files.exists(path) || this.#files.stat(path).kind === "directory") return undefined;
    return this.#files.readFile(path).trim();
  }

  #packed(): Map<string, string> {
    const lines = (this.#text("packed-refs") ?? "").split("\n");
    return new Map(
      lines.flatMap((line) => {
        const [, id = "", name = ""] = /^([0-9a-f]{40}) (\S+)$/.exec(line) ?? [];
        return name === "" ? [] : [[name, id] as const];
      }),
    );
  }

  /** The full name of the branch that HEAD is on; undefined when it is on a commit. */
  get branch(): string | undefined {
    return this.target("HEAD");
  }

  /** What a name stands for, where it stands for another name. */
  target(name: string): string | undefined {
    return /^ref: (.*)$/.exec(this.#text(name) ?? "")?.[1];
  }

  /** The commit of a name: `HEAD`, `refs/heads/main`. */
  resolve(name: string): string | undefined {
    const text = this.#text(name);
    if (text?.startsWith("ref: ")) return this.resolve(text.slice(5));
    if (text !== undefined && /^[0-9a-f]{40}$/.test(text)) return text;
    return this.#packed().get(name);
  }

  /** Full names below a prefix, in order. */
  list(prefix = "refs/"): string[] {
    const names = new Set([...this.#packed().keys()].filter((name) => name.startsWith(prefix)));
    const walk = (folder: string) => {
      const path = `${this.#folder}/${folder}`;
      if (!this.#files.exists(path)) return;
      for (const name of this.#files.readdir(path)) {
        const full = `${folder}/${name}`;
        if (this.#files.stat(`${this.#folder}/${full}`).kind === "directory") walk(full);
        else if (full.startsWith(prefix)) names.add(full);
      }
    };
    walk("refs");
    return [...names].sort();
  }

  /** Sets a name to a commit, through HEAD to its branch. @param message the reflog's */
  update(name: string, id: string, message: string): void {
    const branch = name === "HEAD" ? this.branch : undefined;
    const old = this.resolve(name) ?? NO_OBJECT;
    this.#write(branch ?? name, `${id}\n`);
    this.#log(branch ?? name, old, id, message);
    if (branch !== undefined || name === this.branch) this.#log("HEAD", old, id, message);
  }

  /** Puts HEAD on a branch, or on a commit. */
  switchTo(target: { readonly branch: string } | { readonly id: string }, message: string): void {
    const old = this.resolve("HEAD") ?? NO_OBJECT;
    this.#write("HEAD", "branch" in target ? `ref: ${target.branch}\n` : `${target.id}\n`);
    const id = this.resolve("HEAD");
    if (id !== undefined && message !== "") this.#log("HEAD", old, id, message);
  }

  /** Makes a name stand for another. */
  pointTo(name: string, target: string): void {
    this.#write(name, `ref: ${target}\n`);
  }

  delete(name: string): void {
    for (const path of [`${this.#folder}/${name}`, `${this.#folder}/logs/${name}`])
      if (this.#files.exists(path)) this.#files.unlink(path);
    const packed = this.#text("packed-refs");
    if (packed?.includes(` ${name}`))
      this.#write(
        "packed-refs",
        `${packed
          .split("\n")
          .filter((line) => !line.endsWith(` ${name}`))
          .join("\n")}\n`,
      );
    // Folders that this leaves empty would stand in the way of a shorter name.
    for (let parts = name.split("/").slice(0, -1); parts.length > 2; parts = parts.slice(0, -1)) {
      const path = `${this.#folder}/${parts.join("/")}`;
      if (!this.#files.exists(path) || this.#files.readdir(path).length > 0) break;
      this.#files.rmdir(path);
    }
  }

  rename(from: string, to: string): void {
    const id = this.resolve(from);
    const onIt = this.branch === from;
    const log = this.log(from);
    if (id !== undefined) {
      this.delete(from);
      this.#write(to, `${id}\n`);
      this.#write(`logs/${to}`, log.map((line) => `${line}\n`).join(""));
      this.#log(to, id, id, `Branch: renamed ${from} to ${to}`);
    }
    if (!onIt) return;
    this.#write("HEAD", `ref: ${to}\n`);
    if (id === undefined) return;
    this.#log("HEAD", id, NO_OBJECT, `Branch: renamed ${from} to ${to}`);
    this.#log("HEAD", NO_OBJECT, id, `Branch: renamed ${from} to ${to}`);
  }

  /** The reflog's lines, the oldest first. */
  log(name: string): string[] {
    const text = this.#text(`logs/${name}`) ?? "";
    return text === "" ? [] : text.split("\n");
  }

  #log(name: string, old: string, id: string, message: string): void {
    if (this.#bare || !/^(HEAD|refs\/(heads|remotes|notes)\/.*)$/.test(name)) return;
    const path = `${this.#folder}/logs/${name}`;
    this.#files.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    this.#files.writeFile(path, `${old} ${id} ${this.#who()}\t${message}\n`, { append: true });
  }

  #write(name: string, text: string): void {
    const path = `${this.#folder}/${name}`;
    this.#files.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    this.#files.writeFile(path, text);
  }
}

/** A branch, tag or remote branch as people write it. */
export const shortName = (name: string): string => name.replace(/^refs\/(heads|tags|remotes)\//, "");

/** What git allows for a name (git-check-ref-format). */
export const isRefName = (name: string): boolean =>
  name !== "" &&
  name !== "@" &&
  !/[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$|\.lock(\/|$)|(^|\/)\.|^-/.test(name);
