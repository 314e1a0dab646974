import { GitError } from "../git-error.ts";
import type { GitRun } from "../git-run.ts";
import { walk } from "../log/walk.ts";
import { subjectOf } from "../objects/commit.ts";
import { isRefName, shortName } from "../repository/refs.ts";
import type { Repository } from "../repository/repository.ts";
import { commitNamed, findRevision } from "../repository/revision.ts";
import { ancestorsOf, trackingText } from "../tracking.ts";
import { moveTo } from "./move-to.ts";
import { statusOf } from "./status-of.ts";

/** What `git switch` and `git checkout` are told to do. */
interface SwitchOptions {
  /** A branch to make. */
  readonly create?: string | undefined;
  /** Even if there is one of that name. */
  readonly force?: boolean;
  readonly detach?: boolean;
  readonly discard?: boolean;
  readonly quiet?: boolean;
  readonly orphan?: string | undefined;
  /** A branch for one of another repository's is made up. */
  readonly guess?: boolean;
}

/** Goes to another branch or commit, with the files. @throws GitError */
export async function switchTo(git: GitRun, target: string | undefined, options: SwitchOptions): Promise<void> {
  const { repository } = git;
  const { refs } = repository;
  const old = repository.head;
  const oldBranch = refs.branch;
  const say = (text: string) => (options.quiet ? Promise.resolve() : git.err(text));
  const name = target === "-" ? previousBranch(git) : target;
  if (options.orphan !== undefined) {
    refs.pointTo("HEAD", `refs/heads/${options.orphan}`);
    return say(`Switched to a new branch '${options.orphan}'\n`);
  }
  const create = options.create ?? (await guessedBranch(git, name, options));
  const start = options.create === undefined && create !== undefined ? remoteOf(git, create) : name;
  if (create !== undefined) {
    if (!isRefName(create)) throw new GitError(`'${create}' is not a valid branch name`);
    if (!options.force && refs.resolve(`refs/heads/${create}`) !== undefined)
      throw new GitError(`a branch named '${create}' already exists`);
    // Before the first commit there is only a name to change.
    if (old === undefined && start === undefined) {
      refs.pointTo("HEAD", `refs/heads/${create}`);
      return say(`Switched to a new branch '${create}'\n`);
    }
  }
  const id = await commitNamed(repository, start ?? "HEAD");
  const { tree, message } = await repository.objects.commit(id);
  if (id !== old || options.discard) await moveTo(git, await repository.headTree(), tree, "checkout", options.discard);
  const from = oldBranch === undefined ? (old ?? "") : shortName(oldBranch);
  const isBranch =
    create === undefined && name !== undefined && refs.resolve(`refs/heads/${name}`) !== undefined && !options.detach;
  const moved = (to: string) => `checkout: moving from ${from} to ${to}`;
  const isNew = create !== undefined && refs.resolve(`refs/heads/${create}`) === undefined;
  if (old !== undefined && !options.quiet) await showLocalChanges(git, tree);
  if (oldBranch === undefined && old !== undefined && old !== id) {
    await say(await leavingText(git, old, id));
  }
  if (create !== undefined) {
    refs.update(`refs/heads/${create}`, id, `branch: Created from ${start ?? "HEAD"}`);
    refs.switchTo({ branch: `refs/heads/${create}` }, moved(create));
    if (start !== undefined && refs.resolve(`refs/remotes/${start}`) !== undefined)
      await follow(git, create, start, (text) => git.out(text));
    await say(`Switched to ${isNew ? "a new" : "and reset"} branch '${create}'\n`);
  } else if (isBranch) {
    refs.switchTo({ branch: `refs/heads/${name}` }, moved(name));
    await say(oldBranch === `refs/heads/${name}` ? `Already on '${name}'\n` : `Switched to branch '${name}'\n`);
    if (!options.quiet) await git.out(await trackingText(repository, `refs/heads/${name}`));
  } else {
    refs.switchTo({ id }, moved(name ?? id));
    if (oldBranch !== undefined && !options.detach && !options.quiet && git.config.flag("advice.detachedhead", true))
      await say(detachedAdvice(name ?? ""));
    await say(`HEAD is now at ${repository.objects.abbreviate(id)} ${subjectOf(message)}\n`);
  }
}

