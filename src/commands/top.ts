import { HARDWARE } from "../kernel/hardware.ts";
import { loadAverage, memoryUse } from "../kernel/proc-files.ts";
import { userName } from "./accounts.ts";
import { command, type Run } from "./command.ts";
import { ctrl, keysIn, nextKeys } from "./keyboard.ts";
import { uptimeLine } from "./machine-facts.ts";
import { type ListedProcess, listProcesses } from "./ps/process-list.ts";

const mebibytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1);

export const top = command(
  {
    usage: "[options]",
    about: "Display Linux processes. In it: M by memory, P by processor, N by number, q to quit.",
    short: "bcd:hHin:o:p:sSu:U:w:1",
    long: "batch=b delay:=d iterations:=n pid:=p",
  },
  async (run) => {
    const { process } = run;
    const { tty } = process;
    const batch = run.has("b") || !process.stdout.isTTY || !tty;
    const delay = Math.max(0.1, Number(run.options.value("d") ?? (run.busybox ? 5 : 3))) * 1000;
    const times = Number(run.options.value("n") ?? Number.POSITIVE_INFINITY);
    let order = "N";
    const last: Sample = { at: 0, computed: new Map() };
    const restore = batch ? () => {} : tty.setRaw();
    try {
      if (!batch) await run.out("\x1b[?25l\x1b[H\x1b[2J");
      for (let i = 1; ; i++) {
        const { columns, rows } = tty ?? { columns: 80, rows: 24 };
        const shares = sharesOf(run, last);
        const lines = screen(run, { order, shares }, batch ? Number.POSITIVE_INFINITY : columns);
        if (batch)
          await run.out(
            `${lines.map((line) => line.replace(/\x1b\[[0-9;]*m/g, "")).join("\n")}\n${i < times ? "\n" : ""}`,
          );
        else
          await run.out(
            `\x1b[H${lines
              .slice(0, rows - 1)
              .map((line) => `${line}\x1b[K`)
              .join("\r\n")}\x1b[J`,
          );
        if (i >= times) return 0;
        if (batch) {
          await process.sleep(delay);
          continue;
        }
        const typed = await nextKeys(process, delay);
        if (typed === null) return 0;
        for (const key of keysIn(typed ?? "")) {
          if (key === "q" || key === ctrl("C")) return 0;
          if ("MPNT".includes(key)) order = key;
        }
      }
    } finally {
      if (!batch) await tty.output.write(`\x1b[${tty.rows};1H\x1b[K\x1b[?25h`);
      restore();
    }
  },
);

/** What processes had computed when it was last looked at. */
interface Sample {
  at: number;
  computed: ReadonlyMap<number, number>;
}

/** Percent of a processor since the last look, or at the first one since each began; by number. */
function sharesOf({ process }: Run, last: Sample): ReadonlyMap<number, number> {
  const now = process.machine.clock.now();
  const list = listProcesses(process);
  const shares = list.map(({ pid, computed, started }): [number, number] => {
    const before = last.computed.get(pid) ?? 0;
    return [pid, (100 * (computed - before)) / Math.max(1, now - Math.max(last.at, started))];
  });
  last.at = now;
  last.computed = new Map(list.map(({ pid, computed }) => [pid, computed]));
  return new Map(shares);
}

/** How a screen is sorted, and what each process took of a processor. */
interface Look {
  readonly order: string;
  readonly shares: ReadonlyMap<number, number>;
}

function screen(run: Run, { order, shares }: Look, columns: number): string[] {
  const { pid: own } = run.process;
  const pids = run.options.value("p")?.split(",").map(Number);
  const list = listProcesses(run.process).filter(({ pid }) => pids === undefined || pids.includes(pid));
  const shareOf = ({ pid }: ListedProcess) => shares.get(pid) ?? 0;
  list.sort((a, b) =>
    order === "M"
      ? b.resident - a.resident
      : order === "P"
        ? shareOf(b) - shareOf(a) || Number(b.pid === own) - Number(a.pid === own)
        : a.pid - b.pid,
  );
  const head = run.busybox ? busyboxHead(run) : procpsHead(run, list);
  const rows = list.map((of) => (run.busybox ? busyboxRow(run, of, shareOf(of)) : row(run, of, shareOf(of))));
  return [...head, ...rows].map((line) =>
    line.startsWith("\x1b[7m")
      ? `\x1b[7m${line.slice(4).padEnd(Math.min(columns, 200))}\x1b[m`
      : line.slice(0, columns),
  );
}

function procpsHead(run: Run, list: readonly ListedProcess[]): string[] {
  const { total, free, used, cached, available } = memoryUse(run.process.machine);
  const stopped = list.filter(({ stopped: isStopped }) => isStopped).length;
  const cell = (bytes: number) => mebibytes(bytes).padStart(8);
  const three = (count: number) => String(count).padStart(3);
  return [
    `top -${uptimeLine(run)}`,
    `Tasks: ${three(list.length)} total, ${three(1)} running, ${three(list.length - 1 - stopped)} sleeping, ${three(stopped)} stopped, ${three(0)} zombie`,
    "%Cpu(s):  0.3 us,  0.2 sy,  0.0 ni, 99.5 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st ",
    `MiB Mem : ${cell(total)} total, ${cell(free)} free, ${cell(used)} used, ${cell(cached)} buff/cache     `,
    `MiB Swap: ${cell(0)} total, ${cell(0)} free, ${cell(0)} used. ${cell(available)} avail Mem `,
    "",
    "\x1b[7m    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND",
  ];
}

/** What took most of a processor was running then. */
const stateOf = ({ stopped, pid }: ListedProcess, own: number, cpu: number) =>
  stopped ? "T" : pid === own || cpu > 50 ? "R" : "S";

function row(run: Run, of: ListedProcess, cpu: number): string {
  const share = ((of.resident * 1024 * 100) / HARDWARE.memory).toFixed(1);
  const cells = [
    String(of.pid).padStart(7),
    userName(run.files, of.uid).slice(0, 8).padEnd(8),
    "20".padStart(3),
    "0".padStart(3),
    String(of.virtual).padStart(7),
    String(of.resident).padStart(6),
    String(Math.floor(of.resident * 0.7)).padStart(6),
    stateOf(of, run.process.pid, cpu),
    cpu.toFixed(1).padStart(5),
    share.padStart(5),
    timeText(of.computed).padStart(9),
    of.name,
  ];
  return cells.join(" ");
}

function busyboxHead(run: Run): string[] {
  const { used, free, cached } = memoryUse(run.process.machine);
  const kilobytes = (bytes: number) => `${Math.floor(bytes / 1024)}K`;
  const all = listProcesses(run.process);
  return [
    `Mem: ${kilobytes(used)} used, ${kilobytes(free)} free, 9168K shrd, 0K buff, ${kilobytes(cached)} cached`,
    "CPU:   0% usr   0% sys   0% nic  99% idle   0% io   0% irq   0% sirq",
    `Load average: ${loadAverage(run.process.machine).join(" ")} 1/${all.length} ${run.process.pid}`,
    "\x1b[7m  PID  PPID USER     STAT   VSZ %VSZ CPU %CPU COMMAND",
  ];
}

/** "1:07.45" */
function timeText(ms: number): string {
  const seconds = ((ms % 60_000) / 1000).toFixed(2).padStart(5, "0");
  return `${Math.floor(ms / 60_000)}:${seconds}`;
}

function busyboxRow(run: Run, of: ListedProcess, cpu: number): string {
  const state = stateOf(of, run.process.pid, cpu).padEnd(4);
  const user = userName(run.files, of.uid).slice(0, 8).padEnd(8);
  return `${String(of.pid).padStart(5)} ${String(of.parent).padStart(5)} ${user} ${state} ${String(of.virtual).padStart(5)}   0%   0 ${String(Math.round(cpu)).padStart(3)}% ${of.args.join(" ")}`;
}
