import { resolvePath } from "../kernel/filesystem.ts";
import { findGroup, findUser } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { pairsOf } from "./destination.ts";
import { applyMode } from "./mode.ts";
import { UsageError } from "./options.ts";
import { quotedName } from "./quoting.ts";

/** `install`: copies files, or makes folders with `-d`, and gives them a mode and an owner (coreutils, src/install.c). */
export const install = command(
  {
    usage: "[OPTION]... [-T] SOURCE DEST",
    about: "Copy files and set attributes.",
    short: "bcCdDg:m:o:pst:Tv",
    long:
      "compare=C directory=d group:=g mode:=m owner:=o preserve-timestamps=p strip=s target-directory:=t " +
      "no-target-directory=T verbose=v",
  },
  async (run) => {
    const attributes = attributesOf(run);
    if (run.has("d")) {
      if (run.operands.length === 0) throw new UsageError("missing file operand");
      for (const name of run.operands) await makeFolder(run, name, attributes);
      return;
    }
    const folder = run.options.value("t");
    if (folder !== undefined && run.has("D")) makeParents(run, `${folder}/x`);
    for (const { source, target } of pairsOf(run)) await copy(run, source, target, attributes);
  },
);

interface Attributes {
  readonly mode: string;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

/** @throws Failure for a user or a group that is not there */
function attributesOf(run: Run): Attributes {
  const { options, files } = run;
  const [owner, group] = [options.value("o"), options.value("g")];
  const uid = owner === undefined ? undefined : (findUser(files, owner)?.uid ?? numberOf(owner));
  const gid = group === undefined ? undefined : (findGroup(files, group)?.gid ?? numberOf(group));
  if (owner !== undefined && uid === undefined) throw new Failure(`invalid user ${run.quote(owner)}`);
  if (group !== undefined && gid === undefined) throw new Failure(`invalid group ${run.quote(group)}`);
  return { mode: options.value("m") ?? "755", uid, gid };
}

const numberOf = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);

async function makeFolder(run: Run, name: string, attributes: Attributes): Promise<void> {
  const done = await run.try(
    () => makeParents(run, `${name}/x`),
    (error) => `cannot create directory ${run.quote(name)}: ${error.code === "EEXIST" ? "File exists" : error.message}`,
  );
  for (const made of done ?? []) if (run.has("v")) await run.out(`install: creating directory ${quotedName(made)}\n`);
  if (done) await give(run, name, attributes, true);
}

async function copy(run: Run, source: string, target: string, attributes: Attributes): Promise<void> {
  const { files } = run;
  const stats = await run.try(() => files.stat(run.path(source)), `cannot stat ${quotedName(source)}`);
  if (!stats) return;
  if (stats.kind === "directory") return run.warn(`omitting directory ${quotedName(source)}`);
  if (run.has("D")) makeParents(run, target);
  const to = resolvePath(run.process.cwd, target);
  const done = await run.try(
    () => {
      const replaced = files.exists(to);
      if (replaced) files.unlink(to);
      if (stats.program === undefined) files.writeFile(to, files.readFile(run.path(source)));
      else files.writeFile(to, "", { program: stats.program, size: stats.size });
      return { replaced };
    },
    `cannot create regular file ${quotedName(target)}`,
  );
  if (!done) return;
  await give(run, target, attributes, false);
  if (run.has("p")) files.touch(to, stats.mtime);
  if (run.has("v") && done.replaced) await run.out(`removed ${quotedName(target)}\n`);
  if (run.has("v")) await run.out(`${quotedName(source)} -> ${quotedName(target)}\n`);
}

async function give(run: Run, name: string, { mode, uid, gid }: Attributes, isFolder: boolean): Promise<void> {
  const { files } = run;
  const path = resolvePath(run.process.cwd, name);
  try {
    files.chmod(
      path,
      applyMode(mode, 0, isFolder, (word) => run.quote(word)),
    );
  } catch (error) {
    if (error instanceof UsageError) throw new Failure(`invalid mode ${run.quote(mode)}`);
    throw error;
  }
  if (uid === undefined && gid === undefined) return;
  const stats = files.stat(path);
  await run.try(
    () => files.chown(path, uid ?? stats.uid, gid ?? stats.gid),
    `cannot change ownership of ${quotedName(name)}`,
  );
}

/** Makes what is missing of the folders on the way to a file; returns those made. @throws FileError */
function makeParents(run: Run, name: string): string[] {
  const made: string[] = [];
  const parts = name.split("/").slice(0, -1);
  for (let i = 1; i <= parts.length; i++) {
    const part = parts.slice(0, i).join("/");
    const path = resolvePath(run.process.cwd, part || "/");
    if (run.files.exists(path) && run.files.stat(path).kind === "directory") continue;
    run.files.mkdir(path, { mode: 0o755 });
    made.push(part);
  }
  return made;
}
