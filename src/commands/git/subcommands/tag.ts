import { cleaned, edit } from "../editor.ts";
import { GitError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { identity } from "../identity.ts";
import { subjectOf } from "../objects/commit.ts";
import { parseTag, tagOf } from "../objects/tag.ts";
import { isRefName } from "../repository/refs.ts";
import { findRevision } from "../repository/revision.ts";
import { wildmatch } from "../worktree/wildmatch.ts";

export const tag: GitCommand = {
  usage: [
    "tag [-a | -s | -u <key-id>] [-f] [-m <msg> | -F <file>] [-e]\n        <tagname> [<commit> | <object>]",
    "tag -d <tagname>...",
    "tag [-n[<num>]] -l [--contains <commit>] [--no-contains <commit>]\n        [--points-at <object>] [--column[=<options>] | --no-column]\n        [--create-reflog] [--sort=<key>] [--format=<format>]\n        [--merged <commit>] [--no-merged <commit>] [<pattern>...]",
    "tag -v [--format=<format>] <tagname>...",
  ],
  options: "a|annotate m|message= f|force d|delete l|list n?",
  others:
    "s|sign u|local-user= v|verify F|file= e|edit cleanup= contains= no-contains= merged? no-merged? sort= points-at= format= column? i|ignore-case color? create-reflog",
  run: async (git, options) => {
    const { repository } = git;
    const { refs, objects } = repository;
    if (options.has("delete")) {
      let status = 0;
      for (const name of options.operands) {
        const id = refs.resolve(`refs/tags/${name}`);
        if (id === undefined) {
          await git.err(`error: tag '${name}' not found.\n`);
          status = 1;
          continue;
        }
        refs.delete(`refs/tags/${name}`);
        await git.out(`Deleted tag '${name}' (was ${objects.abbreviate(id)})\n`);
      }
      return status;
    }
    const [name, target = "HEAD"] = options.operands;
    if (name === undefined || options.has("list") || options.has("n")) {
      const patterns = options.operands.map((pattern) => wildmatch(pattern, true));
      const lines: string[] = [];
      for (const ref of refs.list("refs/tags/")) {
        const short = ref.slice("refs/tags/".length);
        if (patterns.length > 0 && !patterns.some((pattern) => pattern.test(short))) continue;
        const object = await objects.read(refs.resolve(ref) ?? "");
        const message =
          object.type === "tag"
            ? parseTag(object).message
            : object.type === "commit"
              ? (await objects.commit(refs.resolve(ref) ?? "")).message
              : "";
        lines.push(options.has("n") ? `${short.padEnd(15)} ${subjectOf(message)}\n` : `${short}\n`);
      }
      await git.page(lines.join(""));
      return 0;
    }
    if (!isRefName(name)) throw new GitError(`'${name}' is not a valid tag name.`);
    const old = refs.resolve(`refs/tags/${name}`);
    if (old !== undefined && !options.has("force")) throw new GitError(`tag '${name}' already exists`);
    const id = await findRevision(repository, target);
    if (id === undefined) throw new GitError(`Failed to resolve '${target}' as a valid ref.`);
    const messages = options.values("message");
    let made = id;
    if (options.has("annotate") || messages.length > 0) {
      const text =
        messages.length > 0
          ? cleaned(messages.join("\n\n"), false)
          : cleaned(await edit(git, `${repository.folder}/TAG_EDITMSG`, TEMPLATE(name)), true);
      if (text === "") throw new GitError("no tag message?");
      const { type } = await objects.read(id);
      made = await objects.write(
        tagOf({ object: id, type, name, tagger: identity(git.process, git.config, "COMMITTER"), message: text }),
      );
    }
    refs.update(`refs/tags/${name}`, made, "");
    if (old !== undefined && old !== made) await git.out(`Updated tag '${name}' (was ${objects.abbreviate(old)})\n`);
    return 0;
  },
};

const TEMPLATE = (name: string) => `
#
# Write a message for tag:
#   ${name}
# Lines starting with '#' will be ignored.
`;
