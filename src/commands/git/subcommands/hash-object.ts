import { openInput } from "../../../kernel/open.ts";
import { readAll } from "../../../kernel/stream.ts";
import type { GitCommand } from "../git-run.ts";
import { blobOf, idOf } from "../objects/git-object.ts";

export const hashObject: GitCommand = {
  runsOutside: true,
  usage: [
    "hash-object [-t <type>] [-w] [--path=<file> | --no-filters]\n                [--stdin [--literally]] [--] <file>...",
    "hash-object [-t <type>] [-w] --stdin-paths [--no-filters]",
  ],
  options: "w stdin t=",
  others: "stdin-paths no-filters literally path=",
  run: async (git, options) => {
    const texts: string[] = [];
    if (options.has("stdin")) texts.push(await readAll(git.process.stdin, git.process.signal));
    for (const name of [...options.operands, ...options.paths])
      texts.push(await readAll(openInput({ ...git.process, cwd: git.cwd }, name)));
    for (const text of texts) {
      const object = blobOf(text);
      if (options.has("w")) await git.repository.objects.write(object);
      await git.out(`${idOf(object)}\n`);
    }
  },
};
