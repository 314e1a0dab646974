import type { Output } from "../kernel/stream.ts";
import { command, Failure } from "./command.ts";
import { rowsOf, shownLine } from "./page-lines.ts";
import { runCommand, startError } from "./run-command.ts";
import { strftime } from "./time-text.ts";

export const watch = command(
  {
    usage: "[options] command",
    about: "Execute a program periodically, showing output fullscreen.",
    short: "bcdegn:tvwxpq:",
    long: "interval:=n no-title=t differences?=d chgexit=g errexit=e exec=x color=c beep=b precise=p no-wrap=w",
    inOrder: true,
  },
  async (run) => {
    const { process } = run;
    const { tty, machine } = process;
    if (run.operands.length === 0) {
      await process.stderr.write("\nUsage:\n watch [options] command\n\nFor more details see watch(1).\n");
      return 1;
    }
    const text = (run.options.value("n") ?? "2").replace(",", ".");
    const seconds = Number(text);
    if (!(seconds >= 0)) throw new Failure(`failed to parse argument: '${text}': Invalid argument`);
    const interval = Math.max(0.1, seconds);
    const line = run.operands.join(" ");
    const args = run.has("x") ? run.operands : ["sh", "-c", line];
    const full = process.stdout.isTTY && tty !== null && !run.busybox;
    let before: string | undefined;
    let stopped = false;
    process.onSignal("SIGINT", () => {
      stopped = true;
      wake();
    });
    let wake = () => {};
    if (full) await run.out("\x1b[?1049h\x1b[?25l");
    try {
      while (!stopped) {
        const { output, status } = await once(args);
        const columns = tty?.columns ?? 80;
        const height = tty?.rows ?? 24;
        const rows = output
          .replace(/\n$/, "")
          .split("\n")
          .flatMap((row) => rowsOf(shownLine(row, run.has("c")), columns, run.has("w")));
        const shown = rows.slice(0, Math.max(1, height - (run.has("t") ? 0 : 2)));
        const painted = run.has("d") && before !== undefined ? marked(shown, before.split("\n")) : shown;
        await run.out(`\x1b[H${title(columns)}${painted.map((row) => `${row}\x1b[m\x1b[K`).join("\r\n")}\x1b[J`);
        if (run.has("e") && status !== 0) return status;
        const now = shown.join("\n");
        if (run.has("g") && before !== undefined && before !== now) return 0;
        before = now;
        await new Promise<void>((resolve) => {
          const cancel = machine.clock.after(interval * 1000, resolve);
          wake = () => {
            cancel();
            resolve();
          };
          process.signal.addEventListener("abort", wake, { once: true });
        });
        process.signal.throwIfAborted();
        await process.breathe();
      }
      return 130;
    } finally {
      if (full) await tty.output.write("\x1b[?25h\x1b[?1049l");
    }

    function title(columns: number): string {
      if (run.has("t")) return "";
      const left = `Every ${interval.toFixed(1)}s: ${line}`;
      const right = run.busybox
        ? strftime("%F %T", machine.clock.now())
        : `${machine.hostname}: ${strftime("%a %b %e %T %Y", machine.clock.now())}`;
      const room = columns - right.length - 1;
      return `${left.length > room ? `${left.slice(0, Math.max(0, room - 4))}... ` : left.padEnd(room)} ${right}\x1b[K\r\n\x1b[K\r\n`;
    }

    async function once(words: readonly string[]): Promise<{ readonly output: string; readonly status: number }> {
      let output = "";
      const collect: Output = {
        isTTY: false,
        write: async (piece) => {
          output += piece;
        },
      };
      try {
        const status = await runCommand(process, words, {
          stdout: collect,
          stderr: collect,
          stdin: { isTTY: false, read: async () => null },
        });
        return { output, status };
      } catch (error) {
        const { reason, status } = startError(error);
        return { output: `unable to execute '${words[0]}': ${reason}\n`, status };
      }
    }
  },
);

/** What is not as it was, in reverse. */
function marked(rows: readonly string[], before: readonly string[]): string[] {
  return rows.map((row, y) => {
    const old = before[y] ?? "";
    let out = "";
    for (let x = 0; x < row.length; x++) out += row[x] === old[x] ? row[x] : `\x1b[7m${row[x]}\x1b[27m`;
    return out;
  });
}
