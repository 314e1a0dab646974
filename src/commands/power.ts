import type { Process, Program } from "../kernel/process.ts";
import { command, Failure, type Run } from "./command.ts";
import { strftime } from "./time-text.ts";

/** What a host can be told: to end in order and stay off, or to start again. */
export type PowerChange = "poweroff" | "reboot" | "halt";

/** Who carries it out. */
export interface PowerControl {
  /** Begins at once; whoever asked may still say something. */
  begin(change: PowerChange): void;
  /** @param at ms of the lab's time */
  schedule(change: PowerChange, at: number): void;
  /** Whether there was something to cancel. */
  cancel(): boolean;
  /** Shows a message on every terminal of the host. */
  broadcast(text: string): Promise<void>;
}

const WORDS: Record<PowerChange, string> = { poweroff: "power off", reboot: "reboot", halt: "halt" };
const METHODS: Record<PowerChange, string> = { poweroff: "PowerOff", reboot: "Reboot", halt: "Halt" };

/** systemd's `poweroff`, `reboot`, `halt` and `shutdown`, as root says them on a host. */
export function powerCommands(control: PowerControl): Readonly<Record<string, Program>> {
  const simple = (change: PowerChange) =>
    command(
      { usage: "[OPTIONS...]", about: `${METHODS[change]} the machine.`, short: "fwdnip", operands: [0, 0] },
      async (run) => {
        if (!mayChange(run, change)) return 0;
        await announce(run, control, change, "now");
        control.begin(change);
        return 0;
      },
    );
  return { poweroff: simple("poweroff"), reboot: simple("reboot"), halt: simple("halt"), shutdown: shutdown(control) };
}

function shutdown(control: PowerControl): Program {
  return command(
    {
      usage: "[OPTIONS...] [TIME] [WALL...]",
      about: "Shut down the system.",
      short: "hHPrkc",
      operands: [0, Number.POSITIVE_INFINITY],
    },
    async (run) => {
      const change: PowerChange = run.has("r") ? "reboot" : run.has("H") ? "halt" : "poweroff";
      if (!mayChange(run, change)) return 0;
      if (run.has("c")) {
        if (control.cancel()) await control.broadcast(heading(run, "The system shutdown has been cancelled"));
        return 0;
      }
      const [time = "+1"] = run.operands;
      const { clock } = run.process.machine;
      const at = moment(time, clock.now());
      if (at === undefined) throw new Failure(`Failed to parse time specification: ${time}`);
      if (run.has("k")) {
        await announce(run, control, change, when(at, clock.now()));
        return 0;
      }
      await announce(run, control, change, when(at, clock.now()));
      if (at <= clock.now()) control.begin(change);
      else {
        control.schedule(change, at);
        const what = change === "reboot" ? "Reboot" : "Shutdown";
        await run.process.stderr.write(`${what} scheduled for ${stamp(at)}, use 'shutdown -c' to cancel.\n`);
      }
      return 0;
    },
  );
}

/** A container is no machine to switch off: busybox's tools only signal its first process, which does not heed them. */
function mayChange({ process }: Run, change: PowerChange): boolean {
  if (process.machine.container !== undefined) return false;
  if (process.user.uid !== 0)
    throw new Failure(`Call to ${METHODS[change]} failed: Interactive authentication required.`);
  return true;
}

/** `now`, `+5` minutes, `23:15`. */
function moment(text: string, now: number): number | undefined {
  if (text === "now") return now;
  const minutes = /^\+?(\d+)$/.exec(text)?.[1];
  if (minutes !== undefined) return now + Number(minutes) * 60_000;
  const [, hours, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text) ?? [];
  if (hours === undefined) return undefined;
  const at = new Date(now).setUTCHours(Number(hours), Number(minute), 0, 0);
  return at > now ? at : at + 86_400_000;
}

const stamp = (ms: number) => strftime("%a %Y-%m-%d %H:%M:%S UTC", ms);
const when = (at: number, now: number) => (at <= now ? "now" : `at ${stamp(at)}`);

function announce(run: Run, control: PowerControl, change: PowerChange, moment: string): Promise<void> {
  return control.broadcast(heading(run, `The system will ${WORDS[change]} ${moment}!`));
}

/** What wall puts before a message (systemd, src/shared/wall.c). */
function heading({ process }: { readonly process: Process }, text: string): string {
  const { hostname, clock } = process.machine;
  const terminal = process.tty ? " on pts/0" : "";
  return `\nBroadcast message from root@${hostname}${terminal} (${stamp(clock.now())}):\n\n${text}\n\n`;
}
