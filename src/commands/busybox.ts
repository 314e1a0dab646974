import type { Process, Program } from "../kernel/process.ts";

const applets = new WeakSet<Process>();

/** Whether a process was started through busybox's binary: its messages and formats are busybox's then. */
export const isBusybox = (process: Process): boolean => applets.has(process);

const BANNER = "BusyBox v1.37.0 (2026-06-09 11:08:56 UTC) multi-call binary.";

/** Applets that have no `--help`: to them it is a word like others. */
const WITHOUT_HELP = new Set(["[", "[[", "echo", "false", "test", "true"]);

/** Applets that show their usage when they are called with nothing (busybox 1.37). */
const SAY_USAGE = new Set(
  (
    "awk basename chgrp chmod chown cmp cp diff dirname egrep fgrep grep install ip ln mkdir mv nc nslookup ping printf readlink " +
    "realpath rm rmdir sed seq sleep stat tar telnet time timeout touch tr traceroute truncate wget which"
  ).split(" "),
);

/** The exit status of a wrong command line. */
export const busyboxFailure = (name: string): number => (/^([ef]?grep|sort|tty)$/.test(name) ? 2 : 1);

/**
 * What busybox shows of an applet: its banner and the applet's usage, as recorded by scripts/record-busybox-usage.ts.
 * @param otherwise the usage of an applet that is not on record, with its name
 */
export async function busyboxUsage({ machine }: Process, name: string, otherwise: string): Promise<string> {
  const module = await machine.clock.hold(import("../../content/busybox-usage.json", { with: { type: "json" } }));
  const usages: Readonly<Record<string, string>> = module.default;
  return `${BANNER}\n\nUsage: ${usages[name] ?? otherwise}\n`;
}

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
  const help = args.length === 2 && args[1] === "--help" && !WITHOUT_HELP.has(name);
  if (help || (args.length === 1 && SAY_USAGE.has(name))) {
    await process.stderr.write(await busyboxUsage(process, name, name));
    return help ? 0 : busyboxFailure(name);
  }
  const applet: Process = { ...process, args };
  applets.add(applet);
  return program(applet);
};
