import { GitError } from "../git-error.ts";
import type { GitOptions } from "../git-options.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { subjectOf } from "../objects/commit.ts";
import { withoutSection } from "../repository/config-file.ts";
import { isRefName, shortName } from "../repository/refs.ts";
import { commitNamed, findRevision } from "../repository/revision.ts";
import { aheadAndBehind, ancestorsOf, detachedAt, upstreamOf } from "../tracking.ts";
import { follow } from "../worktree/switch-to.ts";
import { wildmatch } from "../worktree/wildmatch.ts";

export const branch: GitCommand = {
  usage: [
    "branch [<options>] [-r | -a] [--merged] [--no-merged]",
    "branch [<options>] [-f] [--recurse-submodules] <branch-name> [<start-point>]",
    "branch [<options>] [-l] [<pattern>...]",
    "branch [<options>] [-r] (-d | -D) <branch-name>...",
    "branch [<options>] (-m | -M) [<old-branch>] <new-branch>",
    "branch [<options>] (-c | -C) [<old-branch>] <new-branch>",
    "branch [<options>] [-r | -a] [--points-at]",
    "branch [<options>] [-r | -a] [--format]",
  ],
  options:
    "v|verbose q|quiet t|track? u|set-upstream-to= unset-upstream color? r|remotes a|all d|delete D m|move M l|list " +
    "show-current f|force merged? i|ignore-case",
  others:
    "c|copy C contains= no-contains= no-merged? abbrev? create-reflog edit-description column? sort= points-at= recurse-submodules format=",
  run: async (git, options) => {
    const { refs } = git.repository;
    if (options.has("show-current")) {
      await git.out(refs.branch === undefined ? "" : `${shortName(refs.branch)}\n`);
      return 0;
    }
    if (options.has("delete") || options.has("D")) return deleteBranches(git, options);
    if (options.has("move") || options.has("M")) return renameBranch(git, options);
    const upstream = options.value("set-upstream-to");
    if (upstream !== undefined) return setUpstream(git, options.operands[0], upstream);
    if (options.has("unset-upstream")) {
      const name = options.operands[0] ?? shortName(refs.branch ?? "");
      if (!upstreamOf(git.repository, `refs/heads/${name}`))
        throw new GitError(`branch '${name}' has no upstream information`);
      removeSettings(git, name);
      return 0;
    }
    const [name, start] = options.operands;
    if (name !== undefined && !options.has("list") && !options.has("merged"))
      return createBranch(git, options, name, start);
    await git.page(await listing(git, options));
    return 0;
  },
};

async function createBranch(
  git: GitRun,
  options: GitOptions,
  name: string,
  start: string | undefined,
): Promise<number> {
  const { repository } = git;
  if (!isRefName(name) || name === "HEAD") throw new GitError(`'${name}' is not a valid branch name`);
  const full = `refs/heads/${name}`;
  if (repository.refs.resolve(full) !== undefined && !options.has("force"))
    throw new GitError(`a branch named '${name}' already exists`);
  if (start === undefined && repository.head === undefined)
    throw new GitError(`not a valid object name: '${shortName(repository.refs.branch ?? "")}'`);
  if (start !== undefined && (await findRevision(repository, start)) === undefined)
    throw new GitError(`not a valid object name: '${start}'`);
  const from = start ?? shortName(repository.refs.branch ?? "HEAD");
  repository.refs.update(full, await commitNamed(repository, start ?? "HEAD"), `branch: Created from ${from}`);
  if (start !== undefined && repository.refs.resolve(`refs/remotes/${start}`) !== undefined && !options.has("no-track"))
    await follow(git, name, start, (text) => git.out(text));
  return 0;
}

async function deleteBranches(git: GitRun, options: GitOptions): Promise<number> {
  const { repository } = git;
  const { refs, objects } = repository;
  if (options.operands.length === 0) throw new GitError("branch name required");
  let status = 0;
  for (const name of options.operands) {
    const isRemote = options.has("remotes");
    const full = isRemote ? `refs/remotes/${name}` : `refs/heads/${name}`;
    const id = refs.resolve(full);
    if (full === refs.branch) {
      await git.err(
        `error: cannot delete branch '${name}' used by worktree at '${repository.top ?? repository.folder}'\n`,
      );
      status = 1;
      continue;
    }
    if (id === undefined) {
      await git.err(`error: ${isRemote ? "remote-tracking " : ""}branch '${name}' not found\n`);
      status = 1;
      continue;
    }
    const isForced = options.has("D") || options.has("force") || isRemote;
    const { head } = repository;
    if (!isForced && (head === undefined || !(await ancestorsOf(repository, head)).has(id))) {
      await git.err(`error: the branch '${name}' is not fully merged\n`);
      await git.hint("forcedeletebranch", [
        `If you are sure you want to delete it, run 'git branch -D ${name}'`,
        'Disable this message with "git config set advice.forceDeleteBranch false"',
      ]);
      status = 1;
      continue;
    }
    refs.delete(full);
    removeSettings(git, name);
    if (!options.has("quiet"))
      await git.out(`Deleted ${isRemote ? "remote-tracking " : ""}branch ${name} (was ${objects.abbreviate(id)}).\n`);
  }
  return status;
}

function removeSettings({ repository }: GitRun, name: string): void {
  const path = `${repository.folder}/config`;
  const { files } = repository.process;
  const text = files.readFile(path);
  const without = withoutSection(text, `branch.${name}`);
  if (without !== text) files.writeFile(path, without);
}

