import type { FileError } from "../kernel/filesystem.ts";
import { findGroup, findUser, groupName, userName } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { modeText } from "./formats.ts";
import { applyMode } from "./mode.ts";
import { UsageError } from "./options.ts";
import { quotedName } from "./quoting.ts";

const LONG =
  "changes=c silent=f quiet=f verbose=v reference: recursive=R no-dereference=h dereference preserve-root no-preserve-root from:";

/** Does something to each operand and, with -R, to all below it; links below are passed over. */
async function each(
  run: Run,
  names: readonly string[],
  change: (name: string, path: string) => Promise<void>,
): Promise<void> {
  const visit = async (name: string, path: string, isOperand: boolean): Promise<void> => {
    const words = (error: FileError) =>
      run.busybox ? `${name}: ${error.message}` : `cannot access ${quotedName(name)}: ${error.message}`;
    const stats = await run.try(() => (isOperand ? run.files.stat(path) : run.files.lstat(path)), words);
    if (!stats || (stats.kind === "symlink" && !isOperand)) return;
    await change(name, path);
    if (!run.has("R") || stats.kind !== "directory") return;
    const folder = path.replace(/\/$/, "");
    const entries = await run.try(() => run.files.readdir(path), `cannot read directory ${quotedName(name)}`);
    for (const entry of entries ?? []) await visit(`${name.replace(/\/$/, "")}/${entry}`, `${folder}/${entry}`, false);
  };
  for (const name of names) await visit(name, run.path(name), true);
}

export const chmod = command(
  {
    usage: "[OPTION]... MODE[,MODE]... FILE...",
    about: "Change the mode of each FILE to MODE.",
    short: "cfvR",
    long: LONG,
    // `-x` and `-w,g+r` are modes, no options.
    before: (args) => {
      const at = args.findIndex(
        (arg) => /^-[rwxXstugo,+=-]*[rwxXst]/.test(arg) && !/^-R/.test(arg) && !arg.startsWith("--"),
      );
      return at < 0 || args.slice(0, at).some((arg) => !arg.startsWith("-"))
        ? args
        : [...args.slice(0, at), "--", ...args.slice(at)];
    },
  },
  async (run) => {
    const reference = run.options.value("reference");
    const [mode, ...names] = reference === undefined ? run.operands : ["", ...run.operands];
    if (mode === undefined) throw new UsageError("missing operand");
    if (names.length === 0) throw new UsageError(`missing operand after ${run.quote(mode)}`);
    if (reference === undefined) applyMode(mode, 0, false, (word) => run.quote(word));
    const fixed = reference === undefined ? undefined : run.files.stat(run.path(reference)).mode;
    await each(run, names, async (name, path) => {
      const stats = run.files.stat(path);
      const next = fixed ?? applyMode(mode, stats.mode, stats.kind === "directory", (word) => run.quote(word));
      const done = await run.try(
        () => {
          run.files.chmod(path, next);
          return true;
        },
        run.busybox ? name : `changing permissions of ${quotedName(name)}`,
      );
      const changed = next !== stats.mode;
      if (!done || !(run.has("v") || (run.has("c") && changed))) return;
      const text = (of: number) =>
        `${of.toString(8).padStart(4, "0")} (${modeText({ kind: stats.kind, mode: of }).slice(1)})`;
      await run.out(
        changed
          ? `mode of ${quotedName(name)} changed from ${text(stats.mode)} to ${text(next)}\n`
          : `mode of ${quotedName(name)} retained as ${text(next)}\n`,
      );
    });
  },
);

interface Owner {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
}

/** `ana`, `ana:users`, `:users`, `1000:1000`, `ana:` @throws Failure in GNU's words */
function ownerOf(run: Run, text: string): Owner {
  const match = /^([^:]*)(:?)(.*)$/.exec(text);
  const [, user = "", colon = "", group = ""] = match ?? [];
  const known = user === "" ? undefined : findUser(run.files, user);
  if (user !== "" && !known && !/^\d+$/.test(user))
    throw new Failure(run.busybox ? `unknown user ${user}` : `invalid user: ${run.quote(text)}`);
  const its = group === "" ? undefined : findGroup(run.files, group);
  if (group !== "" && !its && !/^\d+$/.test(group))
    throw new Failure(run.busybox ? `unknown group ${group}` : `invalid group: ${run.quote(text)}`);
  return {
    uid: user === "" ? undefined : (known?.uid ?? Number(user)),
    gid: group === "" ? (colon !== "" && user !== "" ? known?.gid : undefined) : (its?.gid ?? Number(group)),
  };
}

async function changeOwner(run: Run, owner: Owner, names: readonly string[], what: string): Promise<void> {
  await each(run, names, async (name, path) => {
    const stats = run.files.stat(path);
    const uid = owner.uid ?? stats.uid;
    const gid = owner.gid ?? stats.gid;
    const done = await run.try(
      () => {
        run.files.chown(path, uid, gid);
        return true;
      },
      run.busybox ? name : `changing ${what} of ${quotedName(name)}`,
    );
    const changed = uid !== stats.uid || gid !== stats.gid;
    if (!done || !(run.has("v") || (run.has("c") && changed))) return;
    const text = (u: number, g: number) =>
      what === "group"
        ? groupName(run.files, g)
        : owner.gid === undefined
          ? userName(run.files, u)
          : `${userName(run.files, u)}:${groupName(run.files, g)}`;
    await run.out(
      changed
        ? `changed ${what} of ${quotedName(name)} from ${text(stats.uid, stats.gid)} to ${text(uid, gid)}\n`
        : `${what} of ${quotedName(name)} retained as ${text(uid, gid)}\n`,
    );
  });
}

export const chown = command(
  {
    usage: "[OPTION]... [OWNER][:[GROUP]] FILE...",
    about: "Change the owner and/or group of each FILE.",
    short: "cfvRhHLP",
    long: LONG,
  },
  async (run) => {
    const reference = run.options.value("reference");
    const [text, ...names] = reference === undefined ? run.operands : ["", ...run.operands];
    if (text === undefined) throw new UsageError("missing operand");
    if (names.length === 0) throw new UsageError(`missing operand after ${run.quote(text)}`);
    const owner = reference === undefined ? ownerOf(run, text) : run.files.stat(run.path(reference));
    await changeOwner(run, owner, names, "ownership");
  },
);

export const chgrp = command(
  {
    usage: "[OPTION]... GROUP FILE...",
    about: "Change the group of each FILE to GROUP.",
    short: "cfvRhHLP",
    long: LONG,
  },
  async (run) => {
    const [text, ...names] = run.operands;
    if (text === undefined) throw new UsageError("missing operand");
    if (names.length === 0) throw new UsageError(`missing operand after ${run.quote(text)}`);
    const group = findGroup(run.files, text);
    if (!group && !/^\d+$/.test(text))
      throw new Failure(run.busybox ? `unknown group ${text}` : `invalid group: ${run.quote(text)}`);
    await changeOwner(run, { uid: undefined, gid: group?.gid ?? Number(text) }, names, "group");
  },
);
