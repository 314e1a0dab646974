import { FileError, resolvePath } from "../../../kernel/filesystem.ts";
import { GitError } from "../git-error.ts";
import type { GitRun } from "../git-run.ts";
import { isRepository, Repository } from "../repository/repository.ts";
import { HttpSource } from "./http-source.ts";

/** Where a repository's history is fetched from. */
export interface Source {
  /** Names and what they stand for. */
  readonly refs: ReadonlyMap<string, string>;
  /** The branch that HEAD is on there. */
  readonly head: string | undefined;
  /** The compressed file of an object. */
  object(id: string): Promise<string>;
  /** Whether the objects come over a network. */
  readonly isRemote: boolean;
}

/** A repository on this machine. */
class LocalSource implements Source {
  readonly refs: ReadonlyMap<string, string>;
  readonly head: string | undefined;
  readonly isRemote = false;
  readonly repository: Repository;

  constructor(repository: Repository) {
    this.repository = repository;
    const { refs } = repository;
    this.refs = new Map(
      refs.list().flatMap((name) => {
        const id = refs.resolve(name);
        return /^refs\/(heads|tags)\//.test(name) && id !== undefined ? [[name, id] as const] : [];
      }),
    );
    this.head = refs.branch;
  }

  async object(id: string): Promise<string> {
    return this.repository.objects.packed(id);
  }
}

export const isUrl = (address: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(address);

/** `host:path`, which git would fetch through ssh. */
const isSsh = (address: string) => /^(ssh|git\+ssh|ssh\+git):\/\//.test(address) || /^[^/:]+:(?!\/\/)/.test(address);

/** Opens what an address names. @throws GitError in git's words */
export async function openSource(git: GitRun, address: string): Promise<Source> {
  if (/^https?:\/\//.test(address)) return HttpSource.open(git, address);
  if (isSsh(address) || /^git:\/\//.test(address)) throw new TransportNotSimulated(address);
  if (isUrl(address) && !address.startsWith("file://")) {
    const scheme = address.slice(0, address.indexOf(":"));
    throw new GitError(`Unable to find remote helper for '${scheme}'`);
  }
  return new LocalSource(localRepository(git, address));
}

/** A way to fetch that git has and this one has not. */
export class TransportNotSimulated extends Error {}

/** @throws GitError when there is none */
export function localRepository(git: GitRun, address: string): Repository {
  const path = resolvePath(git.cwd, address.replace(/^file:\/\//, ""));
  for (const [folder, top] of [
    [`${path}/.git`, path],
    [path, undefined],
    [`${path}.git`, undefined],
  ] as const) {
    try {
      if (isRepository(git.process, folder)) return new Repository(git.process, folder, top);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
    }
  }
  throw new GitError(
    `'${address}' does not appear to be a git repository\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.`,
  );
}
