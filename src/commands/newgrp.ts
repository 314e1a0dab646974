import { readRows } from "./account-files.ts";
import { findGroup, findUser, groupName } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { loginEnvironment } from "./login-environment.ts";
import { becomeCommand, startError } from "./run-command.ts";
import { askSecret } from "./secret-line.ts";
import { passwordMatches } from "./sha-crypt.ts";

/** `newgrp [-] [GROUP]`: a shell in which a group is the main one, also one joined since the login. */
export const newgrp = command({ usage: "[-] [group]", about: "Log in to a new group.", short: "l" }, async (run) => {
  const [dash, ...rest] = run.operands[0] === "-" || run.operands[0] === "-l" ? run.operands : ["", ...run.operands];
  return inGroup(run, rest[0], undefined, dash !== "" || run.has("l"));
});

/** `sg GROUP [-c COMMAND]`: one command in a group. */
export const sg = command(
  { usage: "group [[-c] command]", about: "Execute a command as a different group ID.", short: "lc:" },
  async (run) => {
    const [group, ...words] = run.operands;
    if (group === undefined) throw new Failure("Usage: sg group [[-c] command]");
    return inGroup(
      run,
      group,
      run.options.value("c") ?? (words.length > 0 ? words.join(" ") : undefined),
      run.has("l"),
    );
  },
);

async function inGroup(run: Run, name: string | undefined, line: string | undefined, login: boolean): Promise<number> {
  const { files } = run;
  const before = run.process.user;
  const uid = before.realUid ?? before.uid;
  const user = findUser(files, String(uid));
  if (!user) throw new Failure(`unknown UID: ${uid}`);
  const group = findGroup(files, name ?? groupName(files, user.gid));
  if (!group) throw new Failure(`group '${name}' does not exist`);
  const old = before.realGid ?? before.gid;
  const belongs = group.gid === user.gid || group.members.includes(user.name) || before.groups.includes(group.gid);
  if (uid !== 0 && !belongs) await askGroupPassword(run, group.name);
  const process = run.process.become({
    uid,
    gid: group.gid,
    groups: [...new Set([...before.groups, old, group.gid])].sort((a, b) => a - b),
  });
  const shell = user.shell.replace(/.*\//, "");
  const env = login ? loginEnvironment(process.files, user, process.env) : process.env;
  const args = [user.shell, ...(line === undefined ? [] : ["-c", line])];
  try {
    return await becomeCommand(process, args, { env, name: login ? `-${shell}` : shell });
  } catch (error) {
    const { reason, status } = startError(error);
    throw new Failure(`${user.shell}: ${reason}`, status);
  }
}

/** A group's own password lets in who is no member; most groups have none. @throws Failure */
async function askGroupPassword(run: Run, name: string): Promise<void> {
  const entry = readRows(run.files, "gshadow").find((row) => row[0] === name)?.[1] ?? "!";
  const password = await askSecret(run.process, "Password: ");
  if (password !== undefined && passwordMatches(password, entry)) return;
  await run.process.sleep(1000);
  await run.process.stderr.write("Invalid password.\n");
  throw new Failure("Permission denied.");
}
