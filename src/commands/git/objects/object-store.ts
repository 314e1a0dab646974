import type { Clock } from "../../../kernel/clock.ts";
import type { FileSystem } from "../../../kernel/filesystem.ts";
import { GitError } from "../git-error.ts";
import { type Commit, parseCommit } from "./commit.ts";
import { type GitObject, idOf, packObject, unpackObject } from "./git-object.ts";
import { parseTag } from "./tag.ts";
import { entriesOf, type TreeEntry } from "./tree.ts";

/** A file of a tree by its path from the top. */
export interface TreeFile {
  readonly path: string;
  readonly mode: string;
  readonly id: string;
}

/** The objects of a repository: one compressed file each, below `objects`. */
export class ObjectStore {
  readonly #files: FileSystem;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #read = new Map<string, GitObject>();

  /** @param folder ".git/objects" */
  constructor(files: FileSystem, folder: string, clock: Clock) {
    this.#files = files;
    this.#folder = folder;
    this.#clock = clock;
  }

  #pathOf(id: string): string {
    return `${this.#folder}/${id.slice(0, 2)}/${id.slice(2)}`;
  }

  has(id: string): boolean {
    return this.#files.exists(this.#pathOf(id));
  }

  /** Every object's name. */
  all(): string[] {
    return this.#files
      .readdir(this.#folder)
      .filter((name) => /^[0-9a-f]{2}$/.test(name))
      .flatMap((name) => this.#files.readdir(`${this.#folder}/${name}`).map((rest) => name + rest));
  }

  /** The objects whose names begin so; at least four digits are asked for. */
  beginningWith(prefix: string): string[] {
    if (!/^[0-9a-f]{4,40}$/.test(prefix)) return [];
    const folder = `${this.#folder}/${prefix.slice(0, 2)}`;
    if (!this.#files.exists(folder)) return [];
    const matches = this.#files.readdir(folder).map((rest) => prefix.slice(0, 2) + rest);
    return matches.filter((id) => id.startsWith(prefix));
  }

  /** An object's name cut to what tells it from others, seven digits or more. */
  abbreviate(id: string, least = 7): string {
    for (let length = least; length < 40; length++)
      if (this.beginningWith(id.slice(0, length)).length <= 1) return id.slice(0, length);
    return id;
  }

  /** @throws GitError when it is not there or damaged */
  async read(id: string): Promise<GitObject> {
    const known = this.#read.get(id);
    if (known) return known;
    if (!this.has(id)) throw new GitError(`unable to read ${id}`);
    const content = this.#files.readFile(this.#pathOf(id));
    let object: GitObject;
    try {
      // The platform's own streams work outside the lab's time.
      object = await this.#clock.hold(unpackObject(content));
    } catch {
      throw new GitError(`loose object ${id} (stored in ${this.#pathOf(id)}) is corrupt`);
    }
    this.#read.set(id, object);
    return object;
  }

  /** The compressed file of an object. */
  packed(id: string): string {
    return this.#files.readFile(this.#pathOf(id));
  }

  async write(object: GitObject): Promise<string> {
    const id = idOf(object);
    if (!this.has(id)) this.#store(id, await this.#clock.hold(packObject(object)));
    return id;
  }

  /** Keeps an object that came compressed. @throws GitError when its content is not what its name says */
  async adopt(id: string, content: string): Promise<GitObject> {
    const object = await this.#clock.hold(unpackObject(content));
    if (idOf(object) !== id) throw new GitError(`hash mismatch ${id}`);
    if (!this.has(id)) this.#store(id, content);
    return object;
  }

  #store(id: string, content: string): void {
    const path = this.#pathOf(id);
    this.#files.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    this.#files.writeFile(path, content, { mode: 0o444 });
  }

  async commit(id: string): Promise<Commit> {
    return parseCommit(await this.read(id));
  }

  async tree(id: string): Promise<TreeEntry[]> {
    return entriesOf(await this.read(id));
  }

  /** Follows tags. @returns the object that is no tag */
  async peel(id: string): Promise<{ readonly id: string; readonly object: GitObject }> {
    const object = await this.read(id);
    return object.type === "tag" ? this.peel(parseTag(object).object) : { id, object };
  }

  /** The files of a tree, by path, in the index's order. */
  async filesOf(tree: string, prefix = ""): Promise<TreeFile[]> {
    const found: TreeFile[] = [];
    for (const { mode, name, id } of await this.tree(tree)) {
      if (mode === "40000") found.push(...(await this.filesOf(id, `${prefix}${name}/`)));
      else found.push({ path: prefix + name, mode, id });
    }
    return found;
  }
}
