import { GitError } from "../git-error.ts";
import type { GitRun } from "../git-run.ts";
import { parseCommit } from "../objects/commit.ts";
import type { ObjectStore } from "../objects/object-store.ts";
import { parseTag } from "../objects/tag.ts";
import { entriesOf } from "../objects/tree.ts";
import type { Source } from "./transport.ts";

/** Brings objects and all that they name, as far as they are not here. @returns how many came */
export async function fetchObjects(
  git: GitRun,
  objects: ObjectStore,
  source: Pick<Source, "object" | "isRemote">,
  ids: Iterable<string>,
): Promise<number> {
  const { process } = git;
  const left = [...ids];
  let count = 0;
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (objects.has(id)) continue;
    const object = await objects.adopt(id, await source.object(id));
    count++;
    if (source.isRemote && process.stderr.isTTY) await git.err(`Fetching objects: ${count}\r`);
    if (object.type === "commit") {
      const { tree, parents } = parseCommit(object);
      left.push(tree, ...parents);
    } else if (object.type === "tree")
      left.push(
        ...entriesOf(object)
          .filter(({ mode }) => mode !== "160000")
          .map((entry) => entry.id),
      );
    else if (object.type === "tag") left.push(parseTag(object).object);
    if (count > MOST) throw new GitError("too many objects");
    if (count % 16 === 0) await process.breathe();
  }
  if (count > 0 && source.isRemote && process.stderr.isTTY) await git.err(`Fetching objects: ${count}, done.\n`);
  return count;
}

/** Nothing in the lab is nearly so big. */
const MOST = 100_000;
