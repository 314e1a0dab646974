import { requireRoot } from "./account-failures.ts";
import { editRows, setMember } from "./account-files.ts";
import { findUser, groups, users } from "./accounts.ts";
import { command, Failure } from "./command.ts";
import { removeGroup } from "./groupadd.ts";
import { CANNOT_LOCK, NOT_THERE } from "./useradd.ts";

const IN_USE = 8;

export const userdel = command(
  {
    usage: "[options] LOGIN",
    about: "Delete a user account and related files.",
    short: "frR:P:Z",
    long: "force=f remove=r",
    failure: 2,
  },
  async (run) => {
    const [name] = run.operands;
    if (name === undefined) {
      await run.process.stderr.write("Usage: userdel [options] LOGIN\n");
      return 2;
    }
    const user = findUser(run.files, name);
    if (user?.name !== name) throw new Failure(`user '${name}' does not exist`, NOT_THERE);
    requireRoot(run, "passwd", CANNOT_LOCK);
    const running = run.process.machine.processes.list().find((entry) => entry.user.uid === user.uid);
    if (running && !run.has("f")) throw new Failure(`user ${name} is currently used by process ${running.pid}`, IN_USE);
    for (const file of ["passwd", "shadow"] as const)
      editRows(run.files, file, (row) => (row[0] === name ? undefined : row));
    for (const group of groups(run.files))
      if (group.members.includes(name)) setMember(run.files, group.name, name, false);
    const own = groups(run.files).find((group) => group.name === name && group.gid === user.gid);
    if (own && own.members.length === 0 && !users(run.files).some(({ gid }) => gid === own.gid)) removeGroup(run, name);
    if (!run.has("r")) return 0;
    await run.process.stderr.write(`userdel: ${name} mail spool (/var/mail/${name}) not found\n`);
    if (run.files.exists(user.home) && user.home !== "/") run.files.remove(user.home);
    return 0;
  },
);
