import { addRow, editRows, readRows, setMember, shadowDay } from "./account-files.ts";
import { findGroup, findUser } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { setPassword } from "./password.ts";
import { askSecret } from "./secret-line.ts";
import { makeHome, type NewUser } from "./useradd.ts";

/** busybox counts from 1000 up, or for -S from 100 (loginutils/adduser.c). */
function firstFree(run: Run, file: "passwd" | "group", system: boolean): number {
  const used = new Set(readRows(run.files, file).map((row) => Number(row[2])));
  let id = system ? 100 : 1000;
  while (used.has(id)) id++;
  return id;
}

function requireRoot(run: Run): void {
  if (run.process.user.uid !== 0) throw new Failure("must be superuser");
}

export const busyboxAdduser = command(
  {
    usage: "[OPTIONS] USER [GROUP]\n\nCreate new user, or add USER to GROUP",
    about: "Create new user, or add USER to GROUP.",
    short: "h:g:s:G:SDHu:k:",
    long: "home:=h gecos:=g shell:=s ingroup:=G system=S disabled-password=D empty-password=D no-create-home=H uid:=u skel:=k",
    operands: [1, 2],
  },
  async (run) => {
    requireRoot(run);
    const [name = "", group] = run.operands;
    if (group !== undefined) return join(run, name, group);
    const { options, files } = run;
    if (findUser(files, name)?.name === name) throw new Failure(`user '${name}' in use`);
    const system = run.has("S");
    const uid = Number(options.value("u") ?? firstFree(run, "passwd", system));
    const named = options.value("G");
    const main = named === undefined ? (system ? findGroup(files, "nogroup") : undefined) : findGroup(files, named);
    if (named !== undefined && !main) throw new Failure(`unknown group ${named}`);
    const taken = readRows(files, "group").some((row) => Number(row[2]) === uid);
    const gid = main?.gid ?? (taken ? firstFree(run, "group", system) : uid);
    if (!main) addRow(files, "group", [name, "x", String(gid), ""]);
    const user: NewUser = {
      ...{ name, uid, gid },
      comment: options.value("g") ?? "Linux User,,,",
      home: options.value("h") ?? `/home/${name}`,
      shell: options.value("s") ?? (system ? "/sbin/nologin" : "/bin/sh"),
    };
    addRow(files, "passwd", [name, "x", String(uid), String(gid), user.comment, user.home, user.shell]);
    addRow(files, "shadow", [name, "!", shadowDay(run.process.machine.clock.now()), "0", "99999", "7", "", "", ""]);
    if (named !== undefined && main && !main.members.includes(name)) setMember(files, main.name, name, true);
    if (!run.has("H") && !files.exists(user.home)) makeHome(run, user, 0o2755);
    if (run.has("D") || system) return 0;
    await run.out(`Changing password for ${name}\n`);
    const password = await askSecret(run.process, "New password: ", !run.process.stdin.isTTY);
    const again = await askSecret(run.process, "Retype password: ", !run.process.stdin.isTTY);
    if (password === undefined || password === "" || password !== again) {
      await run.process.stderr.write(`Passwords don't match\npasswd: password for ${name} is unchanged\n`);
      return 1;
    }
    setPassword(run.process, files, name, password);
    await run.out(`passwd: password for ${name} changed by root\n`);
    return 0;
  },
);

export const busyboxAddgroup = command(
  {
    usage: "[-g GID] [-S] [USER] GROUP\n\nAdd a group or add a user to a group",
    about: "Add a group or add a user to a group.",
    short: "g:S",
    long: "gid:=g system=S",
    operands: [1, 2],
  },
  async (run) => {
    requireRoot(run);
    const [first = "", second] = run.operands;
    if (second !== undefined) return join(run, first, second);
    if (findGroup(run.files, first)?.name === first) throw new Failure(`group '${first}' in use`);
    const gid = Number(run.options.value("g") ?? firstFree(run, "group", run.has("S")));
    addRow(run.files, "group", [first, "x", String(gid), ""]);
    return 0;
  },
);

async function join(run: Run, user: string, group: string): Promise<number> {
  if (findUser(run.files, user)?.name !== user) throw new Failure(`unknown user ${user}`);
  if (findGroup(run.files, group)?.name !== group) throw new Failure(`unknown group ${group}`);
  setMember(run.files, group, user, true);
  return 0;
}

export const busyboxDeluser = command(
  {
    usage: "[--remove-home] USER\n\nDelete USER from the system",
    about: "Delete USER from the system.",
    long: "remove-home",
    operands: [1, 2],
  },
  async (run) => {
    requireRoot(run);
    const [name = "", group] = run.operands;
    const user = findUser(run.files, name);
    if (user?.name !== name) throw new Failure(`unknown user ${name}`);
    if (group !== undefined) {
      setMember(run.files, group, name, false);
      return 0;
    }
    for (const file of ["passwd", "shadow"] as const)
      editRows(run.files, file, (row) => (row[0] === name ? undefined : row));
    editRows(run.files, "group", (row) => (row[0] === name && Number(row[2]) === user.gid ? undefined : row));
    for (const row of readRows(run.files, "group")) setMember(run.files, row[0] ?? "", name, false);
    if (run.has("remove-home") && run.files.exists(user.home)) run.files.remove(user.home);
    return 0;
  },
);

export const busyboxDelgroup = command(
  {
    usage: "[USER] GROUP\n\nDelete group GROUP from the system or user USER from group GROUP",
    about: "Delete a group, or a user from a group.",
    operands: [1, 2],
  },
  async (run) => {
    requireRoot(run);
    const [first = "", second] = run.operands;
    const name = second ?? first;
    const group = findGroup(run.files, name);
    if (group?.name !== name) throw new Failure(`unknown group ${name}`);
    if (second !== undefined) setMember(run.files, name, first, false);
    else {
      const main = readRows(run.files, "passwd").find((row) => Number(row[3]) === group.gid);
      if (main) throw new Failure(`'${main[0]}' still has '${name}' as their primary group!`);
      editRows(run.files, "group", (row) => (row[0] === name ? undefined : row));
    }
    return 0;
  },
);
