import files from "../../../content/curso.json" with { type: "json" };
import { type Commit, commitOf } from "../../commands/git/objects/commit.ts";
import { blobOf, type GitObject, idOf, withHeader } from "../../commands/git/objects/git-object.ts";
import { type TreeEntry, treeOf } from "../../commands/git/objects/tree.ts";
import { storedZlib } from "../../kernel/gzip.ts";

/** The history of the course's own code: a folder a commit. */
const HISTORY: readonly (readonly [folder: string, subject: string, time: number])[] = [
  ["ws0", "The milestones service", Date.UTC(2018, 8, 3, 9, 30)],
  ["data", "Its data, in an image of their own", Date.UTC(2018, 8, 17, 10, 15)],
  ["status", "A client that asks how the service is", Date.UTC(2018, 9, 8, 16, 40)],
];

/** A repository as a web server hands it out. */
interface ServedRepository {
  readonly head: string;
  readonly refs: ReadonlyMap<string, string>;
  /** Compressed, by their ids. */
  readonly objects: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
}

let made: ServedRepository | undefined;

/** The course's repository, made of content/curso when it is first asked for; its ids are always the same. */
export function courseRepository(): ServedRepository {
  made ??= make();
  return made;
}

function make(): ServedRepository {
  const objects = new Map<string, Uint8Array<ArrayBuffer>>();
  const keep = (object: GitObject): string => {
    const id = idOf(object);
    objects.set(id, storedZlib(withHeader(object)));
    return id;
  };
  const folders: TreeEntry[] = [];
  let parent: string | undefined;
  for (const [folder, subject, time] of HISTORY) {
    const entries = Object.entries(files)
      .filter(([path]) => path.startsWith(`${folder}/`))
      .map(([path, text]) => ({
        mode: text.startsWith("#!") ? "100755" : "100644",
        name: path.slice(folder.length + 1),
        id: keep(blobOf(text)),
      }));
    folders.push({ mode: "40000", name: folder, id: keep(treeOf(entries)) });
    const who = { name: "Dársena", email: "curso@darsena.example", time: time / 1000, zone: "+0200" };
    const commit: Commit = {
      tree: keep(treeOf(folders)),
      parents: parent === undefined ? [] : [parent],
      ...{ author: who, committer: who, message: `${subject}\n` },
    };
    parent = keep(commitOf(commit));
  }
  return { head: "refs/heads/main", refs: new Map([["refs/heads/main", parent ?? ""]]), objects };
}
