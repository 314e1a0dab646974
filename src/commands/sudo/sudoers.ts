import type { FileSystem } from "../../kernel/filesystem.ts";
import { groupName, type User, users } from "../accounts.ts";

/** A rule of /etc/sudoers: who may run what, as whom. */
export interface SudoRule {
  readonly who: string;
  readonly runAs: string;
  readonly noPassword: boolean;
  readonly commands: readonly string[];
}

interface Sudoers {
  /** What stands after `Defaults`. */
  readonly defaults: readonly string[];
  readonly rules: readonly SudoRule[];
}

/** /etc/sudoers and the files of its `@includedir`: the part of sudoers(5) that rules of a user or group need. */
export function readSudoers(files: FileSystem): Sudoers {
  const defaults: string[] = [];
  const rules: SudoRule[] = [];
  const read = (path: string): void => {
    if (!files.exists(path)) return;
    const text = files.readFile(path).replaceAll("\\\n", " ");
    for (const line of text.split("\n")) {
      const folder = /^[@#]includedir\s+(\S+)/.exec(line)?.[1];
      if (folder !== undefined && files.exists(folder)) {
        // Names with a dot or a final ~ are passed over.
        for (const name of files.readdir(folder)) if (!/[.~]/.test(name)) read(`${folder}/${name}`);
        continue;
      }
      const bare = line.replace(/#.*/, "").trim();
      const setting = /^Defaults\s+(.*)$/.exec(bare)?.[1];
      if (setting !== undefined) defaults.push(setting);
      const rule = /^(\S+)\s+\S+?\s*=\s*(?:\(([^)]*)\))?\s*((?:[A-Z]+:\s*)*)(.+)$/.exec(bare);
      if (!rule || setting !== undefined || /^\w+_Alias\b/.test(bare)) continue;
      const [, who = "", runAs = "root", tags = "", commands = ""] = rule;
      rules.push({
        who,
        runAs: runAs.replaceAll(" ", ""),
        noPassword: /\bNOPASSWD:/.test(tags),
        commands: commands.split(",").map((command) => command.trim()),
      });
    }
  };
  read("/etc/sudoers");
  return { defaults, rules };
}

/** The rules that name a user, or one of the groups its process has. */
export function rulesOf(files: FileSystem, { rules }: Sudoers, user: User, gids: readonly number[]): SudoRule[] {
  const groups = new Set(gids.map((gid) => groupName(files, gid)));
  return rules.filter(({ who }) =>
    who.startsWith("%") ? groups.has(who.slice(1)) : who === "ALL" || who === user.name || who === `#${user.uid}`,
  );
}

/** The last rule that lets a command (its path) be run as a user: the last one counts. */
export function ruleFor(
  files: FileSystem,
  rules: readonly SudoRule[],
  path: string,
  asUser: string,
): SudoRule | undefined {
  const known = users(files).some(({ name }) => name === asUser);
  return rules.findLast(({ runAs, commands }) => {
    const targets = (runAs.split(":")[0] ?? "").split(",");
    if (known && !targets.includes("ALL") && !targets.includes(asUser)) return false;
    const words = commands.filter((command) => command === "ALL" || path === (command.split(/\s+/)[0] ?? ""));
    return words.length > 0 && !commands.includes(`!${path}`);
  });
}
