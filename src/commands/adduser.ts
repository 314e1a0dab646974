import type { Program } from "../kernel/process.ts";
import { editRows, freeId, setMember } from "./account-files.ts";
import { findGroup, findUser } from "./accounts.ts";
import { busyboxAddgroup, busyboxAdduser, busyboxDelgroup, busyboxDeluser } from "./adduser-busybox.ts";
import { askLine } from "./ask.ts";
import { isBusybox } from "./busybox.ts";
import { command, type Run } from "./command.ts";
import { addGroup, groupdel } from "./groupadd.ts";
import { askNewPassword, setPassword } from "./password.ts";
import { addUser, makeHome, type NewUser } from "./useradd.ts";
import { userdel } from "./userdel.ts";

/** What Debian's adduser says, unless --quiet: `info: …` since version 3.130. */
const info = (run: Run, text: string) =>
  run.has("quiet") ? Promise.resolve() : run.process.stderr.write(`info: ${text}\n`);

function fatal(text: string, status = 1): never {
  throw new Fatal(text, status);
}

/** adduser begins its faults with `fatal:`, not with its name. */
class Fatal extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const adduserCommand = (body: (run: Run) => Promise<number>): Program =>
  command(
    {
      usage: "[--uid id] [--gid id] [--home dir] [--shell shell] [--disabled-password] [--system] user [group]",
      about: "Add a user or a group to the system.",
      short: "qvdDc:",
      long: "quiet system group home:=h shell:=s uid:=u gid:=g ingroup:=i gecos:=c comment:=c disabled-password disabled-login no-create-home debug allow-bad-names force-badname firstuid: lastuid: add-extra-groups remove-home",
    },
    async (run) => {
      try {
        if (run.process.user.uid !== 0) fatal("Only root may add a user or group to the system.");
        return await body(run);
      } catch (error) {
        if (!(error instanceof Fatal)) throw error;
        await run.process.stderr.write(`fatal: ${error.message}\n`);
        return error.status;
      }
    },
  );

async function join(run: Run, user: string, group: string): Promise<number> {
  if (findUser(run.files, user)?.name !== user) fatal(`The user \`${user}' does not exist.`, 3);
  const found = findGroup(run.files, group);
  if (found?.name !== group) return fatal(`The group \`${group}' does not exist.`, 3);
  if (found.members.includes(user)) {
    await info(run, `The user \`${user}' is already a member of \`${group}'.`);
    return 0;
  }
  await info(run, `Adding user \`${user}' to group \`${group}' ...`);
  setMember(run.files, group, user, true);
  return 0;
}

async function newGroup(run: Run, name: string): Promise<number> {
  if (findGroup(run.files, name)?.name === name) fatal(`The group \`${name}' already exists.`, 1);
  const range = run.has("system") ? "100 to 999" : "1000 to 59999";
  const gid = Number(run.options.value("g") ?? freeId(run.files, "group", run.has("system")));
  await info(run, `Selecting GID from range ${range} ...`);
  await info(run, `Adding group \`${name}' (GID ${gid}) ...`);
  addGroup(run, name, gid);
  return 0;
}

