import type { FileSystem } from "../kernel/filesystem.ts";
import { credentialsOf, type User } from "./accounts.ts";

/** ENV_SUPATH and ENV_PATH of Debian's /etc/login.defs. */
const ROOT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
const USER_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games";

/** What a login sets for a user, over what the terminal brings along. */
export function loginEnvironment(user: User, before: Readonly<Record<string, string>>): Record<string, string> {
  const kept = ["TERM", "LANG", "LANGUAGE", "COLORTERM"].flatMap((name) => {
    const value = before[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
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