/** What becomes of commits that no branch has. */
async function leavingText({ repository, config }: GitRun, old: string, next: string): Promise<string> {
  const { objects, refs } = repository;
  const kept = await ancestorsOf(repository, next, ...refs.list().map((ref) => refs.resolve(ref) ?? next));
  const lost = await subjectsOf(repository, old, kept);
  const [first] = await subjectsOf(repository, old, new Set());
  if (lost.length === 0) return `Previous HEAD position was ${first}\n`;
  const more = lost.length > MOST_SHOWN ? ` ... and ${lost.length - MOST_SHOWN + 1} more.\n` : "";
  const shown = lost.slice(0, more === "" ? MOST_SHOWN : MOST_SHOWN - 1).map((line) => `  ${line}\n`);
  const [commits, them] = lost.length === 1 ? ["1 commit", "it"] : [`${lost.length} commits`, "them"];
  const advice = `If you want to keep ${them} by creating a new branch, this may be a good time\nto do so with:\n\n git branch <new-branch-name> ${objects.abbreviate(old)}\n\n`;
  return `Warning: you are leaving ${commits} behind, not connected to\nany of your branches:\n\n${shown.join("")}${more}\n${config.flag("advice.detachedhead", true) ? advice : ""}`;
}

const MOST_SHOWN = 4;

async function subjectsOf(repository: Repository, from: string, without: ReadonlySet<string>): Promise<string[]> {
  const lines: string[] = [];
  for await (const { id, commit } of walk(
    repository,
    { from: [from], without },
    { topological: false, firstParent: false },
  ))
    lines.push(`${repository.objects.abbreviate(id)} ${subjectOf(commit.message)}`);
  return lines;
}

function previousBranch({ repository }: GitRun): string {
  for (const line of repository.refs.log("HEAD").reverse()) {
    const from = /\tcheckout: moving from (\S+) to /.exec(line)?.[1];
    if (from !== undefined) return from;
  }
  throw new GitError("invalid reference: @{-1}");
}

/** The one remote branch of a name that no branch of ours has. */
async function guessedBranch(
  git: GitRun,
  name: string | undefined,
  options: SwitchOptions,
): Promise<string | undefined> {
  if (!options.guess || name === undefined || options.detach || remoteOf(git, name) === undefined) return undefined;
  return (await findRevision(git.repository, name)) === undefined ? name : undefined;
}

function remoteOf({ repository }: GitRun, name: string): string | undefined {
  const matches = repository.refs
    .list("refs/remotes/")
    .filter((ref) => ref.replace(/^refs\/remotes\/[^/]+\//, "") === name);
  return matches.length === 1 ? shortName(matches[0] ?? "") : undefined;
}

/** Makes a branch follow another repository's. */
export async function follow(
  git: GitRun,
  branch: string,
  upstream: string,
  say: (text: string) => Promise<void>,
): Promise<void> {
  const { setLocal } = await import("../repository/set-config.ts");
  const [remote = "", ...rest] = upstream.split("/");
  setLocal(git.repository, `branch.${branch}.remote`, remote);
  setLocal(git.repository, `branch.${branch}.merge`, `refs/heads/${rest.join("/")}`);
  await say(`branch '${branch}' set up to track '${upstream}'.\n`);
}

async function showLocalChanges(git: GitRun, tree: string): Promise<void> {
  const { staged, unstaged } = await statusOf(git, { untracked: "no", tree });
  const rows = new Map(
    [...unstaged, ...staged].flatMap((change) =>
      change.status === "R" && change.old
        ? [[change.old.path, "D"] as const, [change.path, "A"] as const]
        : [[change.path, change.status] as const],
    ),
  );
  const lines = [...rows].sort(([a], [b]) => (a < b ? -1 : 1));
  await git.out(lines.map(([path, letter]) => `${letter}\t${git.quote(path)}\n`).join(""));
}

const detachedAdvice = (name: string) => `Note: switching to '${name}'.

You are in 'detached HEAD' state. You can look around, make experimental
changes and commit them, and you can discard any commits you make in this
state without impacting any branches by switching back to a branch.

If you want to create a new branch to retain commits you create, you may
do so (now or later) by using -c with the switch command. Example:

  git switch -c <new-branch-name>

Or undo this operation with:

  git switch -

Turn off this advice by setting config variable advice.detachedHead to false

`;
