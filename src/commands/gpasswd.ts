import { memberList, readRows, setMember } from "./account-files.ts";
import { findGroup, findUser } from "./accounts.ts";
import { command, Failure } from "./command.ts";

const BAD = 3;

/** `gpasswd -a USER GROUP`, `-d`, `-M`: who is in a group. */
export const gpasswd = command(
  {
    usage: "[option] GROUP",
    about: "Administer /etc/group and /etc/gshadow.",
    short: "a:d:rRM:A:Q:",
    long: "add:=a delete:=d members:=M administrators:=A remove-password=r restrict=R",
    failure: 2,
  },
  async (run) => {
    const [name] = run.operands;
    const [add, remove, all] = ["a", "d", "M"].map((key) => run.options.value(key));
    if (name === undefined || (add ?? remove ?? all) === undefined) {
      await run.process.stderr.write("Usage: gpasswd [option] GROUP\n");
      return 2;
    }
    const user = add ?? remove;
    if (user !== undefined && findUser(run.files, user)?.name !== user)
      throw new Failure(`user '${user}' does not exist`, BAD);
    const group = findGroup(run.files, name);
    if (!group) throw new Failure(`group '${name}' does not exist in /etc/group`, BAD);
    const asker = findUser(run.files, String(run.process.user.realUid ?? run.process.user.uid));
    const shadow = readRows(run.files, "gshadow").find((row) => row[0] === group.name);
    if (asker?.uid !== 0 && !memberList(shadow?.[2]).includes(asker?.name ?? "\0"))
      throw new Failure("Permission denied.");
    if (user === undefined) {
      const next = memberList(all);
      for (const member of new Set([...group.members, ...next]))
        setMember(run.files, group.name, member, next.includes(member));
      return 0;
    }
    if (add !== undefined) await run.out(`Adding user ${user} to group ${group.name}\n`);
    else {
      await run.out(`Removing user ${user} from group ${group.name}\n`);
      if (!group.members.includes(user)) throw new Failure(`user '${user}' is not a member of '${group.name}'`, BAD);
    }
    setMember(run.files, group.name, user, add !== undefined);
    return 0;
  },
);
