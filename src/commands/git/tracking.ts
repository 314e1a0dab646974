import type { Paint } from "./colors.ts";
import type { GitRun } from "./git-run.ts";
import { shortName } from "./repository/refs.ts";
import type { Repository } from "./repository/repository.ts";

/** The branch of another repository that one of ours follows. */
interface Upstream {
  /** `refs/remotes/origin/main`, or a branch of ours when it follows one. */
  readonly ref: string;
  readonly remote: string;
  /** Its name over there. */
  readonly merge: string;
}

/** What a branch follows by its configuration, undefined when it follows none. */
export function upstreamOf({ config }: Repository, branch: string): Upstream | undefined {
  const name = shortName(branch);
  const [remote, merge] = [config.value(`branch.${name}.remote`), config.value(`branch.${name}.merge`)];
  if (remote === undefined || merge === undefined) return undefined;
  return { remote, merge, ref: remote === "." ? merge : `refs/remotes/${remote}/${shortName(merge)}` };
}

/** How many commits one has and the other has not, each way. */
export async function aheadAndBehind(repository: Repository, ours: string, theirs: string) {
  const [mine, other] = [await ancestorsOf(repository, ours), await ancestorsOf(repository, theirs)];
  return {
    ahead: [...mine].filter((id) => !other.has(id)).length,
    behind: [...other].filter((id) => !mine.has(id)).length,
  };
}

/** A commit and all before it. */
export async function ancestorsOf({ objects }: Repository, ...ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  const left = [...ids];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    left.push(...(await objects.commit(id)).parents);
  }
  return found;
}

/** How a branch stands to the one it follows (remote.c's format_tracking_info); "" when it follows none. */
export async function trackingText(repository: Repository, branch: string, hints = true): Promise<string> {
  const upstream = upstreamOf(repository, branch);
  const ours = repository.refs.resolve(branch);
  if (!upstream || ours === undefined) return "";
  const name = shortName(upstream.ref);
  const hint = (text: string) => (hints ? `  (${text})\n` : "");
  const theirs = repository.refs.resolve(upstream.ref);
  if (theirs === undefined)
    return `Your branch is based on '${name}', but the upstream is gone.\n${hint('use "git branch --unset-upstream" to fixup')}`;
  const { ahead, behind } = await aheadAndBehind(repository, ours, theirs);
  const commits = (count: number) => `${count} commit${count === 1 ? "" : "s"}`;
  if (ahead === 0 && behind === 0) return `Your branch is up to date with '${name}'.\n`;
  if (behind === 0)
    return `Your branch is ahead of '${name}' by ${commits(ahead)}.\n${hint('use "git push" to publish your local commits')}`;
  if (ahead === 0)
    return `Your branch is behind '${name}' by ${commits(behind)}, and can be fast-forwarded.\n${hint('use "git pull" to update your local branch')}`;
  return `Your branch and '${name}' have diverged,\nand have ${ahead} and ${behind} different commits each, respectively.\n${hint('use "git pull" if you want to integrate the remote branch with yours')}`;
}

/** The first lines of a status. */
export async function branchLines(git: GitRun, paint: Paint): Promise<string> {
  const { refs } = git.repository;
  const { branch } = refs;
  if (branch === undefined) {
    const { name, hasMoved } = detachedAt(git.repository);
    return `${paint("nobranch", `HEAD detached ${hasMoved ? "from" : "at"} `)}${name}\n`;
  }
  const tracking = await trackingText(git.repository, branch);
  return `On branch ${shortName(branch)}\n${tracking === "" ? "" : `${tracking}\n`}`;
}

/** Where HEAD went when it left its branch, by the reflog. */
export function detachedAt({ refs, objects, head = "" }: Repository): {
  readonly name: string;
  readonly hasMoved: boolean;
} {
  for (const line of refs.log("HEAD").reverse()) {
    const [, id = "", to = ""] = /^\S+ (\S+) .*\tcheckout: moving from \S+ to (\S+)$/.exec(line) ?? [];
    if (to === "") continue;
    const isName = refs.resolve(`refs/tags/${to}`) !== undefined || refs.resolve(`refs/remotes/${to}`) !== undefined;
    return { name: isName ? to : objects.abbreviate(id), hasMoved: id !== head };
  }
  return { name: objects.abbreviate(head), hasMoved: false };
}
