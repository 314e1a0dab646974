import { GitError } from "../git-error.ts";
import type { GitOptions } from "../git-options.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { fetchObjects } from "../remote/fetch-objects.ts";
import { fetchText } from "../remote/http-source.ts";
import { localRepository, openSource } from "../remote/transport.ts";
import { shortName } from "../repository/refs.ts";
import type { Repository } from "../repository/repository.ts";
import { findRevision } from "../repository/revision.ts";
import { ancestorsOf, upstreamOf } from "../tracking.ts";
import { follow } from "../worktree/switch-to.ts";
import { remotesOf } from "./remote.ts";

export const push: GitCommand = {
  usage: ["push [<options>] [<repository> [<refspec>...]]"],
  options: "q|quiet v|verbose all tags u|set-upstream f|force d|delete progress n|dry-run",
  others:
    "mirror porcelain force-with-lease? force-if-includes recurse-submodules= thin receive-pack= exec= prune no-verify follow-tags signed? atomic o|push-option= 4|ipv4 6|ipv6 repo=",
  run: async (git, options) => {
    const { repository } = git;
    const { refs, config } = repository;
    const own = refs.branch === undefined ? undefined : shortName(refs.branch);
    const upstream = refs.branch === undefined ? undefined : upstreamOf(repository, refs.branch);
    const [remote = upstream?.remote ?? "origin", ...specs] = options.operands;
    const isKnown = remotesOf(git).includes(remote);
    if (options.operands.length === 0 && !isKnown) throw new GitError(NO_DESTINATION);
    const url = config.value(`remote.${remote}.pushurl`) ?? config.value(`remote.${remote}.url`) ?? remote;
    const wanted = specsFor();
    if (/^https?:\/\//.test(url)) return refusedByServer(git, url);
    await openSource(git, url);
    const target = localRepository(git, url);
    const rows: Row[] = [];
    for (const spec of wanted) rows.push(await pushOne(git, target, url, spec, options));
    const isFailed = rows.some(({ isRefused }) => isRefused);
    if (rows.every(({ isSame }) => isSame)) await git.err("Everything up-to-date\n");
    else if (!options.has("quiet") || isFailed) {
      const width = Math.max(...rows.map(({ from }) => from.length));
      const shown = rows
        .filter(({ isSame }) => !isSame)
        .map(
          ({ kind, what, from, to, note }) =>
            ` ${kind} ${what.padEnd(17)} ${from.padEnd(from === "" ? 0 : width)}${from === "" ? "" : " -> "}${to}${note}\n`,
        );
      await git.err(`To ${url}\n${shown.join("")}`);
    }
    for (const row of rows) {
      if (row.isRefused || !isKnown || !row.ref.startsWith("refs/heads/")) continue;
      const tracking = `refs/remotes/${remote}/${shortName(row.ref)}`;
      if (row.id === undefined) refs.delete(tracking);
      else if (refs.resolve(tracking) !== row.id) refs.update(tracking, row.id, "update by push");
      if (options.has("set-upstream") && row.id !== undefined)
        await follow(git, row.from, `${remote}/${shortName(row.ref)}`, (text) => git.out(text));
    }
    if (!isFailed) return 0;
    await git.err(`error: failed to push some refs to '${url}'\n`);
    await git.hint(
      "pushupdaterejected",
      rows.some(({ reason }) => reason === "fetch first") ? FETCH_FIRST : NON_FAST_FORWARD,
    );
    return 1;

    function specsFor(): Spec[] {
      if (options.has("tags"))
        return refs.list("refs/tags/").map((ref) => ({ from: shortName(ref), ref, isForced: false, isDeleted: false }));
      if (options.has("all"))
        return refs
          .list("refs/heads/")
          .map((ref) => ({ from: shortName(ref), ref, isForced: options.has("force"), isDeleted: false }));
      if (specs.length === 0) {
        if (own === undefined)
          throw new GitError(
            `You are not currently on a branch.\nTo push the history leading to the current (detached HEAD)\nstate now, use\n\n    git push ${remote} HEAD:<name-of-remote-branch>\n`,
          );
        if (
          !upstream &&
          !options.has("set-upstream") &&
          config.value("push.autosetupremote") !== "true" &&
          config.value("push.default") !== "current"
        )
          throw new GitError(
            `The current branch ${own} has no upstream branch.\nTo push the current branch and set the remote as upstream, use\n\n    git push --set-upstream ${remote} ${own}\n\nTo have this happen automatically for branches without a tracking\nupstream, see 'push.autoSetupRemote' in 'git help config'.\n`,
          );
        return [{ from: own, ref: `refs/heads/${own}`, isForced: options.has("force"), isDeleted: false }];
      }
      return specs.map((text) => {
        const isForced = text.startsWith("+") || options.has("force");
        const [from = "", to] = text.replace(/^\+/, "").split(":");
        const isDeleted = options.has("delete") || (from === "" && to !== undefined);
        const name = to ?? (from === "HEAD" ? (own ?? "") : from);
        const isTag =
          refs.resolve(`refs/tags/${from}`) !== undefined && refs.resolve(`refs/heads/${from}`) === undefined;
        const ref = name.startsWith("refs/") ? name : `refs/${isTag ? "tags" : "heads"}/${name}`;
        return { from: isDeleted ? "" : from, ref, isForced, isDeleted };
      });
    }
  },
};

interface Spec {
  readonly from: string;
  readonly ref: string;
  readonly isForced: boolean;
  readonly isDeleted: boolean;
}

interface Row {
  readonly kind: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly note: string;
  readonly ref: string;
  readonly id: string | undefined;
  readonly isRefused: boolean;
  readonly isSame: boolean;
  readonly reason?: string;
}

async function pushOne(git: GitRun, target: Repository, url: string, spec: Spec, options: GitOptions): Promise<Row> {
  const { repository } = git;
  const { from, ref } = spec;
  const to = shortName(ref);
  const old = target.refs.resolve(ref);
  const plain = { from, to, note: "", ref, isRefused: false, isSame: false };
  const refused = (reason: string, label = "[rejected]"): Row => ({
    ...plain,
    kind: "!",
    what: label,
    id: old,
    note: ` (${reason})`,
    isRefused: true,
    reason,
  });
  if (spec.isDeleted) {
    if (old === undefined)
      throw new GitError(
        `unable to delete '${to}': remote ref does not exist\nerror: failed to push some refs to '${url}'`,
        { label: "error: ", status: 1 },
      );
    if (!options.has("dry-run")) target.refs.delete(ref);
    return { ...plain, kind: "-", what: "[deleted]", from: "", id: undefined };
  }
  const id = await findRevision(repository, from);
  if (id === undefined)
    throw new GitError(`src refspec ${from} does not match any\nerror: failed to push some refs to '${url}'`, {
      label: "error: ",
      status: 1,
    });
  if (id === old) return { ...plain, kind: "=", what: "[up to date]", id, isSame: true };
  if (target.top !== undefined && ref === target.refs.branch) {
    await git.err(CHECKED_OUT(ref));
    return refused("branch is currently checked out", "[remote rejected]");
  }
  const isAhead = old === undefined || (repository.objects.has(old) && (await ancestorsOf(repository, id)).has(old));
  if (!isAhead && !spec.isForced) return refused(repository.objects.has(old) ? "non-fast-forward" : "fetch first");
  if (!options.has("dry-run")) {
    const source = { isRemote: false, object: async (wanted: string) => repository.objects.packed(wanted) };
    await fetchObjects(git, target.objects, source, [id]);
    target.refs.update(ref, id, "push");
  }
  const { objects } = repository;
  if (old === undefined)
    return { ...plain, kind: "*", what: ref.startsWith("refs/tags/") ? "[new tag]" : "[new branch]", id };
  const range = `${objects.abbreviate(old)}${isAhead ? ".." : "..."}${objects.abbreviate(id)}`;
  return { ...plain, kind: isAhead ? " " : "+", what: range, id, note: isAhead ? "" : " (forced update)" };
}

/** A server that only lends says so when it is asked to take. */
async function refusedByServer(git: GitRun, url: string): Promise<number> {
  const base = url.replace(/\/$/, "");
  const answer = await fetchText(git, base, "info/refs?service=git-receive-pack");
  if (answer === undefined) throw new GitError(`repository '${base}/' not found`);
  throw new GitError(`unable to access '${base}/': The requested URL returned error: 403`);
}

const NO_DESTINATION = `No configured push destination.
Either specify the URL from the command-line or configure a remote repository using

    git remote add <name> <url>

and then push using the remote name

    git push <name>
`;

const FETCH_FIRST = [
  "Updates were rejected because the remote contains work that you do not",
  "have locally. This is usually caused by another repository pushing to",
  "the same ref. If you want to integrate the remote changes, use",
  "'git pull' before pushing again.",
  "See the 'Note about fast-forwards' in 'git push --help' for details.",
];

const NON_FAST_FORWARD = [
  "Updates were rejected because the tip of your current branch is behind",
  "its remote counterpart. If you want to integrate the remote changes,",
  "use 'git pull' before pushing again.",
  "See the 'Note about fast-forwards' in 'git push --help' for details.",
];

const CHECKED_OUT = (ref: string) => `remote: error: refusing to update checked out branch: ${ref}
remote: error: By default, updating the current branch in a non-bare repository
remote: is denied, because it will make the index and work tree inconsistent
remote: with what you pushed, and will require 'git reset --hard' to match
remote: the work tree to HEAD.
remote: 
remote: You can set the 'receive.denyCurrentBranch' configuration variable
remote: to 'ignore' or 'warn' in the remote repository to allow pushing into
remote: its current branch; however, this is not recommended unless you
remote: arranged to update its work tree to match what you pushed in some
remote: other way.
remote: 
remote: To squelch this message and still keep the default behaviour, set
remote: 'receive.denyCurrentBranch' configuration variable to 'refuse'.
`;
