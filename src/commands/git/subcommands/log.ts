import { filesOfTree } from "../diff/file-version.ts";
import { changesFor, DIFF_OPTIONS, diffPaint, diffText, OTHER_DIFF_OPTIONS, wantsAny } from "../diff/report.ts";
import { GitError } from "../git-error.ts";
import type { GitOptions } from "../git-options.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { Decorations } from "../log/decorations.ts";
import { headOf, type LogStyle } from "../log/format.ts";
import { Graph } from "../log/graph.ts";
import { parseMoment } from "../log/moment.ts";
import { type LogEntry, rangeOf, walk } from "../log/walk.ts";
import { matcherOf } from "../worktree/pathspec.ts";
import { splitOperands } from "./diff.ts";

export const log: GitCommand = {
  usage: ["log [<options>] [<revision-range>] [[--] <path>...]", "show [<options>] <object>..."],
  options:
    `${DIFF_OPTIONS} n|max-count= skip= oneline graph all decorate? pretty? format= abbrev-commit no-abbrev-commit date= ` +
    "author= committer= grep= i|regexp-ignore-case E|extended-regexp reverse merges no-merges first-parent since= after= until= before= topo-order date-order follow branches tags",
  others: `${OTHER_DIFF_OPTIONS} L= g|walk-reflogs parents children left-right cherry-pick simplify-by-decoration source use-mailmap show-signature boundary abbrev? invert-grep F|fixed-strings`,
  before: (args) => args.map((arg) => arg.replace(/^-(\d+)$/, "-n$1")),
  run: async (git, options) => {
    const { revisions, paths } = await splitOperands(git, options);
    const style = await styleOf(git, options);
    const entries = await selected(git, options, revisions, paths);
    await git.page(await logText(git, options, style, entries, paths));
  },
};

/** How commits are to be shown. */
export async function styleOf(git: GitRun, options: GitOptions): Promise<LogStyle> {
  const asked = options.value("format") ?? options.value("pretty");
  const isOneline = options.last("oneline", "pretty", "format") === "oneline" || asked === "oneline";
  const decorate =
    options.last("decorate", "no-decorate") ?? (git.config.value("log.decorate") === "no" ? "no-decorate" : "auto");
  const isDecorated =
    decorate === "decorate" ? options.value("decorate") !== "no" : decorate === "auto" && git.process.stdout.isTTY;
  return {
    pretty: isOneline ? "oneline" : asked === undefined || asked === "" ? "medium" : asked,
    abbreviates: (options.has("oneline") && isOneline) || options.has("abbrev-commit"),
    date: options.value("date") ?? git.config.value("log.date") ?? "default",
    decorations: await Decorations.of(git.repository, isDecorated || /%[dD]/.test(asked ?? "")),
    paint: diffPaint(git, options),
  };
}

async function selected(
  git: GitRun,
  options: GitOptions,
  revisions: readonly string[],
  paths: readonly string[],
): Promise<LogEntry[]> {
  const { repository } = git;
  const isGraph = options.has("graph");
  const range = await rangeOf(repository, revisions, options.has("all"));
  const isMeant = paths.length === 0 ? undefined : matcherOf(git.pathspecs(paths));
  const most = Number(options.value("max-count") ?? Number.POSITIVE_INFINITY);
  if (Number.isNaN(most)) throw new GitError(`'${options.value("max-count")}': not an integer`);
  let skip = Number(options.value("skip") ?? 0);
  const fits = filterOf(git, options);
  const found: LogEntry[] = [];
  const topological = isGraph || options.has("topo-order");
  for await (const entry of walk(repository, range, { topological, firstParent: options.has("first-parent") })) {
    if (found.length >= most) break;
    if (!fits(entry) || (isMeant && !(await touches(git, entry, isMeant)))) continue;
    if (skip-- > 0) continue;
    found.push(entry);
  }
  return options.has("reverse") ? found.reverse() : found;
}

