import { command, Failure, type Run } from "./command.ts";
import { applyMode } from "./mode.ts";
import { UsageError } from "./options.ts";
import { quotedName } from "./quoting.ts";

export const mkdir = command(
  {
    usage: "[OPTION]... DIRECTORY...",
    about: "Create the DIRECTORY(ies), if they do not already exist.",
    short: "m:pvZ",
    long: "mode:=m parents=p verbose=v",
    operands: [1, Number.POSITIVE_INFINITY],
  },
  async (run) => {
    const asked = run.options.value("m");
    const mode = asked === undefined ? undefined : modeOf(run, asked);
    for (const name of run.operands) {
      const words = run.busybox ? `can't create directory '${name}'` : `cannot create directory ${run.quote(name)}`;
      if (run.has("p")) {
        const made = await run.try(
          () => makeParents(run, name),
          (error) =>
            // mkdir -p names the part that is in the way.
            error.code === "EEXIST" || error.code === "ENOTDIR"
              ? `cannot create directory ${run.quote(blocker(run, name))}: ${error.code === "EEXIST" && blocker(run, name) === name ? "File exists" : "Not a directory"}`
              : `${words}: ${error.message}`,
        );
        for (const path of made ?? [])
          if (run.has("v")) await run.out(`mkdir: created directory ${quotedName(path)}\n`);
      } else {
        const done = await run.try(() => {
          run.files.mkdir(run.path(name));
          return true;
        }, words);
        if (!done) continue;
        if (run.has("v"))
          await run.out(
            `${run.busybox ? `created directory: '${name}'` : `mkdir: created directory ${quotedName(name)}`}\n`,
          );
      }
      if (mode !== undefined && run.files.exists(run.path(name))) run.files.chmod(run.path(name), mode);
    }
  },
);

function modeOf(run: Run, text: string): number {
  try {
    return applyMode(text, 0o777, true, (word) => run.quote(word));
  } catch (error) {
    if (error instanceof UsageError) throw new Failure(`invalid mode ${run.quote(text)}`);
    throw error;
  }
}

/** Makes what is missing of a path; returns the names made. */
function makeParents(run: Run, name: string): string[] {
  const made: string[] = [];
  const parts = name.split("/");
  for (let i = 1; i <= parts.length; i++) {
    const part = parts.slice(0, i).join("/");
    if (part === "" || (i < parts.length && parts[i - 1] === "")) continue;
    const path = run.path(part);
    if (run.files.exists(path) && run.files.stat(path).kind === "directory") continue;
    run.files.mkdir(path);
    made.push(part);
  }
  return made;
}

/** The first part of a path that is there and no directory. */
function blocker(run: Run, name: string): string {
  const parts = name.split("/");
  for (let i = 1; i <= parts.length; i++) {
    const part = parts.slice(0, i).join("/");
    if (part !== "" && run.files.exists(run.path(part)) && run.files.stat(run.path(part)).kind !== "directory")
      return part;
  }
  return name;
}
