import type { Credentials, FileSystem } from "../kernel/filesystem.ts";

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly shell: string;
}

export interface Group {
  readonly name: string;
  readonly gid: number;
  readonly members: readonly string[];
}

function rows(files: FileSystem, path: string): string[][] {
  try {
    return files
      .readFile(path)
      .split("\n")
      .filter((line) => line.includes(":"))
      .map((line) => line.split(":"));
  } catch {
    return [];
  }
}

/** The users of /etc/passwd. */
export function users(files: FileSystem): User[] {
  return rows(files, "/etc/passwd").map(([name = "", , uid, gid, , home = "/", shell = "/bin/sh"]) => ({
    ...{ name, uid: Number(uid), gid: Number(gid), home, shell },
  }));
}

/** The groups of /etc/group. */
export function groups(files: FileSystem): Group[] {
  return rows(files, "/etc/group").map(([name = "", , gid, members = ""]) => ({
    name,
    gid: Number(gid),
    members: members.split(",").filter((member) => member !== ""),
  }));
}

/** By name, or by number: undefined when there is none by that name. */
export function findUser(files: FileSystem, text: string): User | undefined {
  return users(files).find(({ name, uid }) => name === text || String(uid) === text);
}

/** The group of a name or of a number in digits, undefined when /etc/group has none. */
export function findGroup(files: FileSystem, text: string): Group | undefined {
  return groups(files).find(({ name, gid }) => name === text || String(gid) === text);
}

/** The name of a user's number, or the number. */
export function userName(files: FileSystem, uid: number): string {
  return users(files).find((user) => user.uid === uid)?.name ?? String(uid);
}

/** The name of a group, its number in digits when /etc/group has none for it. */
export function groupName(files: FileSystem, gid: number): string {
  return groups(files).find((group) => group.gid === gid)?.name ?? String(gid);
}

/** What a login gives a user: the number, the group, and the groups that name the user. */
export function credentialsOf(files: FileSystem, user: User): Credentials {
  const further = groups(files).filter(({ members, gid }) => gid === user.gid || members.includes(user.name));
  return { uid: user.uid, gid: user.gid, groups: further.map(({ gid }) => gid).sort((a, b) => a - b) };
}