function filterOf(git: GitRun, options: GitOptions): (entry: LogEntry) => boolean {
  const flags = options.has("regexp-ignore-case") ? "i" : "";
  const patterns = (key: string) => options.values(key).map((text) => new RegExp(text, `${flags}m`));
  const [authors, committers, texts] = [patterns("author"), patterns("committer"), patterns("grep")];
  const now = git.process.machine.clock.now() / 1000;
  const moment = (...keys: string[]) => {
    const text = keys.map((key) => options.value(key)).find((value) => value !== undefined);
    return text === undefined ? undefined : parseMoment(text, now);
  };
  const [since, until] = [moment("since", "after"), moment("until", "before")];
  return ({ commit: { author, committer, message, parents } }) => {
    const some = (list: readonly RegExp[], text: string) =>
      list.length === 0 || list.some((pattern) => pattern.test(text));
    if (options.has("merges") && parents.length < 2) return false;
    if (options.has("no-merges") && parents.length > 1) return false;
    if (since !== undefined && committer.time < since) return false;
    if (until !== undefined && committer.time > until) return false;
    return (
      some(authors, `${author.name} <${author.email}>`) &&
      some(committers, `${committer.name} <${committer.email}>`) &&
      some(texts, message)
    );
  };
}

/** Whether a commit changed one of some paths, against each of its parents. */
async function touches(git: GitRun, { commit }: LogEntry, isMeant: (path: string) => boolean): Promise<boolean> {
  const { repository } = git;
  const own = await filesOfTree(repository, commit.tree);
  const parents = commit.parents.length === 0 ? [undefined] : commit.parents;
  for (const parent of parents) {
    const old = await filesOfTree(
      repository,
      parent === undefined ? undefined : (await repository.objects.commit(parent)).tree,
    );
    const paths = [...new Set([...own.keys(), ...old.keys()])].filter(isMeant);
    if (paths.every((path) => own.get(path)?.id === old.get(path)?.id && own.get(path)?.mode === old.get(path)?.mode))
      return false;
  }
  return true;
}

/** What a commit changed, in the forms that are asked for; "" for a merge. */
export async function changesText(
  git: GitRun,
  options: GitOptions,
  { commit }: LogEntry,
  paths: readonly string[] = [],
): Promise<string> {
  if (commit.parents.length > 1) return "";
  const { repository } = git;
  const [parent] = commit.parents;
  const old = await filesOfTree(
    repository,
    parent === undefined ? undefined : (await repository.objects.commit(parent)).tree,
  );
  const isMeant = paths.length === 0 ? () => true : matcherOf(git.pathspecs(paths));
  const changes = await changesFor(options, old, await filesOfTree(repository, commit.tree));
  return diffText(
    git,
    options,
    changes.filter(({ path }) => isMeant(path)),
  );
}

/** A commit with its changes. */
export async function entryText(
  git: GitRun,
  options: GitOptions,
  style: LogStyle,
  entry: LogEntry,
  paths: readonly string[] = [],
): Promise<string> {
  const isOwn = style.pretty.includes("%");
  const head = headOf(git, entry, { ...style, pretty: style.pretty.replace(/^t?format:/, "") });
  const text = wantsAny(options) ? await changesText(git, options, entry, paths) : "";
  const ended = isOwn ? `${head}\n` : head;
  if (text === "") return ended;
  const isBoth = options.has("stat") && (options.has("patch") || options.has("u"));
  return `${ended}${style.pretty === "oneline" ? "" : isBoth ? "---\n" : "\n"}${text}`;
}

async function logText(
  git: GitRun,
  options: GitOptions,
  style: LogStyle,
  entries: readonly LogEntry[],
  paths: readonly string[],
): Promise<string> {
  const isTight = style.pretty === "oneline" || style.pretty.includes("%");
  const graph = options.has("graph") ? new Graph(style.paint) : undefined;
  let out = "";
  for (const [i, entry] of entries.entries()) {
    const text = await entryText(git, options, style, entry, paths);
    const isApart = !isTight && i > 0;
    if (graph) {
      const shown = entry.commit.parents.filter((parent) => entries.some(({ id }) => id === parent));
      out += graph.draw(entry.id, shown, text, isApart);
    } else out += (isApart ? "\n" : "") + text;
  }
  return style.pretty.startsWith("format:") ? out.replace(/\n$/, "") : out;
}
