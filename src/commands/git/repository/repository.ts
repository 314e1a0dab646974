import { decode, encode } from "../../../kernel/bytes.ts";
import { resolvePath } from "../../../kernel/filesystem.ts";
import type { Process } from "../../../kernel/process.ts";
import { GitError } from "../git-error.ts";
import { identity } from "../identity.ts";
import { signatureText } from "../objects/commit.ts";
import { ObjectStore } from "../objects/object-store.ts";
import { Config } from "./config.ts";
import { type IndexEntry, indexBytes, parseIndex } from "./index-file.ts";
import { Refs } from "./refs.ts";

/** A repository: its folder, what it keeps there, and the files it is about. */
export class Repository {
  readonly process: Process;
  /** Where it keeps its own: "/root/curso/.git". */
  readonly folder: string;
  /** The folder whose files it keeps the history of; undefined for a bare one. */
  readonly top: string | undefined;
  readonly objects: ObjectStore;
  readonly refs: Refs;
  readonly config: Config;

  constructor(process: Process, folder: string, top: string | undefined, settings: readonly string[] = []) {
    this.process = process;
    this.folder = folder;
    this.top = top;
    this.config = configOf(process, settings, `${folder}/config`);
    this.objects = new ObjectStore(process.files, `${folder}/objects`, process.machine.clock);
    this.refs = new Refs(process.files, folder, top === undefined, () =>
      signatureText(identity(process, this.config, "COMMITTER", false)),
    );
  }

  /** The commit that HEAD is on; undefined before the first one. */
  get head(): string | undefined {
    return this.refs.resolve("HEAD");
  }

  /** The tree of HEAD's commit; undefined before the first one. */
  async headTree(): Promise<string | undefined> {
    return this.head === undefined ? undefined : (await this.objects.commit(this.head)).tree;
  }

  /** @throws GitError when the index is damaged */
  readIndex(): IndexEntry[] {
    const path = `${this.folder}/index`;
    if (!this.process.files.exists(path)) return [];
    try {
      return parseIndex(encode(this.process.files.readFile(path)));
    } catch (error) {
      throw new GitError(`index file corrupt: ${error instanceof Error ? error.message : ""}`);
    }
  }

  writeIndex(entries: readonly IndexEntry[]): void {
    this.process.files.writeFile(`${this.folder}/index`, decode(indexBytes(entries)));
  }

  /** What a file of its own holds (`MERGE_HEAD`); undefined when there is none. */
  note(name: string): string | undefined {
    const path = `${this.folder}/${name}`;
    return this.process.files.exists(path) ? this.process.files.readFile(path) : undefined;
  }

  setNote(name: string, text: string | undefined): void {
    const path = `${this.folder}/${name}`;
    if (text !== undefined) this.process.files.writeFile(path, text);
    else if (this.process.files.exists(path)) this.process.files.unlink(path);
  }
}

/** The settings in force for a process, in a repository or outside. */
export function configOf({ files, env }: Process, settings: readonly string[], local?: string): Config {
  const home = env.HOME;
  return new Config(
    files,
    {
      system: "/etc/gitconfig",
      ...(home === undefined ? {} : { global: `${home}/.gitconfig` }),
      ...(local === undefined ? {} : { local }),
    },
    settings,
  );
}

/**
 * The repository that a folder is in, looking upwards.
 * @throws GitError when there is none, or it is somebody else's
 */
export function findRepository(process: Process, cwd: string, settings: readonly string[] = []): Repository {
  const { files, env } = process;
  if (env.GIT_DIR !== undefined) {
    const folder = resolvePath(cwd, env.GIT_DIR);
    if (!isRepository(process, folder)) throw new GitError(`not a git repository: '${env.GIT_DIR}'`);
    return new Repository(process, folder, resolvePath(cwd, env.GIT_WORK_TREE ?? "."), settings);
  }
  for (let at = cwd; ; at = at.slice(0, at.lastIndexOf("/"))) {
    const inside = `${at}/.git`;
    if (files.exists(inside) && files.stat(inside).kind === "directory" && isRepository(process, inside))
      return owned(process, new Repository(process, inside, at === "" ? "/" : at, settings));
    const folder = at === "" ? "/" : at;
    if (isRepository(process, folder)) {
      return owned(process, new Repository(process, folder, undefined, settings));
    }
    if (at === "" || at === "/") break;
  }
  throw new GitError("not a git repository (or any of the parent directories): .git");
}

export const isRepository = ({ files }: Process, folder: string): boolean =>
  ["HEAD", "objects", "refs"].every((name) => files.exists(`${folder}/${name}`));

/** Git does not trust a repository of another user (CVE-2022-24765). */
function owned(process: Process, repository: Repository): Repository {
  const place = repository.top ?? repository.folder;
  const me = process.user.uid;
  const sudoer = me === 0 ? Number(process.env.SUDO_UID) : me;
  const owner = process.files.stat(place).uid;
  if (owner === me || owner === sudoer) return repository;
  const safe = configOf(process, []).values("safe.directory");
  if (safe.includes("*") || safe.includes(place)) return repository;
  throw new GitError(
    `detected dubious ownership in repository at '${place}'\nTo add an exception for this directory, call:\n\n\tgit config --global --add safe.directory ${place}`,
  );
}
