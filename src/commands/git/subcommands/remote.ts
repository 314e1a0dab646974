import { GitError, GitUsageError } from "../git-error.ts";
import { OptionNotSimulated } from "../git-options.ts";
import type { GitCommand, GitRun } from "../git-run.ts";
import { withoutSection, withSetting } from "../repository/config-file.ts";

export const remote: GitCommand = {
  usage: [
    "remote [-v | --verbose]",
    "remote add [-t <branch>] [-m <master>] [-f] [--tags | --no-tags] [--mirror=<fetch|push>] <name> <url>",
    "remote rename [--[no-]progress] <old> <new>",
    "remote remove <name>",
    "remote [-v | --verbose] show [-n] <name>",
    "remote get-url [--push] [--all] <name>",
    "remote set-url [--push] <name> <newurl> [<oldurl>]",
  ],
  options: "v|verbose",
  others: "f t= m= tags no-tags mirror? push all",
  run: async (git, options) => {
    const [action, ...operands] = options.operands;
    const { repository } = git;
    if (action === undefined) {
      await git.out(
        remotesOf(git)
          .map((name) => {
            const url = repository.config.value(`remote.${name}.url`) ?? "";
            const push = repository.config.value(`remote.${name}.pushurl`) ?? url;
            return options.has("verbose") ? `${name}\t${url} (fetch)\n${name}\t${push} (push)\n` : `${name}\n`;
          })
          .join(""),
      );
      return 0;
    }
    const act = ACTIONS[action];
    if (!act) throw new GitUsageError(`unknown subcommand: \`${action}'`);
    return act(git, operands);
  },
};

/** The names of the remotes that have a URL, sorted. */
export function remotesOf({ repository }: GitRun): string[] {
  const names = repository.config
    .all()
    .flatMap(({ section, key }) => (section.startsWith("remote.") && key === "url" ? [section.slice(7)] : []));
  return [...new Set(names)].sort();
}

function required(git: GitRun, name: string | undefined, colon = ""): string {
  if (name === undefined) throw new GitUsageError("a name is wanted");
  if (!remotesOf(git).includes(name))
    throw new GitError(`No such remote${colon} '${name}'`, { label: "error: ", status: 2 });
  return name;
}

function change(git: GitRun, edit: (text: string) => string): void {
  const path = `${git.repository.folder}/config`;
  const { files } = git.process;
  files.writeFile(path, edit(files.readFile(path)));
}

const ACTIONS: Readonly<Record<string, (git: GitRun, operands: readonly string[]) => Promise<number>>> = {
  add: async (git, [name, url]) => {
    if (name === undefined || url === undefined) throw new GitUsageError("a name and an address are wanted");
    if (remotesOf(git).includes(name))
      throw new GitError(`remote ${name} already exists.`, { label: "error: ", status: 3 });
    if (!/^[^\s/][^\s]*$/.test(name)) throw new GitError(`'${name}' is not a valid remote name`);
    change(git, (text) =>
      withSetting(
        withSetting(text, `remote.${name}.url`, url),
        `remote.${name}.fetch`,
        `+refs/heads/*:refs/remotes/${name}/*`,
      ),
    );
    return 0;
  },
  remove: async (git, [given]) => {
    const name = required(git, given, ":");
    change(git, (text) => withoutSection(text, `remote.${name}`));
    for (const ref of git.repository.refs.list(`refs/remotes/${name}/`)) git.repository.refs.delete(ref);
    return 0;
  },
  rm: async (git, operands) => ACTIONS.remove?.(git, operands) ?? 0,
  rename: async (git, [given, to]) => {
    const name = required(git, given, ":");
    if (to === undefined) throw new GitUsageError("two names are wanted");
    change(git, (text) =>
      text
        .replaceAll(`[remote "${name}"]`, `[remote "${to}"]`)
        .replaceAll(`refs/remotes/${name}/*`, `refs/remotes/${to}/*`)
        .replaceAll(`\tremote = ${name}\n`, `\tremote = ${to}\n`),
    );
    const { refs } = git.repository;
    for (const ref of refs.list(`refs/remotes/${name}/`)) {
      const id = refs.resolve(ref);
      const moved = ref.replace(`refs/remotes/${name}/`, `refs/remotes/${to}/`);
      const target = refs.target(ref);
      refs.delete(ref);
      if (target !== undefined) refs.pointTo(moved, target.replace(`refs/remotes/${name}/`, `refs/remotes/${to}/`));
      else if (id !== undefined) refs.update(moved, id, `remote: renamed ${ref} to ${moved}`);
    }
    return 0;
  },
  "get-url": async (git, [given]) => {
    const name = required(git, given);
    await git.out(`${git.repository.config.value(`remote.${name}.url`)}\n`);
    return 0;
  },
  "set-url": async (git, [given, url]) => {
    const name = required(git, given);
    if (url === undefined) throw new GitUsageError("an address is wanted");
    change(git, (text) => withSetting(text, `remote.${name}.url`, url));
    return 0;
  },
  show: async (git, [given]) => {
    if (given === undefined)
      await git.out(
        remotesOf(git)
          .map((name) => `${name}\n`)
          .join(""),
      );
    else throw new OptionNotSimulated(`show ${required(git, given)}`);
    return 0;
  },
};
