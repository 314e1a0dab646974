import { openInput } from "../../../kernel/open.ts";
import { readAll } from "../../../kernel/stream.ts";
import { dateText } from "../dates.ts";
import { changesBetween } from "../diff/changes.ts";
import { changesOfFiles, statsOf, summaryLine } from "../diff/diffstat.ts";
import { filesOfTree } from "../diff/file-version.ts";
import { cleaned } from "../editor.ts";
import { GitError } from "../git-error.ts";
import type { GitOptions } from "../git-options.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { identity, timeOf } from "../identity.ts";
import { messageTemplate } from "../message-template.ts";
import { type Commit, commitOf, subjectOf } from "../objects/commit.ts";
import type { IndexEntry } from "../repository/index-file.ts";
import { shortName } from "../repository/refs.ts";
import { commitNamed } from "../repository/revision.ts";
import { writeTree } from "../repository/write-tree.ts";
import { statusText } from "../status-text.ts";
import { matcherOf } from "../worktree/pathspec.ts";
import { staged } from "../worktree/stage.ts";
import { statusOf, unmergedOf } from "../worktree/status-of.ts";

export const commit: GitCommand = {
  usage: [
    "commit [-a | --interactive | --patch] [-s] [-v] [-u<mode>] [--amend]\n           [--dry-run] [(-c | -C | --squash) <commit> | --fixup [(amend|reword):]<commit>)]\n           [-F <file> | -m <msg>] [--reset-author] [--allow-empty]\n           [--allow-empty-message] [--no-verify] [-e] [--author=<author>]\n           [--date=<date>] [--cleanup=<mode>] [--[no-]status]\n           [-i | -o] [--pathspec-from-file=<file> [--pathspec-file-nul]]\n           [(--trailer <token>[(=|:)<value>])...] [-S[<keyid>]]\n           [--] [<pathspec>...]",
  ],
  options:
    "q|quiet v|verbose F|file= m|message= a|all amend allow-empty allow-empty-message author= date= edit e s|signoff " +
    "C|reuse-message= dry-run reset-author n|no-verify o|only u|untracked-files? status",
  others:
    "c|reedit-message= fixup= squash= trailer= t|template= cleanup= S|gpg-sign? i|include interactive p|patch short branch porcelain long null",
  run: async (git, options) => {
    const { repository } = git;
    let entries = repository.readIndex();
    if (unmergedOf(entries).length > 0 && !options.has("all")) return refuseUnmerged(git, entries);
    const isAmend = options.has("amend");
    const { head } = repository;
    if (isAmend && head === undefined) throw new GitError("You have nothing yet to amend.");
    const before = isAmend && head !== undefined ? await repository.objects.commit(head) : undefined;
    entries = await withFiles(git, entries, options);
    const parents = before ? before.parents : await parentsOf(git);
    const parentTree = parents[0] === undefined ? undefined : (await repository.objects.commit(parents[0])).tree;
    const author = authorOf(git, options, before);
    const committer = identity(git.process, git.config, "COMMITTER");
    const found = await statusOf(git, { untracked: "normal", entries, tree: parentTree });
    const isEmpty = found.staged.length === 0 && parents.length < 2 && !options.has("allow-empty");
    if (isEmpty || options.has("dry-run")) {
      await git.out(await statusText(git, found, { isAmend, isCommit: true, isFirst: parentTree === undefined }));
      if (isAmend && isEmpty) await git.err(AMENDED_AWAY);
      return found.staged.length > 0 ? 0 : 1;
    }
    const text = await messageOf(git, options, before, found);
    const signed = options.has("signoff")
      ? `${text}${/\nSigned-off-by: [^\n]*\n$/.test(text) ? "" : "\n"}Signed-off-by: ${committer.name} <${committer.email}>\n`
      : text;
    if (text === "" && !options.has("allow-empty-message")) {
      await git.err("Aborting commit due to empty commit message.\n");
      return 1;
    }
    const tree = await writeTree(repository.objects, entries);
    const id = await repository.objects.write(commitOf({ tree, parents, author, committer, message: signed }));
    repository.writeIndex(entries);
    const subject = subjectOf(signed);
    const kind = isAmend ? " (amend)" : parents.length === 0 ? " (initial)" : parents.length > 1 ? " (merge)" : "";
    repository.refs.update("HEAD", id, `commit${kind}: ${subject}`);
    for (const name of ["MERGE_HEAD", "MERGE_MSG", "MERGE_MODE"]) repository.setNote(name, undefined);
    repository.setNote("COMMIT_EDITMSG", signed);
    if (!options.has("quiet")) await git.out(await summaryOf(git, id, isAmend));
    return 0;
  },
};

