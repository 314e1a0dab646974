import { GitError } from "../git-error.ts";
import { mergeBase } from "../merge-base.ts";
import type { Commit } from "../objects/commit.ts";
import type { Repository } from "../repository/repository.ts";
import { findRevision, unknownRevision } from "../repository/revision.ts";
import { ancestorsOf } from "../tracking.ts";

export interface LogEntry {
  readonly id: string;
  readonly commit: Commit;
}

/** Where a walk begins, and what it leaves out. */
interface WalkRange {
  readonly from: readonly string[];
  readonly without: ReadonlySet<string>;
}

/** The range of some revisions: `main`, `^old`, `a..b`, `a...b`; HEAD without any. @throws GitError */
export async function rangeOf(repository: Repository, revisions: readonly string[], all: boolean): Promise<WalkRange> {
  const [from, unwanted]: [string[], string[]] = [[], []];
  const find = async (text: string) => {
    const id = await findRevision(repository, text === "" ? "HEAD" : text);
    if (id === undefined) throw unknownRevision(text);
    const peeled = await repository.objects.peel(id);
    if (peeled.object.type !== "commit")
      throw new GitError(`object ${peeled.id} is a ${peeled.object.type}, not a commit`);
    return peeled.id;
  };
  for (const text of revisions) {
    const [, left = "", dots = "", right = ""] = /^(.*?)(\.{2,3})(.*)$/.exec(text) ?? [];
    if (dots === "..") {
      unwanted.push(await find(left));
      from.push(await find(right));
    } else if (dots === "...") {
      const [a, b] = [await find(left), await find(right)];
      const base = await mergeBase(repository, a, b);
      from.push(a, b);
      if (base !== undefined) unwanted.push(base);
    } else if (text.startsWith("^")) unwanted.push(await find(text.slice(1)));
    else from.push(await find(text));
  }
  if (all)
    for (const ref of repository.refs.list())
      from.push((await repository.objects.peel(repository.refs.resolve(ref) ?? "")).id);
  if (from.length === 0 || all) {
    const { head, refs } = repository;
    if (head !== undefined) from.push(head);
    else if (!all)
      throw new GitError(
        `your current branch '${(refs.branch ?? "").replace("refs/heads/", "")}' does not have any commits yet`,
      );
  }
  return { from: [...new Set(from)], without: await ancestorsOf(repository, ...unwanted) };
}

/** Commits from the newest back; with `topological` none before all that follow it. */
export async function* walk(
  repository: Repository,
  range: WalkRange,
  options: { topological: boolean; firstParent: boolean },
): AsyncGenerator<LogEntry> {
  const { objects } = repository;
  const parentsOf = ({ parents }: Commit) => (options.firstParent ? parents.slice(0, 1) : parents);
  const waiting = new Map<string, number>();
  if (options.topological) {
    const seen = new Set<string>();
    const left = [...range.from];
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      if (seen.has(id) || range.without.has(id)) continue;
      seen.add(id);
      for (const parent of parentsOf(await objects.commit(id))) {
        waiting.set(parent, (waiting.get(parent) ?? 0) + 1);
        left.push(parent);
      }
    }
  }
  const known = new Set<string>();
  const queue: LogEntry[] = [];
  const add = async (id: string) => {
    if (known.has(id) || range.without.has(id)) return;
    known.add(id);
    const commit = await objects.commit(id);
    // By the time of the commit; of two at the same time, the one that was found first.
    const at = options.topological
      ? -1
      : queue.findIndex((other) => other.commit.committer.time < commit.committer.time);
    queue.splice(at < 0 ? queue.length : at, 0, { id, commit });
  };
  const starts = range.from.filter((id) => (waiting.get(id) ?? 0) === 0);
  const dated = await Promise.all(starts.map(async (id) => ({ id, time: (await objects.commit(id)).committer.time })));
  // With --graph the last in the queue is next, so that a line of history stays together.
  dated.sort((a, b) => (options.topological ? a.time - b.time : b.time - a.time));
  for (const { id } of dated) await add(id);
  for (
    let entry = options.topological ? queue.pop() : queue.shift();
    entry;
    entry = options.topological ? queue.pop() : queue.shift()
  ) {
    yield entry;
    for (const parent of parentsOf(entry.commit)) {
      const left = (waiting.get(parent) ?? 1) - 1;
      waiting.set(parent, left);
      if (!options.topological || left === 0) await add(parent);
    }
  }
}
