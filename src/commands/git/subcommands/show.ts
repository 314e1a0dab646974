import { decode } from "../../../kernel/bytes.ts";
import { dateText } from "../dates.ts";
import { DIFF_OPTIONS, diffPaint, OTHER_DIFF_OPTIONS, wantsAny } from "../diff/report.ts";
import { GitError } from "../git-error.ts";
import type { GitOptions } from "../git-options.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { parseCommit } from "../objects/commit.ts";
import { parseTag } from "../objects/tag.ts";
import { entriesOf } from "../objects/tree.ts";
import { findRevision } from "../repository/revision.ts";
import { splitOperands } from "./diff.ts";
import { entryText, styleOf } from "./log.ts";

export const show: GitCommand = {
  usage: ["log [<options>] [<revision-range>] [[--] <path>...]", "show [<options>] <object>..."],
  options: `${DIFF_OPTIONS} oneline pretty? format= abbrev-commit date= decorate? q|quiet`,
  others: OTHER_DIFF_OPTIONS,
  run: async (git, options) => {
    const { revisions, paths } = await splitOperands(git, options);
    if (revisions.length === 0 && git.repository.head === undefined)
      throw new GitError(
        `your current branch '${(git.repository.refs.branch ?? "").replace("refs/heads/", "")}' does not have any commits yet`,
      );
    let out = "";
    for (const name of revisions.length === 0 ? ["HEAD"] : revisions) {
      const id = await findRevision(git.repository, name);
      if (id === undefined) throw new GitError(`bad object ${name}`);
      const text = await objectText(git, options, name, id, paths);
      out += out === "" || text.isBlob ? text.out : `\n${text.out}`;
    }
    await git.page(out);
  },
};

async function objectText(
  git: GitRun,
  options: GitOptions,
  name: string,
  id: string,
  paths: readonly string[],
): Promise<{ out: string; isBlob: boolean }> {
  const object = await git.repository.objects.read(id);
  const paint = diffPaint(git, options);
  if (object.type === "blob") return { out: decode(object.data), isBlob: true };
  if (object.type === "tree") {
    const names = entriesOf(object).map((entry) => `${entry.name}${entry.mode === "40000" ? "/" : ""}\n`);
    return { out: `${paint("commit", `tree ${name}`)}\n\n${names.join("")}`, isBlob: false };
  }
  if (object.type === "tag") {
    const tag = parseTag(object);
    const { tagger } = tag;
    const head = `${paint("commit", `tag ${tag.name}`)}\nTagger: ${tagger.name} <${tagger.email}>\nDate:   ${dateText(tagger, "default", 0)}\n\n${tag.message}`;
    const inside = await objectText(git, options, tag.object, tag.object, paths);
    return { out: `${head}\n${inside.out}`, isBlob: false };
  }
  const style = await styleOf(git, options);
  const shown = options;
  if (!wantsAny(options) && !options.has("no-patch") && !options.has("quiet"))
    shown.given.push({ key: "patch", value: "" });
  const commit = parseCommit(object);
  // Of a merge that changed nothing by itself the difference is empty, and the line before it stays.
  const end = commit.parents.length > 1 && wantsAny(shown) && style.pretty !== "oneline" ? "\n" : "";
  return { out: (await entryText(git, shown, style, { id, commit }, paths)) + end, isBlob: false };
}
