import { resolvePath } from "../kernel/filesystem.ts";
import { openInput } from "../kernel/open.ts";
import { askYes } from "./ask.ts";
import { command, type Run } from "./command.ts";
import { isFolder, pairsOf } from "./destination.ts";
import { quotedName } from "./quoting.ts";
import { wholeText } from "./text.ts";

export const cp = command(
  {
    usage: "[OPTION]... SOURCE... DIRECTORY",
    about: "Copy SOURCE to DEST, or multiple SOURCE(s) to DIRECTORY.",
    short: "abdfHiLlnpPrRst:Tuvx",
    long:
      "archive=a force=f interactive=i dereference=L no-dereference=P link=l no-clobber=n preserve?=p recursive=r symbolic-link=s " +
      "target-directory:=t no-target-directory=T update?=u verbose=v parents reflink? sparse: attributes-only one-file-system=x",
  },
  async (run) => {
    for (const { source, target } of pairsOf(run)) await copy(run, source, target, true);
  },
);

async function copy(run: Run, source: string, target: string, isOperand: boolean): Promise<void> {
  const { files } = run;
  const from = run.path(source);
  const to = resolvePath(run.process.cwd, target);
  const recursive = ["r", "R", "a"].some((key) => run.has(key));
  // cp follows the links it is told of unless it copies trees; the links inside a tree stay links.
  const follow = run.has("L") || (run.has("H") && isOperand) || !(recursive || run.has("P") || run.has("d"));
  const keep = run.has("p") || run.has("a");
  const stats = await run.try(
    () => (follow ? files.stat(from) : files.lstat(from)),
    (error) =>
      run.busybox ? `can't stat '${source}': ${error.message}` : `cannot stat ${quotedName(source)}: ${error.message}`,
  );
  if (!stats) return;
  if (stats.kind === "directory") {
    if (!recursive) {
      await run.warn(
        run.busybox ? `omitting directory '${source}'` : `-r not specified; omitting directory ${quotedName(source)}`,
      );
      return;
    }
    if (`${to}/`.startsWith(`${from.replace(/\/$/, "")}/`) && from !== to) {
      await run.warn(`cannot copy a directory, ${quotedName(source)}, into itself, ${quotedName(target)}`);
      return;
    }
    if (files.exists(to) && files.stat(to).kind !== "directory") {
      await run.warn(`cannot overwrite non-directory ${quotedName(target)} with directory ${quotedName(source)}`);
      return;
    }
    const names = await run.try(() => files.readdir(from), `cannot access ${quotedName(source)}`);
    if (!names) return;
    const isNew = !files.exists(to);
    const ready = await run.try(
      () => {
        if (isNew) files.mkdir(to, { mode: stats.mode });
        return true;
      },
      run.busybox ? `can't create directory '${target}'` : `cannot create directory ${quotedName(target)}`,
    );
    if (!ready) return;
    if (isNew && run.has("v")) await run.out(`${quotedName(source)} -> ${quotedName(target)}\n`);
    for (const name of names) await copy(run, `${source.replace(/\/$/, "")}/${name}`, `${target}/${name}`, false);
    if (keep) keepAttributes(run, to, stats);
    return;
  }
  if (files.exists(to)) {
    const old = files.stat(to);
    if (old.inode === stats.inode && files.realpath(to) === files.realpath(from)) {
      await run.warn(`${quotedName(source)} and ${quotedName(target)} are the same file`);
      return;
    }
    if (isFolder(run, target)) {
      await run.warn(
        `cannot overwrite directory ${quotedName(target)} with non-directory ${run.busybox ? "" : quotedName(source)}`.trim(),
      );
      return;
    }
    if (run.has("n") || (run.has("u") && old.mtime >= stats.mtime)) return;
    if (run.has("i") && !(await askYes(run, `cp: overwrite ${quotedName(target)}? `))) return;
  }
  const words = run.busybox ? `can't create '${target}'` : `cannot create regular file ${quotedName(target)}`;
  const cannotRead = await run.try(
    () => stats.kind !== "file" || files.readFile(from) !== undefined,
    run.busybox ? `can't open '${source}'` : `cannot open ${quotedName(source)} for reading`,
  );
  if (cannotRead === undefined) return;
  const done = await run.try(async () => {
    if (run.has("l")) files.link(from, to);
    else if (run.has("s")) files.symlink(source, to);
    else if (stats.kind === "symlink") {
      if (files.exists(to)) files.unlink(to);
      files.symlink(stats.target ?? "", to);
    } else if (stats.program !== undefined)
      files.writeFile(to, "", { mode: stats.mode, program: stats.program, size: stats.size });
    else {
      const text =
        stats.kind === "file" ? files.readFile(from) : await wholeText(run.process, openInput(run.process, from));
      files.writeFile(to, text, { mode: stats.mode & 0o777 });
    }
    return true;
  }, words);
  if (!done) return;
  if (keep && stats.kind === "file") keepAttributes(run, to, stats);
  if (run.has("v")) await run.out(`${quotedName(source)} -> ${quotedName(target)}\n`);
}

function keepAttributes(
  { files, process }: Run,
  path: string,
  {
    mode,
    uid,
    gid,
    mtime,
  }: { readonly mode: number; readonly uid: number; readonly gid: number; readonly mtime: number },
): void {
  if (process.user.uid === 0) files.chown(path, uid, gid);
  files.chmod(path, mode);
  files.touch(path, mtime);
}
