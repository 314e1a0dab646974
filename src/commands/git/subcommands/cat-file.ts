import { decode } from "../../../kernel/bytes.ts";
import { GitError } from "../git-error.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import type { GitObject } from "../objects/git-object.ts";
import { entriesOf } from "../objects/tree.ts";
import { findRevision } from "../repository/revision.ts";

export const catFile: GitCommand = {
  usage: [
    "cat-file <type> <object>",
    "cat-file (-e | -p) <object>",
    "cat-file (-t | -s) [--allow-unknown-type] <object>",
  ],
  options: "p t s e",
  others:
    "batch? batch-check? batch-command? batch-all-objects textconv filters path= buffer follow-symlinks unordered",
  run: async (git, options) => {
    const [first, second] = options.operands;
    const asked = ["p", "t", "s", "e"].find((key) => options.has(key));
    const name = asked === undefined ? second : first;
    if (name === undefined)
      throw new GitError(
        asked === undefined ? "<type> and <object> are required" : `<object> required with '-${asked}'`,
        { status: 129 },
      );
    const id = await findRevision(git.repository, name);
    if (id === undefined) {
      if (asked === "e") return 1;
      throw new GitError(`Not a valid object name ${name}`);
    }
    const object = await git.repository.objects.read(id);
    if (asked === "e") return 0;
    if (asked === "t") await git.out(`${object.type}\n`);
    else if (asked === "s") await git.out(`${object.data.length}\n`);
    else if (asked === "p") await git.out(await prettyText(git, object));
    else {
      if (first !== object.type) throw new GitError(`git cat-file ${name}: bad file`);
      await git.out(decode(object.data));
    }
    return 0;
  },
};

/** An object for people: a tree as a list, the rest as it is. */
async function prettyText({ repository }: GitRun, object: GitObject): Promise<string> {
  if (object.type !== "tree") return decode(object.data);
  const lines: string[] = [];
  for (const { mode, name, id } of entriesOf(object))
    lines.push(
      `${mode.padStart(6, "0")} ${mode === "160000" ? "commit" : (await repository.objects.read(id)).type} ${id}\t${name}\n`,
    );
  return lines.join("");
}