const debianAdduser = adduserCommand(async (run) => {
  const [name, group] = run.operands;
  if (name === undefined) return fatal("Only one or two names allowed.");
  if (group !== undefined) return join(run, name, group);
  if (run.has("group") && !run.has("system")) return newGroup(run, name);
  const { files, options } = run;
  if (findUser(files, name)?.name === name) fatal(`The user \`${name}' already exists.`);
  const system = run.has("system");
  await info(run, `Adding ${system ? "system " : ""}user \`${name}' ...`);
  await info(run, `Selecting UID/GID from range ${system ? "100 to 999" : "1000 to 59999"} ...`);
  const uid = Number(options.value("u") ?? freeId(files, "passwd", system));
  const named = options.value("i") ?? options.value("g");
  const main =
    named === undefined
      ? system && !run.has("group")
        ? findGroup(files, "nogroup")
        : undefined
      : findGroup(files, named);
  if (named !== undefined && !main) fatal(`The group \`${named}' does not exist.`);
  const gid = main?.gid ?? (files.readFile("/etc/group").includes(`:${uid}:`) ? freeId(files, "group", system) : uid);
  if (!main) {
    await info(run, `Adding new group \`${name}' (${gid}) ...`);
    addGroup(run, name, gid);
  }
  await info(run, `Adding new user \`${name}' (${uid}) with group \`${main?.name ?? name} (${gid})' ...`);
  const user: NewUser = {
    ...{ name, uid, gid },
    comment: options.value("c") ?? (system ? "" : ",,,"),
    home: options.value("h") ?? (system ? "/nonexistent" : `/home/${name}`),
    shell: options.value("s") ?? (system ? "/usr/sbin/nologin" : "/bin/bash"),
  };
  addUser(run, user);
  if (system || run.has("no-create-home")) await info(run, `Not creating home directory \`${user.home}'.`);
  else {
    await info(run, `Creating home directory \`${user.home}' ...`);
    await info(run, "Copying files from `/etc/skel' ...");
    makeHome(run, user, 0o700);
  }
  if (system) return 0;
  if (!run.has("disabled-password") && !run.has("disabled-login")) await choosePassword(run, name);
  if (options.value("c") === undefined) await askAbout(run, name);
  await info(run, `Adding new user \`${name}' to supplemental / extra groups \`users' ...`);
  return join(run, name, "users");
});

async function choosePassword(run: Run, name: string): Promise<void> {
  const answer = await askNewPassword(run.process, !run.process.stdin.isTTY);
  if ("password" in answer) {
    setPassword(run.process, run.files, name, answer.password);
    await run.process.stderr.write("passwd: password updated successfully\n");
  } else {
    await run.process.stderr.write(
      `${answer.fault}\npasswd: Authentication token manipulation error\npasswd: password unchanged\n`,
    );
  }
}

/** What chfn asks about the person: /etc/passwd's fifth field. */
async function askAbout(run: Run, name: string): Promise<void> {
  await run.out(`Changing the user information for ${name}\nEnter the new value, or press ENTER for the default\n`);
  const answers: string[] = [];
  for (const question of ["Full Name", "Room Number", "Work Phone", "Home Phone", "Other"])
    answers.push(await askLine(run, `\t${question} []: `));
  await askLine(run, "Is the information correct? [Y/n] ");
  const text = answers.join(",").replace(/,$/, "");
  editRows(run.files, "passwd", (row) => {
    if (row[0] === name) row[4] = text;
    return row;
  });
}

const debianDeluser = adduserCommand(async (run) => {
  const [name, group] = run.operands;
  if (name === undefined) return fatal("No name given.");
  if (group === undefined) {
    if (findUser(run.files, name)?.name !== name) fatal(`The user \`${name}' does not exist.`, 2);
    await info(run, `Removing user \`${name}' ...`);
    return userdel({ ...run.process, args: ["userdel", ...(run.has("remove-home") ? ["-r"] : []), name] });
  }
  const found = findGroup(run.files, group);
  if (!found?.members.includes(name)) fatal(`The user \`${name}' is not a member of group \`${group}'.`, 6);
  await info(run, `Removing user \`${name}' from group \`${group}' ...`);
  setMember(run.files, group, name, false);
  return 0;
});

const debianDelgroup = adduserCommand(async (run) => {
  const [name] = run.operands;
  if (name === undefined) return fatal("No name given.");
  await info(run, `Removing group \`${name}' ...`);
  return groupdel({ ...run.process, args: ["groupdel", name] });
});

const debianAddgroup = adduserCommand(async (run) => {
  const [name, group] = run.operands;
  if (name === undefined) return fatal("No name given.");
  return group === undefined ? newGroup(run, name) : join(run, name, group);
});

/** Two tools have one name: busybox's in Alpine, and Debian's. */
const either =
  (busybox: Program, debian: Program): Program =>
  (process) =>
    isBusybox(process) ? busybox(process) : debian(process);

export const adduser = either(busyboxAdduser, debianAdduser);
export const addgroup = either(busyboxAddgroup, debianAddgroup);
export const deluser = either(busyboxDeluser, debianDeluser);
export const delgroup = either(busyboxDelgroup, debianDelgroup);
