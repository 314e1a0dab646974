import type { Credentials } from "../kernel/filesystem.ts";
import { credentialsOf, findUser, groupName, userName } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";

/** The groups of a process, or of a user that is named: numbers, the main one first. */
function groupsOf(run: Run, { uid, gid, groups }: Credentials): number[] {
  const root = uid === 0 && groups.length === 0 ? findUser(run.files, "root") : undefined;
  const all = root ? credentialsOf(run.files, root).groups : groups;
  // Busybox shows of itself what the kernel holds; coreutils puts the own group first, and no group twice.
  if (run.busybox && run.operands.length === 0 && groups.length > 0) return [...groups];
  return [gid, ...all.filter((group) => group !== gid)];
}

/** @throws Failure when a named user does not exist */
function askedUser(run: Run): Credentials {
  const [name] = run.operands;
  if (name === undefined) {
    const { uid, gid, realUid = uid, realGid = gid, groups } = run.process.user;
    return run.has("r") ? { uid: realUid, gid: realGid, groups } : run.process.user;
  }
  const user = findUser(run.files, name);
  if (!user) throw new Failure(run.busybox ? `unknown user ${name}` : `${run.quote(name)}: no such user`);
  return credentialsOf(run.files, user);
}

export const id = command(
  {
    usage: "[OPTION]... [USER]...",
    about: "Print user and group information for each specified USER, or for the current process.",
    short: "agGnruzZ",
    long: "group=g groups=G name=n real=r user=u zero=z",
  },
  async (run) => {
    const who = askedUser(run);
    const user = (uid: number) => (run.has("n") ? userName(run.files, uid) : String(uid));
    const group = (gid: number) => (run.has("n") ? groupName(run.files, gid) : String(gid));
    const groups = groupsOf(run, who);
    if (run.has("u")) await run.out(`${user(who.uid)}\n`);
    else if (run.has("g")) await run.out(`${group(who.gid)}\n`);
    else if (run.has("G")) await run.out(`${groups.map(group).join(" ")}\n`);
    else {
      if (run.has("n")) throw new Failure(`cannot print only names or real IDs in default format`);
      const named = (number: number, name: string) => (name === String(number) ? name : `${number}(${name})`);
      const list = groups.map((gid) => named(gid, groupName(run.files, gid))).join(",");
      await run.out(
        `uid=${named(who.uid, userName(run.files, who.uid))} gid=${named(who.gid, groupName(run.files, who.gid))} groups=${list}\n`,
      );
    }
    return 0;
  },
);

export const groups = command(
  { usage: "[USERNAME]...", about: "Print group memberships for each USERNAME or the current process." },
  async (run) => {
    const names = groupsOf(run, askedUser(run)).map((gid) => groupName(run.files, gid));
    const prefix = run.operands[0] === undefined || run.busybox ? "" : `${run.operands[0]} : `;
    await run.out(`${prefix}${names.join(" ")}\n`);
  },
);

export const whoami = command(
  { usage: "", about: "Print the user name associated with the current effective user ID.", operands: [0, 0] },
  async (run) => {
    const name = userName(run.files, run.process.user.uid);
    if (name === String(run.process.user.uid)) throw new Failure(`cannot find name for user ID ${name}`);
    await run.out(`${name}\n`);
  },
);

export const getent = command(
  { usage: "database [key ...]", about: "Get entries from administrative database." },
  async (run) => {
    const [database, ...keys] = run.operands;
    if (database === "hosts" || database === "ahosts") {
      for (const key of keys) {
        try {
          const [address = ""] = run.process.machine.network.resolve(key);
          await run.out(`${address.padEnd(15)} ${key}\n`);
        } catch {
          return 2;
        }
      }
      return 0;
    }
    if (database !== "passwd" && database !== "group" && database !== "shadow")
      throw new Failure(`Unknown database: ${database ?? ""}`);
    const lines = run.files.exists(`/etc/${database}`)
      ? run.files.readFile(`/etc/${database}`).trimEnd().split("\n")
      : [];
    for (const key of keys.length > 0 ? keys : [undefined]) {
      const found = lines.filter(
        (line) => key === undefined || line.split(":")[0] === key || line.split(":")[2] === key,
      );
      if (found.length === 0) return 2;
      await run.out(found.map((line) => `${line}\n`).join(""));
    }
    return 0;
  },
);