async function renameBranch(git: GitRun, options: GitOptions): Promise<number> {
  const { refs } = git.repository;
  const { operands } = options;
  const to = operands.at(-1);
  if (to === undefined) throw new GitError("branch name required");
  const from = operands.length > 1 ? operands[0] : refs.branch === undefined ? undefined : shortName(refs.branch);
  if (from === undefined) throw new GitError("cannot rename the current branch while not on any");
  if (!isRefName(to)) throw new GitError(`'${to}' is not a valid branch name`);
  const isUnborn = refs.branch === `refs/heads/${from}` && git.repository.head === undefined;
  if (refs.resolve(`refs/heads/${from}`) === undefined && !isUnborn) throw new GitError(`no branch named '${from}'`);
  if (refs.resolve(`refs/heads/${to}`) !== undefined && to !== from && !options.has("M") && !options.has("force"))
    throw new GitError(`a branch named '${to}' already exists`);
  if (to === from) return 0;
  refs.rename(`refs/heads/${from}`, `refs/heads/${to}`);
  const path = `${git.repository.folder}/config`;
  const { files } = git.process;
  files.writeFile(path, files.readFile(path).replace(`[branch "${from}"]`, `[branch "${to}"]`));
  return 0;
}

async function setUpstream(git: GitRun, name: string | undefined, upstream: string): Promise<number> {
  const { refs } = git.repository;
  const own = name ?? shortName(refs.branch ?? "");
  if (refs.resolve(`refs/heads/${own}`) === undefined) throw new GitError(`branch '${own}' does not exist`);
  if (refs.resolve(`refs/remotes/${upstream}`) === undefined)
    throw new GitError(`the requested upstream branch '${upstream}' does not exist`);
  await follow(git, own, upstream, (text) => git.out(text));
  return 0;
}

async function listing(git: GitRun, options: GitOptions): Promise<string> {
  const { repository } = git;
  const { refs, objects } = repository;
  const paint = git.paint(
    "branch",
    git.process.stdout.isTTY,
    options.has("color") ? options.value("color") || "always" : undefined,
  );
  const kinds = options.has("all")
    ? ["refs/heads/", "refs/remotes/"]
    : [options.has("remotes") ? "refs/remotes/" : "refs/heads/"];
  const patterns = options.operands.map((pattern) => wildmatch(pattern, true));
  const merged = options.has("merged")
    ? await ancestorsOf(
        repository,
        await commitNamed(repository, options.operands[0] ?? (options.value("merged") || "HEAD")),
      )
    : undefined;
  const rows: {
    readonly name: string;
    readonly ref: string;
    readonly id: string;
    readonly slot: "current" | "localBranch" | "remote";
    readonly target?: string;
  }[] = [];
  if (refs.branch === undefined && !options.has("remotes") && repository.head !== undefined) {
    const { name, hasMoved } = detachedAt(repository);
    rows.push({
      name: `(HEAD detached ${hasMoved ? "from" : "at"} ${name})`,
      ref: "HEAD",
      id: repository.head,
      slot: "current",
    });
  }
  for (const kind of kinds)
    for (const ref of refs.list(kind)) {
      const short = shortName(ref);
      const id = refs.resolve(ref);
      if (id === undefined || (merged && !merged.has(id))) continue;
      if (patterns.length > 0 && !merged && !patterns.some((pattern) => pattern.test(short))) continue;
      const target = refs.target(ref);
      const isRemote = kind === "refs/remotes/";
      rows.push({
        name: isRemote && options.has("all") ? `remotes/${short}` : short,
        ...{ ref, id, slot: ref === refs.branch ? "current" : isRemote ? "remote" : "localBranch" },
        ...(target === undefined ? {} : { target: shortName(target) }),
      });
    }
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  const lines = await Promise.all(
    rows.map(async ({ name, ref, id, slot, target }) => {
      const mark = slot === "current" ? "* " : "  ";
      const shown = slot === "localBranch" ? `${name}${paint(slot, "") === "" ? "" : "\x1b[m"}` : paint(slot, name);
      if (!options.has("verbose")) return `${mark}${shown}${target === undefined ? "" : ` -> ${target}`}\n`;
      const gap = " ".repeat(width - name.length);
      if (target !== undefined) return `${mark}${shown}${gap} -> ${target}\n`;
      const { message } = await objects.commit(id);
      const follows = await followText(git, ref, options.values("verbose").length > 1);
      return `${mark}${shown}${gap} ${objects.abbreviate(id)} ${follows}${subjectOf(message)}\n`;
    }),
  );
  return lines.join("");
}

/** `[origin/main: ahead 1] ` */
async function followText({ repository }: GitRun, ref: string, named: boolean): Promise<string> {
  const upstream = upstreamOf(repository, ref);
  const ours = repository.refs.resolve(ref);
  if (!upstream || ours === undefined) return "";
  const theirs = repository.refs.resolve(upstream.ref);
  const counts = theirs === undefined ? undefined : await aheadAndBehind(repository, ours, theirs);
  const parts = counts
    ? [counts.ahead > 0 ? `ahead ${counts.ahead}` : "", counts.behind > 0 ? `behind ${counts.behind}` : ""].filter(
        (part) => part !== "",
      )
    : ["gone"];
  const state = parts.join(", ");
  if (!named) return state === "" ? "" : `[${state}] `;
  return `[${shortName(upstream.ref)}${state === "" ? "" : `: ${state}`}] `;
}
