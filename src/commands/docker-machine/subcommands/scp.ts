import { languageOf, notSimulated } from "../../../cli/not-simulated.ts";
import { resolvePath } from "../../../kernel/filesystem.ts";
import { BOOT2DOCKER_USER } from "../../../programs/rootfs/boot2docker-host.ts";
import { credentialsOf, findUser } from "../../accounts.ts";
import { screenColumns } from "../../columns.ts";
import { type CopiedFile, CopyError, copyTree, type Place } from "../copy-tree.ts";
import { machineOf } from "../driver.ts";
import { boolFlag } from "../flag.ts";
import type { MachineCommand, MachineRun } from "../machine-command.ts";
import { MachineError } from "../machine-error.ts";

/** A megabyte a tenth of a second, as over a local network. */
const BYTES_A_MS = 10_000;

/** `docker-machine scp FROM TO`: scp, which knows machines by name. */
export const scp: MachineCommand = {
  name: "scp",
  usage: "Copy files between machines",
  description: "Arguments are [[user@]machine:][path] [[user@]machine:][path].",
  flags: [
    boolFlag("recursive, r", "Copy files recursively (required to copy directories)"),
    boolFlag("delta, d", "Reduce amount of data sent over network by sending only the differences (uses rsync)"),
    boolFlag("quiet, q", "Disables the progress meter as well as warning and diagnostic messages from ssh"),
  ],
  async run(run) {
    const { line, process } = run;
    const [from, to] = line.args;
    if (from === undefined || to === undefined || line.args.length !== 2) {
      await run.showHelp();
      throw new MachineError("Improper number of arguments");
    }
    if (line.bool("delta")) throw new MachineError(notSimulated("docker-machine scp --delta", languageOf(process.env)));
    const shown = !line.bool("quiet") && process.stdout.isTTY;
    try {
      const copied = copyTree(placeOf(run, from), placeOf(run, to), line.bool("recursive"));
      for (const file of copied) {
        await process.sleep(Math.ceil(file.size / BYTES_A_MS) + 20);
        if (shown) await process.stdout.write(progressLine(file, screenColumns(process)));
      }
    } catch (error) {
      if (!(error instanceof CopyError)) throw error;
      await run.warn(`scp: ${error.message}`);
      throw new MachineError("exit status 1");
    }
    return 0;
  },
};

/** What an argument of scp names: a path here, or one of a machine as the user who logs in there. @throws MachineError */
function placeOf(run: MachineRun, text: string): Place {
  const { process, store } = run;
  const [, user, name, path] = /^(?:([^@:/]+)@)?([^@:/]+):(.*)$/s.exec(text) ?? [];
  if (name === undefined || path === undefined || name === "localhost")
    return { files: process.files, path: resolvePath(process.cwd, path ?? text) };
  if (!store.exists(name)) {
    const unknown = `Docker machine ${JSON.stringify(name)} does not exist. Use "docker-machine ls" to list machines. Use "docker-machine create" to add a new one.`;
    throw new MachineError(`Error loading host: Error loading host: ${unknown}`);
  }
  const machine = machineOf(run, store.load(name));
  if (!machine.running || !run.virtualBox.reaches(machine)) throw new MachineError("exit status 1");
  const login = findUser(machine.files, user ?? BOOT2DOCKER_USER.name);
  if (!login) throw new MachineError("exit status 1");
  const home = path.replace(/^~(?=\/|$)/, ".");
  return { files: machine.files.as(credentialsOf(machine.files, login)), path: resolvePath(login.home, home) };
}

/** `main.py      100%  371   123.3KB/s   00:00` (OpenSSH, progressmeter.c). */
function progressLine({ name, size }: CopiedFile, columns: number): string {
  const amount = `${size}`.padStart(5);
  const rate = `${Math.max(0.1, size / 1024 / 0.02).toFixed(1)}KB/s`.padStart(11);
  return `${name.slice(0, columns - 36).padEnd(columns - 36)} 100% ${amount} ${rate}   00:00    \n`;
}
