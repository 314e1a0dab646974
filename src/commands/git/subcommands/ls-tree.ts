import { GitError, GitUsageError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { findRevision } from "../repository/revision.ts";

export const lsTree: GitCommand = {
  usage: ["ls-tree [<options>] <tree-ish> [<path>...]"],
  options: "r t d name-only name-status l|long",
  others: "z full-name full-tree format= object-only abbrev?",
  run: async (git, options) => {
    const { objects } = git.repository;
    const [name, ...paths] = [...options.operands, ...options.paths];
    if (name === undefined) throw new GitUsageError("a tree is wanted");
    const id = await findRevision(git.repository, name);
    if (id === undefined) throw new GitError(`Not a valid object name ${name}`);
    const { id: top, object } = await objects.peel(id);
    const tree = object.type === "commit" ? (await objects.commit(top)).tree : top;
    const lines: string[] = [];
    const isMeant = (path: string) =>
      paths.length === 0 ||
      paths.some((wanted) => path === wanted.replace(/\/$/, "") || (path.startsWith(wanted) && wanted.endsWith("/")));
    const list = async (at: string, prefix: string) => {
      for (const entry of await objects.tree(at)) {
        const path = prefix + entry.name;
        const isFolder = entry.mode === "40000";
        const isAbove = paths.some((wanted) => wanted.startsWith(`${path}/`));
        if (isMeant(path) && !(isFolder && options.has("r") && !options.has("t")) && !(options.has("d") && !isFolder)) {
          const { type, data } = await objects.read(entry.id);
          const size = options.has("long") ? ` ${(isFolder ? "-" : String(data.length)).padStart(7)}` : "";
          const short = options.has("name-only") || options.has("name-status");
          lines.push(
            short ? git.quote(path) : `${entry.mode.padStart(6, "0")} ${type} ${entry.id}${size}\t${git.quote(path)}`,
          );
        }
        if (
          isFolder &&
          ((options.has("r") &&
            (paths.length === 0 || isAbove || paths.some((wanted) => `${path}/`.startsWith(wanted)))) ||
            isAbove)
        )
          await list(entry.id, `${path}/`);
      }
    };
    await list(tree, "");
    await git.out(lines.map((line) => `${line}\n`).join(""));
  },
};
