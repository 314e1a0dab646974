import { HARDWARE } from "../../kernel/hardware.ts";
import type { Process } from "../../kernel/process.ts";
import { groupName, userName } from "../accounts.ts";
import { strftime } from "../time-text.ts";
import type { ListedProcess } from "./process-list.ts";
import { UsageFault } from "./usage-fault.ts";

/** A column of the table. */
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly right?: boolean;
  readonly text: (of: ListedProcess, process: Process) => string;
}

const DAY_MS = 86_400_000;

const column = (title: string, width: number, text: Column["text"], right = false): Column => ({
  title,
  width,
  text,
  right,
});

const owner = ({ uid }: ListedProcess, { files }: Process) => {
  const name = userName(files, uid);
  return name.length > 8 ? `${name.slice(0, 7)}+` : name;
};
const startText = ({ started }: ListedProcess, { machine }: Process) =>
  strftime(machine.clock.now() - started < DAY_MS ? "%H:%M" : "%b%d", started);
const state = ({ stopped, name, pid, group, terminal }: ListedProcess, { pid: own }: Process) => {
  const main = stopped ? "T" : pid === own ? "R" : "S";
  return `${main}${pid === group && name !== "kthreadd" && main !== "R" ? "s" : ""}${terminal !== "?" && main === "R" ? "+" : ""}`;
};
const elapsed = ({ started }: ListedProcess, { machine }: Process) => {
  const seconds = Math.floor((machine.clock.now() - started) / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${two(hours)}:` : ""}${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
};
/** Processor time, as much of it as is told: "00:01:07" or "1:07". */
const clockTime = ({ computed }: ListedProcess) => strftime("%H:%M:%S", computed);
const shortTime = ({ computed }: ListedProcess) => {
  const seconds = Math.floor(computed / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};
/** Of the time since it began. */
const share = ({ computed, started }: ListedProcess, { machine }: Process) =>
  ((computed * 100) / Math.max(1, machine.clock.now() - started)).toFixed(1);
const line = ({ args }: ListedProcess) => args.join(" ");

/** The columns of `-o`, by the names it takes. */
const COLUMNS: Readonly<Record<string, Column>> = {
  pid: column("PID", 7, ({ pid }) => String(pid), true),
  ppid: column("PPID", 7, ({ parent }) => String(parent), true),
  pgid: column("PGID", 7, ({ group }) => String(group), true),
  user: column("USER", 8, owner),
  group: column("GROUP", 8, ({ gid }, { files }) => groupName(files, gid)),
  uid: column("UID", 5, ({ uid }) => String(uid), true),
  tty: column("TTY", 8, ({ terminal }) => terminal),
  stat: column("STAT", 4, state),
  s: column("S", 1, (of, process) => state(of, process).charAt(0)),
  time: column("TIME", 8, clockTime, true),
  etime: column("ELAPSED", 11, elapsed, true),
  start: column("STARTED", 8, ({ started }) => strftime("%T", started), true),
  lstart: column("STARTED", 24, ({ started }) => strftime("%a %b %e %T %Y", started), true),
  "%cpu": column("%CPU", 4, share, true),
  "%mem": column("%MEM", 4, ({ resident }) => ((resident * 1024 * 100) / HARDWARE.memory).toFixed(1), true),
  vsz: column("VSZ", 6, (of) => String(of.virtual), true),
  rss: column("RSS", 5, ({ resident }) => String(resident), true),
  ni: column("NI", 3, () => "0", true),
  pri: column("PRI", 3, () => "19", true),
  comm: column("COMMAND", 15, ({ name }) => name),
  args: column("COMMAND", 27, line),
};

const ALIASES: Readonly<Record<string, string>> = {
  cmd: "args",
  command: "args",
  ucmd: "comm",
  tt: "tty",
  pcpu: "%cpu",
  pmem: "%mem",
  uname: "user",
  euser: "user",
  ruser: "user",
  state: "s",
  rssize: "rss",
  vsize: "vsz",
  nice: "ni",
  bsdtime: "time",
};

/** The column of a name that `-o` and `--sort` take. */
export const columnOf = (name: string): Column | undefined => COLUMNS[ALIASES[name] ?? name];

/** What is shown unless told. */
export const SHORT = [COLUMNS.pid, COLUMNS.tty, COLUMNS.time, column("CMD", 3, ({ name }) => name)];
/** `-f` */
export const FULL = [
  column("UID", 8, owner),
  COLUMNS.pid,
  COLUMNS.ppid,
  column("C", 2, (of, process) => String(Math.trunc(Number(share(of, process)))), true),
  column("STIME", 5, startText),
  COLUMNS.tty,
  COLUMNS.time,
  column("CMD", 3, line),
];
/** Options without a dash. */
export const BSD = [
  COLUMNS.pid,
  COLUMNS.tty,
  COLUMNS.stat,
  column("TIME", 6, shortTime, true),
  column("COMMAND", 7, line),
];
/** `u` */
export const BSD_USER = [
  column("USER", 8, owner),
  COLUMNS.pid,
  COLUMNS["%cpu"],
  COLUMNS["%mem"],
  COLUMNS.vsz,
  COLUMNS.rss,
  COLUMNS.tty,
  COLUMNS.stat,
  column("START", 5, startText),
  column("TIME", 6, shortTime, true),
  column("COMMAND", 7, line),
];
export const BUSYBOX = [
  column("PID", 5, ({ pid }) => String(pid), true),
  column("USER", 8, owner),
  column("COMMAND", 7, line),
];

/** The columns that `-o` asks for. @throws UsageFault */
export function columnsOf(text: string): Column[] {
  const [, last = "", title] = /^(.*?)(?:=(.*))?$/s.exec(text) ?? [];
  const names = last.split(/[, ]+/).filter((name) => name !== "");
  return names.map((name, i) => {
    const found = columnOf(name);
    if (!found) throw new UsageFault(`unknown user-defined format specifier "${name}"`);
    if (i === names.length - 1 && title !== undefined) return { ...found, title };
    return name === "cmd" ? { ...found, title: "CMD" } : found;
  });
}