const AMENDED_AWAY = `You asked to amend the most recent commit, but doing so would make
it empty. You can repeat your command with --allow-empty, or you can
remove the commit entirely with "git reset HEAD^".
`;

async function refuseUnmerged(git: GitRun, entries: readonly IndexEntry[]): Promise<number> {
  await git.out(
    unmergedOf(entries)
      .map(({ path }) => `U\t${git.quote(path)}\n`)
      .join(""),
  );
  await git.err("error: Committing is not possible because you have unmerged files.\n");
  await git.hint("resolveconflict", [
    "Fix them up in the work tree, and then use 'git add/rm <file>'",
    "as appropriate to mark resolution and make a commit.",
  ]);
  await git.err("fatal: Exiting because of an unresolved conflict.\n");
  return 128;
}

async function parentsOf({ repository }: GitRun): Promise<string[]> {
  const merged = repository.note("MERGE_HEAD")?.trim().split("\n") ?? [];
  return repository.head === undefined ? [] : [repository.head, ...merged];
}

/** The index with what `-a` or the command line adds. */
async function withFiles(git: GitRun, entries: IndexEntry[], options: GitOptions): Promise<IndexEntry[]> {
  const texts = [...options.operands, ...options.paths];
  if (options.has("all") && texts.length > 0) throw new GitError(`paths '${texts[0]} ...' with -a does not make sense`);
  if (!options.has("all") && texts.length === 0) return entries;
  const specs = git.pathspecs(texts);
  for (const spec of specs)
    if (!entries.some(({ path }) => spec.matches(path)))
      throw new GitError(`pathspec '${spec.text}' did not match any file(s) known to git`, {
        label: "error: ",
        status: 1,
      });
  const isWanted = matcherOf(specs);
  let all = entries;
  for (const path of new Set(entries.map((entry) => entry.path)))
    if (isWanted(path)) all = await staged(git, all, path);
  return all;
}

function authorOf(git: GitRun, options: GitOptions, before: Commit | undefined) {
  const own = identity(git.process, git.config, "AUTHOR");
  const kept = before && !options.has("reset-author") ? before.author : own;
  const given = options.value("author");
  const date = options.value("date");
  const dated = date === undefined ? kept : { ...kept, ...timeOf(git.process, date) };
  if (given === undefined) return dated;
  const [, name, email] = /^(.*?)\s*<(.*)>$/.exec(given) ?? [];
  if (name === undefined || email === undefined)
    throw new GitError(`--author '${given}' is not 'Name <email>' and matches no existing author`);
  return { ...dated, name, email };
}

async function messageOf(
  git: GitRun,
  options: GitOptions,
  before: Commit | undefined,
  found: Awaited<ReturnType<typeof statusOf>>,
): Promise<string> {
  const { process, repository } = git;
  const given = options.values("message");
  if (given.length > 0) return cleaned(given.map((part) => part.replace(/\n*$/, "\n")).join("\n"), false);
  const file = options.value("file");
  if (file !== undefined) {
    const input = file === "-" ? process.stdin : openInput(process, file);
    return cleaned(await readAll(input, process.signal), false);
  }
  const reused = options.value("reuse-message");
  if (reused !== undefined) return (await repository.objects.commit(await commitNamed(repository, reused))).message;
  const start = before?.message ?? repository.note("MERGE_MSG") ?? "";
  if (options.has("no-edit")) return cleaned(start, true);
  return messageTemplate(git, start, found, before);
}

/** `[main (root-commit) 1a2b3c4] Subject` and what changed. */
export async function summaryOf(git: GitRun, id: string, isAmend: boolean): Promise<string> {
  const { repository } = git;
  const made = await repository.objects.commit(id);
  const { branch } = repository.refs;
  const place = branch === undefined ? "detached HEAD" : shortName(branch);
  const root = made.parents.length === 0 && !isAmend ? " (root-commit)" : "";
  let out = `[${place}${root} ${repository.objects.abbreviate(id)}] ${subjectOf(made.message)}\n`;
  const { author, committer } = made;
  if (author.name !== committer.name || author.email !== committer.email)
    out += ` Author: ${author.name} <${author.email}>\n`;
  if (isAmend || author.time !== committer.time) out += ` Date: ${dateText(author, "default", 0)}\n`;
  if (made.parents.length > 1) return out;
  const parent = made.parents[0];
  const old = parent === undefined ? undefined : (await repository.objects.commit(parent)).tree;
  const changes = await changesBetween(await filesOfTree(repository, old), await filesOfTree(repository, made.tree));
  const quote = (name: string) => git.quote(name);
  return out + summaryLine(await statsOf(changes, quote)) + changesOfFiles(changes, quote);
}
