import { isAccountName, requireRoot } from "./account-failures.ts";
import { addRow, editRows, freeId, memberList, readRows } from "./account-files.ts";
import { findGroup, users } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";

/** Exit statuses of shadow-utils (groupadd(8), groupdel(8)). */
const BAD_ARGUMENT = 3;
const NOT_THERE = 6;
const STILL_USED = 8;
const IN_USE = 9;
const CANNOT_WRITE = 10;

export const groupadd = command(
  {
    usage: "[options] GROUP",
    about: "Create a new group.",
    short: "fg:K:op:rR:P:U:",
    long: "force=f gid:=g key:=K non-unique=o password:=p system=r users:=U",
    failure: 2,
  },
  async (run) => {
    const [name] = run.operands;
    if (name === undefined || run.operands.length > 1) {
      await run.process.stderr.write(`Usage: groupadd [options] GROUP\n`);
      return 2;
    }
    if (!isAccountName(name)) throw new Failure(`'${name}' is not a valid group name`, BAD_ARGUMENT);
    requireRoot(run, "group", CANNOT_WRITE);
    if (findGroup(run.files, name)?.name === name) {
      if (run.has("f")) return 0;
      throw new Failure(`group '${name}' already exists`, IN_USE);
    }
    addGroup(run, name, askedId(run), memberList(run.options.value("U")));
    return 0;
  },
);

/** The number that -g asks for, or a free one. @throws Failure */
function askedId(run: Run): number {
  const text = run.options.value("g");
  if (text === undefined) return freeId(run.files, "group", run.has("r"));
  if (!/^\d+$/.test(text)) throw new Failure(`invalid group ID '${text}'`, BAD_ARGUMENT);
  const gid = Number(text);
  if (!run.has("o") && readRows(run.files, "group").some((row) => Number(row[2]) === gid))
    throw new Failure(`GID '${gid}' already exists`, 4);
  return gid;
}

/** Writes a group into /etc/group and /etc/gshadow. */
export function addGroup({ files }: Run, name: string, gid: number, members: readonly string[] = []): void {
  addRow(files, "group", [name, "x", String(gid), members.join(",")]);
  addRow(files, "gshadow", [name, "!", "", members.join(",")]);
}

export const groupdel = command(
  { usage: "[options] GROUP", about: "Delete a group.", short: "fR:P:", long: "force=f", failure: 2 },
  async (run) => {
    const [name] = run.operands;
    if (name === undefined) {
      await run.process.stderr.write(`Usage: groupdel [options] GROUP\n`);
      return 2;
    }
    const group = findGroup(run.files, name);
    if (group?.name !== name) throw new Failure(`group '${name}' does not exist`, NOT_THERE);
    requireRoot(run, "group", CANNOT_WRITE);
    const main = users(run.files).find(({ gid }) => gid === group.gid);
    if (main && !run.has("f")) throw new Failure(`cannot remove the primary group of user '${main.name}'`, STILL_USED);
    removeGroup(run, name);
    return 0;
  },
);

/** Takes a group out of /etc/group and /etc/gshadow. */
export function removeGroup({ files }: Run, name: string): void {
  for (const file of ["group", "gshadow"] as const) {
    editRows(files, file, (row) => (row[0] === name ? undefined : row));
  }
}
