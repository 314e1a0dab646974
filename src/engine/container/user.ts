import type { Credentials, FileSystem } from "../../kernel/filesystem.ts";
import { invalid } from "../errors.ts";

export interface ContainerUser extends Credentials {
  readonly home: string;
}

/**
 * The user that `--user` or an image's USER names, by the container's own /etc/passwd and /etc/group
 * (moby/sys/user, GetExecUser): "", "name", "uid", "name:group", "uid:gid".
 * @throws EngineError when a name is not there
 */
export function containerUser(files: FileSystem, spec: string, more: readonly string[] = []): ContainerUser {
  const passwd = fieldsOf(files, "/etc/passwd");
  const groups = fieldsOf(files, "/etc/group");
  const [asked = "", groupPart = ""] = spec.split(":");
  const userPart = asked === "" ? "0" : asked;
  const entry = passwd.find((fields) => fields[0] === userPart || fields[2] === userPart);
  if (!entry && !/^[+-]?\d+$/.test(userPart))
    throw invalid(`unable to find user ${userPart}: no matching entries in passwd file`);
  const uid = inRange(Number(entry?.[2] ?? userPart));
  const name = entry?.[0];
  const gidOf = (text: string): number => {
    const group = groups.find((fields) => fields[0] === text || fields[2] === text);
    if (!group && !/^[+-]?\d+$/.test(text))
      throw invalid(`unable to find group ${text}: no matching entries in group file`);
    return inRange(Number(group?.[2] ?? text));
  };
  const gid = groupPart === "" ? Number(entry?.[3] ?? 0) : gidOf(groupPart);
  const member = groups.filter((fields) => (fields[3] ?? "").split(",").includes(name ?? "\0"));
  const extra = groupPart === "" ? member.map((fields) => Number(fields[2])) : [];
  // The user's own group stands among the further ones, as the kernel sorts them: twice where /etc/group says so too.
  const all = [gid, ...extra, ...more.map(gidOf)].sort((a, b) => a - b);
  return { uid, gid, groups: all, home: entry?.[5] || "/" };
}

const LAST_ID = 2 ** 31 - 1;

function inRange(id: number): number {
  if (id < 0 || id > LAST_ID) throw invalid(`uids and gids must be in range 0-${LAST_ID}`);
  return id;
}

function fieldsOf(files: FileSystem, path: string): string[][] {
  if (!files.exists(path)) return [];
  return files
    .readFile(path)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => line.split(":"));
}
