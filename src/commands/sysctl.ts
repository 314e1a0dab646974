import { FileError } from "../kernel/filesystem.ts";
import { command, type Run } from "./command.ts";

/** Settings of the kernel, which are files of /proc/sys: procps' tool, and busybox's with its own words. */
export const sysctl = command(
  {
    usage: "[-enq] { -a | KEY[=VALUE]... }",
    about: "Show or set kernel parameters at runtime.",
    short: "aAXenqwNp",
    long: "all=a ignore=e values=n names=N quiet=q write=w",
    failure: 1,
  },
  async (run) => {
    if (run.has("a") || run.has("A") || run.has("X")) {
      for (const key of keysBelow(run, "")) await show(run, key);
      return run.status;
    }
    for (const operand of run.operands) {
      const [name = "", value] = operand.split(/=(.*)/s);
      if (value === undefined && run.has("w")) {
        await run.warn(
          run.busybox
            ? `error: '${operand}' must be of the form name=value`
            : `"${operand}" must be of the form name=value`,
        );
      } else if (value === undefined) await show(run, name);
      else await set(run, name, value);
    }
    return run.status;
  },
);

/** A key's parts stand between dots, or between slashes as in its path. */
const pathOf = (key: string) => `/proc/sys/${key.includes("/") ? key : key.replaceAll(".", "/")}`;
const nameOf = (key: string) => key.replaceAll("/", ".");

async function show(run: Run, key: string): Promise<void> {
  const path = pathOf(key);
  if (!run.files.exists(path) || run.files.stat(path).kind === "directory") return unknown(run, key);
  const text = run.files.readFile(path).trimEnd();
  if (run.has("N")) await run.out(`${nameOf(key)}\n`);
  else await run.out(run.has("n") ? `${text}\n` : `${nameOf(key)} = ${text}\n`);
}

async function set(run: Run, key: string, value: string): Promise<void> {
  const path = pathOf(key);
  if (!run.files.exists(path)) return unknown(run, key);
  try {
    run.files.writeFile(path, `${value}\n`);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    const name = nameOf(key);
    if (run.busybox) await run.warn(`error setting key '${name}': ${error.message}`);
    else if (error.code === "EACCES") await run.warn(`permission denied on key "${name}"`);
    else await run.warn(`setting key "${name}": ${error.message}`);
    return;
  }
  if (!run.has("q")) await run.out(run.has("n") ? `${value}\n` : `${nameOf(key)} = ${value}\n`);
}

async function unknown(run: Run, key: string): Promise<void> {
  if (run.has("e")) return;
  await run.warn(
    run.busybox
      ? `error: '${key.replaceAll(".", "/")}' is an unknown key`
      : `cannot stat ${pathOf(key)}: No such file or directory`,
  );
}

function keysBelow(run: Run, prefix: string): string[] {
  const folder = `/proc/sys/${prefix.replaceAll(".", "/")}`;
  return run.files.readdir(folder).flatMap((name) => {
    const key = `${prefix}${name}`;
    return run.files.stat(`${folder}${name}`).kind === "directory" ? keysBelow(run, `${key}.`) : [key];
  });
}
