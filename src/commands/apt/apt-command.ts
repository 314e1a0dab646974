import { FileError } from "../../kernel/filesystem.ts";
import type { Program } from "../../kernel/process.ts";
import { Run } from "../command.ts";
import { parseOptions, UsageError } from "../options.ts";

/** Ends apt with a message of its own: `E: …`. */
export class AptError extends Error {
  readonly status: number;

  constructor(message: string, status = 100) {
    super(message);
    this.name = "AptError";
    this.status = status;
  }
}

const OPTIONS = {
  short: "yqsdfmuhVo:c:t:v",
  long:
    "yes=y assume-yes=y quiet?=q simulate=s just-print=s dry-run=s no-act=s download-only=d fix-broken=f purge " +
    "no-install-recommends install-recommends no-install-suggests install-suggests allow-unauthenticated auto-remove " +
    "autoremove reinstall only-upgrade allow-downgrades fix-missing=m installed upgradable upgradeable all-versions=a names-only=n " +
    "option:=o target-release:=t allow-remove-essential allow-change-held-packages no-upgrade show-upgraded=u verbose-versions=V full=f",
};

/** A program of the apt family: its options, and its way to fail. */
export function aptCommand(body: (run: Run) => Promise<number>): Program {
  return async (process) => {
    const say = (text: string) => process.stderr.write(text);
    try {
      const args = process.args.slice(1).map((arg) => arg.replace(/^-(q+)=?(\d)$/, "-$1$1"));
      return await body(new Run(process, parseOptions(args, OPTIONS), 100));
    } catch (error) {
      if (error instanceof AptError) {
        await say(`E: ${error.message}\n`);
        return error.status;
      }
      if (error instanceof UsageError) {
        const letter = /'(.)'$/.exec(error.message)?.[1];
        const long = /'(--[^']*)'/.exec(error.message)?.[1];
        await say(
          long === undefined
            ? `E: Command line option '${letter}' [from -${letter}] is not known.\n`
            : `E: Command line option ${long} is not understood in combination with the other options\n`,
        );
        return 100;
      }
      if (error instanceof FileError) {
        await say(`E: ${error.path} - open (${error.code}: ${error.message})\n`);
        return 100;
      }
      throw error;
    }
  };
}

/** How little is to be said: 0 all, 1 no progress (`-q`), 2 only errors (`-qq`). */
export const quietness = (run: Run): number => Math.min(2, run.options.values("q").length);

/** Only root may change what is installed. @throws AptError */
export function needRoot(run: Run): void {
  if (run.process.user.uid === 0) return;
  throw new AptError(
    "Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\n" +
      "E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?",
  );
}
