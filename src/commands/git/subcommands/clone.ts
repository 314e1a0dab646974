import { FileError, resolvePath } from "../../../kernel/filesystem.ts";
import { GitError, GitUsageError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { GitRun } from "../git-run.ts";
import { fetchObjects } from "../remote/fetch-objects.ts";
import { isUrl, localRepository, openSource } from "../remote/transport.ts";
import { createRepository } from "../repository/create.ts";
import { Repository } from "../repository/repository.ts";
import { setLocal } from "../repository/set-config.ts";
import { moveTo } from "../worktree/move-to.ts";

export const clone: GitCommand = {
  runsOutside: true,
  usage: ["clone [<options>] [--] <repo> [<dir>]"],
  options:
    "q|quiet v|verbose bare b|branch= n|no-checkout o|origin= progress depth= single-branch l|local no-tags no-local no-hardlinks",
  others:
    "mirror s|shared recurse-submodules? j|jobs= template= reference= reference-if-able= dissociate u|upload-pack= shallow-since= shallow-exclude= " +
    "shallow-submodules separate-git-dir= c|config= server-option= 4|ipv4 6|ipv6 filter= sparse bundle-uri= also-filter-submodules reject-shallow remote-submodules",
  run: async (git, options) => {
    const { process } = git;
    const [address, given, extra] = [...options.operands, ...options.paths];
    if (address === undefined)
      throw new GitError(
        "You must specify a repository to clone.\n\nusage: git clone [<options>] [--] <repo> [<dir>]",
        { status: 129 },
      );
    if (extra !== undefined) throw new GitUsageError("Too many arguments.");
    const isBare = options.has("bare");
    const name = given ?? nameOf(address, isBare);
    const top = resolvePath(git.cwd, name);
    const { files } = process;
    const isLocal = !isUrl(address) && !/^[^/]+:/.test(address);
    if (isLocal) requireLocal(git, address);
    const existed = files.exists(top);
    if (existed && (files.stat(top).kind !== "directory" || files.readdir(top).length > 0))
      throw new GitError(`destination path '${name}' already exists and is not an empty directory.`);
    const say = (text: string) => (options.has("quiet") ? Promise.resolve() : git.err(text));
    await say(`Cloning into ${isBare ? "bare repository " : ""}'${name}'...\n`);
    const folder = isBare ? top : `${top}/.git`;
    let source: Awaited<ReturnType<typeof openSource>>;
    try {
      files.mkdir(top, { recursive: true });
      source = await openSource(git, address);
    } catch (error) {
      if (!existed && files.exists(top)) files.remove(top);
      if (error instanceof FileError) throw new GitError(`could not create work tree dir '${name}': ${error.message}`);
      throw error;
    }
    const origin = options.value("origin") ?? "origin";
    const wanted = options.value("branch");
    const branch = wanted === undefined ? (source.head ?? "refs/heads/master") : `refs/heads/${wanted}`;
    if (wanted !== undefined && !source.refs.has(branch)) {
      if (!existed) files.remove(top);
      throw new GitError(`Remote branch ${wanted} not found in upstream ${origin}`);
    }
    createRepository(files, folder, isBare, branch.slice("refs/heads/".length));
    const repository = new Repository(process, folder, isBare ? undefined : top, git.settings);
    const place = isLocal ? (localRepository(git, address).top ?? localRepository(git, address).folder) : address;
    setLocal(repository, `remote.${origin}.url`, place);
    if (!isBare) setLocal(repository, `remote.${origin}.fetch`, `+refs/heads/*:refs/remotes/${origin}/*`);
    await fetchObjects(git, repository.objects, source, source.refs.values());
    const message = `clone: from ${place}`;
    const { refs } = repository;
    for (const [ref, id] of source.refs) {
      if (isBare || ref.startsWith("refs/tags/")) refs.update(ref, id, message);
      else refs.update(ref.replace("refs/heads/", `refs/remotes/${origin}/`), id, message);
    }
    const head = source.refs.get(branch);
    if (!isBare && source.head !== undefined && source.refs.has(source.head))
      refs.pointTo(`refs/remotes/${origin}/HEAD`, source.head.replace("refs/heads/", `refs/remotes/${origin}/`));
    if (source.refs.size === 0) await git.err("warning: You appear to have cloned an empty repository.\n");
    if (isLocal || address.startsWith("file://")) await say("done.\n");
    if (isBare) return 0;
    setLocal(repository, `branch.${branch.slice(11)}.remote`, origin);
    setLocal(repository, `branch.${branch.slice(11)}.merge`, branch);
    if (head === undefined) return 0;
    refs.update("HEAD", head, message);
    if (options.has("no-checkout")) return 0;
    const inside = new GitRun(process, top, git.settings, git.usesPager);
    await moveTo(inside, undefined, (await repository.objects.commit(head)).tree, "checkout");
    return 0;
  },
};

/** The folder that an address gives: its last part. */
function nameOf(address: string, isBare: boolean): string {
  const path = address.replace(/\/+$/, "").replace(/\/\.git$/, "");
  const last = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf(":")) + 1).replace(/\.git$/, "");
  if (last === "")
    throw new GitError(`No directory name could be guessed.\nPlease specify a directory on the command line`);
  return isBare ? `${last}.git` : last;
}

function requireLocal(git: GitRun, address: string): void {
  try {
    localRepository(git, address);
  } catch (error) {
    if (error instanceof GitError) throw new GitError(`repository '${address}' does not exist`);
    throw error;
  }
}
