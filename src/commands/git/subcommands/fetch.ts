import { GitError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { fetchRemote } from "../remote/fetch-remote.ts";
import { upstreamOf } from "../tracking.ts";
import { remotesOf } from "./remote.ts";

export const fetch: GitCommand = {
  usage: [
    "fetch [<options>] [<repository> [<refspec>...]]",
    "fetch [<options>] <group>",
    "fetch --multiple [<options>] [(<repository> | <group>)...]",
    "fetch --all [<options>]",
  ],
  options: "all p|prune q|quiet v|verbose t|tags progress",
  others:
    "a|append atomic depth= f|force m|multiple n j|jobs= P|prune-tags k|keep u|update-head-ok unshallow dry-run set-upstream refetch",
  run: async (git, options) => {
    const { repository } = git;
    const [given, ...branches] = options.operands;
    const { branch } = repository.refs;
    const followed = branch === undefined ? undefined : upstreamOf(repository, branch)?.remote;
    const remotes = options.has("all") ? remotesOf(git) : [given ?? followed ?? "origin"];
    const prune = options.has("prune") || git.config.flag("fetch.prune", false);
    for (const remote of remotes) {
      if (given === undefined && !remotesOf(git).includes(remote)) {
        if (remotesOf(git).length === 0) return 0;
        throw new GitError(
          `'${remote}' does not appear to be a git repository\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.`,
        );
      }
      if (options.has("all")) await git.out(`Fetching ${remote}\n`);
      await fetchRemote(git, remote, { prune, branches, quiet: options.has("quiet") });
    }
    return 0;
  },
};
