import type { Process, Program } from "../kernel/process.ts";

const applets = new WeakSet<Process>();

/** Whether a process was started through busybox's binary: its messages and formats are busybox's then. */
export const isBusybox = (process: Process): boolean => applets.has(process);

const BANNER = "BusyBox v1.37.0 (2026-06-09 11:08:56 UTC) multi-call binary.";

/** What busybox prints under a usage error. */
export const busyboxUsage = (usage: string): string => `${BANNER}\n\nUsage: ${usage}\n`;

/** The binary that is ls, cat and sh at once: which one, the name it is called by says. */
export const busybox: Program = async (process) => {
  let args = process.args;
  let name = (args[0] ?? "").replace(/.*\//, "");
  if (name === "busybox") {
    args = args.slice(1);
    name = args[0] ?? "";
    if (name === "" || name === "--help") {
      await process.stdout.write(
        `${BANNER}\nBusyBox is copyrighted by many authors between 1998-2015.\nLicensed under GPLv2. See source distribution for detailed\ncopyright notices.\n\nUsage: busybox [function [arguments]...]\n`,
      );
      return 0;
    }
  }
  const program = name === "busybox" ? undefined : await process.machine.program(name.replace(/^-/, ""));
  if (!program) {
    await process.stderr.write(`${name}: applet not found\n`);
    return 127;
  }
  const applet: Process = { ...process, args };
  applets.add(applet);
  return program(applet);
};
