import { FileError, resolvePath } from "../../../kernel/filesystem.ts";
import { GitError } from "../git-error.ts";
import type { GitCommand } from "../git-run.ts";
import { createRepository } from "../repository/create.ts";
import { isRefName } from "../repository/refs.ts";
import { configOf, isRepository } from "../repository/repository.ts";

export const init: GitCommand = {
  runsOutside: true,
  usage: [
    "init [-q | --quiet] [--bare] [--template=<template-directory>]\n         [--separate-git-dir <git-dir>] [--object-format=<format>]\n         [-b <branch-name> | --initial-branch=<branch-name>]\n         [--shared[=<permissions>]] [<directory>]",
  ],
  options: "q|quiet bare b|initial-branch=",
  others: "template= shared? separate-git-dir= object-format= ref-format=",
  run: async (git, options) => {
    const { process } = git;
    const given = options.operands[0];
    const top = given === undefined ? git.cwd : resolvePath(git.cwd, given);
    const isBare = options.has("bare");
    const folder = isBare ? top : `${top === "/" ? "" : top}/.git`;
    try {
      process.files.mkdir(top, { recursive: true });
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new GitError(`cannot mkdir ${given ?? top}: ${error.message}`);
    }
    const branch = options.value("initial-branch") ?? configOf(process, git.settings).value("init.defaultbranch");
    if (branch !== undefined && !isRefName(branch)) throw new GitError(`invalid initial branch name: '${branch}'`);
    const exists = isRepository(process, folder);
    const quiet = options.has("quiet");
    if (exists && options.has("initial-branch"))
      await git.err(`warning: re-init: ignored --initial-branch=${options.value("initial-branch")}\n`);
    if (!exists) {
      if (branch === undefined && !quiet) await git.hint("defaultbranchname", BRANCH_ADVICE);
      try {
        createRepository(process.files, folder, isBare, branch ?? "master");
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        throw new GitError(`cannot mkdir ${folder}: ${error.message}`, { label: "" });
      }
    }
    if (!quiet)
      await git.out(`${exists ? "Reinitialized existing" : "Initialized empty"} Git repository in ${folder}/\n`);
  },
};

/** As git says it from version 2.52 on. */
const BRANCH_ADVICE = [
  "Using 'master' as the name for the initial branch. This default branch name",
  'will change to "main" in Git 3.0. To configure the initial branch name',
  "to use in all of your new repositories, which will suppress this warning,",
  "call:",
  "",
  "\tgit config --global init.defaultBranch <name>",
  "",
  "Names commonly chosen instead of 'master' are 'main', 'trunk' and",
  "'development'. The just-created branch can be renamed via this command:",
  "",
  "\tgit branch -m <name>",
  "",
  'Disable this message with "git config set advice.defaultBranchName false"',
];
