import type { FileSystem } from "../kernel/filesystem.ts";
import { credentialsOf, type User } from "./accounts.ts";

/** ENV_SUPATH and ENV_PATH of Debian's /etc/login.defs. */
const ROOT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const USER_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games";

const SYSTEM_ENVIRONMENT = "/etc/environment";

/** What /etc/environment sets for everybody: `NAME=value` lines, as pam_env reads them. */
export function systemEnvironment(files: FileSystem): Record<string, string> {
  if (!files.exists(SYSTEM_ENVIRONMENT)) return {};
  const lines = files.readFile(SYSTEM_ENVIRONMENT).split("\n");
  return Object.fromEntries(
    lines.flatMap((line): [string, string][] => {
      const [, name, value = ""] = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*?)\s*$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, "$2")]];
    }),
  );
}

/** What a login sets for a user, over what the terminal brings along. */
export function loginEnvironment(
  files: FileSystem,
  user: User,
  before: Readonly<Record<string, string>>,
): Record<string, string> {
  const kept = ["TERM", "LANG", "LANGUAGE", "COLORTERM"].flatMap((name) => {
    const value = before[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    ...systemEnvironment(files),
    HOME: user.home,
    SHELL: user.shell,
    USER: user.name,
    LOGNAME: user.name,
    PATH: user.uid === 0 ? ROOT_PATH : USER_PATH,
  };
}

/** Where a login begins: the home, or / when it is not there or closed to the user. */
export function homeFolder(files: FileSystem, user: User): string {
  return files.as(credentialsOf(files, user)).allows(user.home, 1) ? user.home : "/";
}
