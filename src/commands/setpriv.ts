import type { Credentials, FileSystem } from "../kernel/filesystem.ts";
import { findGroup, findUser } from "./accounts.ts";
import { command, Failure } from "./command.ts";
import { becomeCommand, startError } from "./run-command.ts";

/**
 * util-linux's setpriv: runs a command as another user and group, as the entrypoints of official images do (redis).
 * Capabilities and security labels are not simulated.
 */
export const setpriv = command(
  {
    usage: "[options] <program> [<argument>...]",
    about: "Run a program with different privilege settings.",
    long: "reuid:=u regid:=g ruid:=u rgid:=g euid:=u egid:=g clear-groups=c keep-groups=k init-groups=i groups:=G no-new-privs=n nnp=n reset-env=e",
    inOrder: true,
    failure: 127,
  },
  async (run) => {
    const { process, options, operands } = run;
    if (operands.length === 0) throw new Failure("No program specified");
    const { files, user } = process;
    const uid = idOf(files, options.value("u"), user.uid);
    const gid = groupOf(files, options.value("g"), user.gid);
    const groups = options
      .value("G")
      ?.split(",")
      .map((text) => groupOf(files, text, 0));
    if (gid !== user.gid && !groups && !run.has("c") && !run.has("k") && !run.has("i"))
      throw new Failure("--[re]gid requires --keep-groups, --clear-groups, --init-groups, or --groups");
    const as: Credentials = { uid, gid, groups: groups ?? (run.has("c") ? [] : user.groups) };
    if (user.uid !== 0 && (uid !== user.uid || gid !== user.gid))
      throw new Failure(`${uid === user.uid ? "setresgid" : "setresuid"} failed: Operation not permitted`);
    try {
      return await becomeCommand(user.uid === 0 ? process.become(as) : process, operands);
    } catch (error) {
      const { reason, status } = startError(error);
      throw new Failure(`failed to execute ${operands[0]}: ${reason}`, status);
    }
  },
);

function idOf(files: FileSystem, text: string | undefined, own: number): number {
  if (text === undefined) return own;
  const uid = findUser(files, text)?.uid ?? (/^\d+$/.test(text) ? Number(text) : undefined);
  if (uid === undefined) throw new Failure(`failed to parse reuid: '${text}'`);
  return uid;
}

function groupOf(files: FileSystem, text: string | undefined, own: number): number {
  if (text === undefined) return own;
  const gid = findGroup(files, text)?.gid ?? (/^\d+$/.test(text) ? Number(text) : undefined);
  if (gid === undefined) throw new Failure(`failed to parse regid: '${text}'`);
  return gid;
}
