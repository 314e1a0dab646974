import type { GitCommand } from "./git-run.ts";

/** Where each subcommand is. */
const SUBCOMMANDS: Readonly<Record<string, () => Promise<GitCommand>>> = {
  add: async () => (await import("./subcommands/add.ts")).add,
  branch: async () => (await import("./subcommands/branch.ts")).branch,
  "cat-file": async () => (await import("./subcommands/cat-file.ts")).catFile,
  "check-ignore": async () => (await import("./subcommands/check-ignore.ts")).checkIgnore,
  checkout: async () => (await import("./subcommands/checkout.ts")).checkout,
  clone: async () => (await import("./subcommands/clone.ts")).clone,
  commit: async () => (await import("./subcommands/commit.ts")).commit,
  config: async () => (await import("./subcommands/config.ts")).config,
  diff: async () => (await import("./subcommands/diff.ts")).diff,
  fetch: async () => (await import("./subcommands/fetch.ts")).fetch,
  "hash-object": async () => (await import("./subcommands/hash-object.ts")).hashObject,
  init: async () => (await import("./subcommands/init.ts")).init,
  log: async () => (await import("./subcommands/log.ts")).log,
  "ls-files": async () => (await import("./subcommands/ls-files.ts")).lsFiles,
  "ls-tree": async () => (await import("./subcommands/ls-tree.ts")).lsTree,
  merge: async () => (await import("./subcommands/merge.ts")).merge,
  mv: async () => (await import("./subcommands/mv.ts")).mv,
  pull: async () => (await import("./subcommands/pull.ts")).pull,
  push: async () => (await import("./subcommands/push.ts")).push,
  reflog: async () => (await import("./subcommands/reflog.ts")).reflog,
  remote: async () => (await import("./subcommands/remote.ts")).remote,
  reset: async () => (await import("./subcommands/reset.ts")).reset,
  restore: async () => (await import("./subcommands/restore.ts")).restore,
  "rev-parse": async () => (await import("./subcommands/rev-parse.ts")).revParse,
  rm: async () => (await import("./subcommands/rm.ts")).rm,
  show: async () => (await import("./subcommands/show.ts")).show,
  status: async () => (await import("./subcommands/status.ts")).status,
  switch: async () => (await import("./subcommands/switch.ts")).switchBranch,
  tag: async () => (await import("./subcommands/tag.ts")).tag,
};

/** What git has and this one has not. */
const OTHERS: ReadonlySet<string> = new Set(
  (
    "am annotate apply archive bisect blame bundle check-attr check-mailmap check-ref-format cherry cherry-pick citool " +
    "clean column commit-graph commit-tree count-objects credential describe diff-files diff-index diff-tree difftool " +
    "fast-export fast-import fetch-pack filter-branch fmt-merge-msg for-each-ref format-patch fsck gc grep gui hook " +
    "index-pack instaweb interpret-trailers ls-remote maintenance merge-base merge-file merge-tree mergetool mktree " +
    "name-rev notes p4 pack-objects pack-refs prune range-diff read-tree rebase receive-pack reflog remote repack replace " +
    "request-pull rerere rev-list revert send-email shortlog show-branch show-index show-ref sparse-checkout stage stash " +
    "stripspace submodule svn symbolic-ref unpack-objects update-index update-ref upload-pack var verify-commit " +
    "verify-pack verify-tag whatchanged worktree write-tree"
  ).split(" "),
);

/** A subcommand, loaded when it is first used; undefined when there is none by that name. */
export function loadSubcommand(name: string): Promise<GitCommand> | undefined {
  return Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name]?.() : undefined;
}

/** All that git has. */
export const subcommandNames: readonly string[] = [...new Set([...Object.keys(SUBCOMMANDS), ...OTHERS])].sort();

/** Whether git has it although it is not simulated. */
export const isOther = (name: string): boolean => OTHERS.has(name);
