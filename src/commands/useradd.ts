import { isAccountName, requireRoot } from "./account-failures.ts";
import { addRow, freeId, readRows, setMember, shadowDay } from "./account-files.ts";
import { findGroup, findUser, type Group, groups } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { addGroup } from "./groupadd.ts";

/** Exit statuses of shadow-utils (useradd(8), usermod(8)). */
export const CANNOT_LOCK = 1;
export const BAD_ARGUMENT = 3;
export const NOT_THERE = 6;
export const IN_USE = 9;

/** The groups of a list, by name or number. @throws Failure */
export function groupList(run: Run, list: string): Group[] {
  return list
    .split(",")
    .filter((name) => name !== "")
    .map((name) => {
      const group = findGroup(run.files, name);
      if (!group) throw new Failure(`group '${name}' does not exist`, NOT_THERE);
      return group;
    });
}

/** What a new account has. */
export interface NewUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly comment: string;
  readonly home: string;
  readonly shell: string;
}

/** Writes a user into /etc/passwd and /etc/shadow, its password locked. */
export function addUser({ files, process }: Run, { name, uid, gid, comment, home, shell }: NewUser): void {
  addRow(files, "passwd", [name, "x", String(uid), String(gid), comment, home, shell]);
  const expiry = uid < 1000 ? ["", "", ""] : ["0", "99999", "7"];
  addRow(files, "shadow", [name, "!", shadowDay(process.machine.clock.now()), ...expiry, "", "", ""]);
}

/** Makes a home with what /etc/skel holds. */
export function makeHome({ files }: Run, { uid, gid, home }: NewUser, mode: number): void {
  files.mkdir(home, { recursive: true });
  if (files.exists("/etc/skel")) copySkeleton("/etc/skel", home);
  files.chown(home, uid, gid);
  files.chmod(home, mode);

  function copySkeleton(from: string, to: string): void {
    for (const name of files.readdir(from)) {
      const [source, target] = [`${from}/${name}`, `${to}/${name}`];
      if (files.stat(source).kind === "directory") {
        files.mkdir(target, { recursive: true });
        copySkeleton(source, target);
      } else files.writeFile(target, files.readFile(source), { mode: files.stat(source).mode });
      files.chown(target, uid, gid);
    }
  }
}

export const useradd = command(
  {
    usage: "[options] LOGIN",
    about: "Create a new user.",
    short: "b:c:d:De:f:Fg:G:hk:K:lmMNop:rR:P:s:u:UZ:",
    long: "base-dir:=b comment:=c home-dir:=d defaults=D groups:=G gid:=g create-home=m no-create-home=M no-user-group=N non-unique=o password:=p system=r shell:=s uid:=u user-group=U skel:=k no-log-init=l",
    failure: 2,
  },
  async (run) => {
    const [name] = run.operands;
    if (name === undefined) {
      await run.process.stderr.write(
        `Usage: useradd [options] LOGIN\n       useradd -D\n       useradd -D [options]\n`,
      );
      return 2;
    }
    if (!isAccountName(name)) throw new Failure(`invalid user name '${name}': use --badname to ignore`, BAD_ARGUMENT);
    requireRoot(run, "passwd", CANNOT_LOCK);
    if (findUser(run.files, name)?.name === name) throw new Failure(`user '${name}' already exists`, IN_USE);
    const main = run.options.value("g");
    const wantsOwnGroup = main === undefined && !run.has("N");
    if (wantsOwnGroup && groups(run.files).some((group) => group.name === name))
      throw new Failure(`group ${name} exists - if you want to add this user to that group, use -g.`, IN_USE);
    const further = groupList(run, run.options.value("G") ?? "");
    const uid = askedUid(run);
    const gid =
      main === undefined ? (wantsOwnGroup ? ownGroupId(run, uid) : 100) : (groupList(run, main)[0]?.gid ?? 100);
    const home = run.options.value("d") ?? `${run.options.value("b") ?? "/home"}/${name}`;
    const user: NewUser = {
      ...{ name, uid, gid, home },
      comment: run.options.value("c") ?? "",
      shell: run.options.value("s") ?? "/bin/sh",
    };
    if (wantsOwnGroup) addGroup(run, name, gid);
    addUser(run, user);
    for (const group of further) setMember(run.files, group.name, name, true);
    if (run.has("m") && !run.files.exists(home)) makeHome(run, user, 0o700);
    else if (run.has("m"))
      await run.process.stderr.write(
        `useradd: warning: the home directory ${home} already exists.\nuseradd: Not copying any file from skel directory into it.\n`,
      );
    return 0;
  },
);

function askedUid(run: Run): number {
  const text = run.options.value("u");
  if (text === undefined) return freeId(run.files, "passwd", run.has("r"));
  if (!/^\d+$/.test(text)) throw new Failure(`invalid user ID '${text}'`, BAD_ARGUMENT);
  if (!run.has("o") && readRows(run.files, "passwd").some((row) => row[2] === text))
    throw new Failure(`UID ${text} is not unique`, 4);
  return Number(text);
}

/** A user's own group has the user's number where that is free. */
function ownGroupId(run: Run, uid: number): number {
  const taken = readRows(run.files, "group").some((row) => Number(row[2]) === uid);
  return taken ? freeId(run.files, "group", run.has("r")) : uid;
}
