import { HARDWARE } from "../../kernel/hardware.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { findUser, groupName, userName } from "../accounts.ts";
import { isBusybox } from "../busybox.ts";
import { screenColumns } from "../columns.ts";
import { strftime } from "../time-text.ts";
import { type ListedProcess, listProcesses, terminalName } from "./process-list.ts";

interface Column {
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

const SHORT = [COLUMNS.pid, COLUMNS.tty, COLUMNS.time, column("CMD", 3, ({ name }) => name)];
const FULL = [
  column("UID", 8, owner),
  COLUMNS.pid,
  COLUMNS.ppid,
  column("C", 2, (of, process) => String(Math.trunc(Number(share(of, process)))), true),
  column("STIME", 5, startText),
  COLUMNS.tty,
  COLUMNS.time,
  column("CMD", 3, line),
];
const BSD = [COLUMNS.pid, COLUMNS.tty, COLUMNS.stat, column("TIME", 6, shortTime, true), column("COMMAND", 7, line)];
const BSD_USER = [
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
const BUSYBOX = [
  column("PID", 5, ({ pid }) => String(pid), true),
  column("USER", 8, owner),
  column("COMMAND", 7, line),
];

/** What a command line asks for. */
interface Request {
  columns: (Column | undefined)[];
  every: boolean;
  withoutTerminal: boolean;
  ofOthers: boolean;
  forest: boolean;
  headers: boolean;
  wide: boolean;
  readonly pids: number[];
  readonly names: string[];
  readonly users: string[];
  sort: string;
}

class UsageFault extends Error {}

function read(args: readonly string[], busybox: boolean): Request {
  const request: Request = {
    ...{ columns: busybox ? BUSYBOX : SHORT, every: busybox, withoutTerminal: false, ofOthers: false, forest: false },
    ...{ headers: true, wide: false, pids: [], names: [], users: [], sort: "" },
  };
  const custom: Column[] = [];
  let bsd = false;
  for (let i = 1; i < args.length; i++) {
    const arg = args[i] ?? "";
    const value = (glued: string) => {
      if (glued !== "") return glued.replace(/^=/, "");
      i++;
      const next = args[i];
      if (next === undefined) throw new UsageFault("improper list");
      return next;
    };
    const list = (text: string) => text.split(/[, ]+/).filter((item) => item !== "");
    if (arg.startsWith("--")) {
      const [name = "", rest = ""] = arg.slice(2).split(/=(.*)/s);
      if (name === "sort") request.sort = value(rest);
      else if (name === "forest") request.forest = true;
      else if (name === "no-headers" || name === "no-heading") request.headers = false;
      else if (name === "pid") request.pids.push(...list(value(rest)).map(Number));
      else if (name === "user") request.users.push(...list(value(rest)));
      else if (name === "format") custom.push(...columnsOf(value(rest)));
      else throw new UsageFault("unknown gnu long option");
      continue;
    }
    const dashed = arg.startsWith("-");
    if (/^\d+(,\d+)*$/.test(arg)) {
      request.pids.push(...list(arg).map(Number));
      continue;
    }
    bsd ||= !dashed;
    const letters = dashed ? arg.slice(1) : arg;
    for (let at = 0; at < letters.length; at++) {
      const letter = letters.charAt(at);
      const rest = letters.slice(at + 1);
      let took = true;
      if (letter === "o" || letter === "O") custom.push(...columnsOf(value(rest)));
      else if (letter === "p") request.pids.push(...list(value(rest)).map(Number));
      else if (letter === "C") request.names.push(...list(value(rest)));
      else if (dashed && (letter === "u" || letter === "U")) request.users.push(...list(value(rest)));
      else took = false;
      if (took) break;
      if (dashed && (letter === "e" || letter === "A")) request.every = true;
      else if (dashed && (letter === "f" || letter === "F")) request.columns = busybox ? BUSYBOX : FULL;
      else if (!dashed && letter === "a") request.ofOthers = true;
      else if (dashed && (letter === "a" || letter === "d")) request.every = true;
      else if (letter === "x") request.withoutTerminal = true;
      else if (!dashed && letter === "u") request.columns = BSD_USER;
      else if (letter === "f" || letter === "H") request.forest = true;
      else if (letter === "h") request.headers = false;
      else if (letter === "w") request.wide = true;
      else if (!"lcjmLTyMZrgtvs".includes(letter))
        throw new UsageFault(`unsupported ${dashed ? "SysV" : "BSD"} option`);
    }
  }
  if (bsd && request.columns === SHORT) request.columns = BSD;
  if (custom.length > 0) request.columns = custom;
  return request;
}

function columnsOf(text: string): Column[] {
  const [, last = "", title] = /^(.*?)(?:=(.*))?$/s.exec(text) ?? [];
  const names = last.split(/[, ]+/).filter((name) => name !== "");
  return names.map((name, i) => {
    const found = COLUMNS[ALIASES[name] ?? name];
    if (!found) throw new UsageFault(`unknown user-defined format specifier "${name}"`);
    if (i === names.length - 1 && title !== undefined) return { ...found, title };
    return name === "cmd" ? { ...found, title: "CMD" } : found;
  });
}

/** procps' ps, and busybox's. */
export const ps: Program = async (process) => {
  let request: Request;
  try {
    request = read(process.args, isBusybox(process));
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error;
    await process.stderr.write(
      `error: ${error.message}\n\nUsage:\n ps [options]\n\n Try 'ps --help <simple|list|output|threads|misc|all>'\n  or 'ps --help <s|l|o|t|m|a>'\n for additional help text.\n\nFor more details see ps(1).\n`,
    );
    return 1;
  }
  const own = process.tty ? terminalName(process.machine, process.tty) : "?";
  const { pids, names, users } = request;
  const uids = users.map((name) => findUser(process.files, name)?.uid ?? Number(name));
  const asked = pids.length + names.length + users.length > 0;
  let shown = listProcesses(process).filter((of) => {
    if (asked) return pids.includes(of.pid) || names.includes(of.name) || uids.includes(of.uid);
    if (request.every) return true;
    if (request.ofOthers || request.withoutTerminal) {
      return (request.withoutTerminal || of.terminal !== "?") && (request.ofOthers || of.uid === process.user.uid);
    }
    return of.terminal === own && of.uid === process.user.uid;
  });
  if (request.sort !== "") shown = sorted(shown, request.sort, process);
  const columns = request.columns.filter((one) => one !== undefined);
  const rows = (request.forest ? forest(shown) : shown.map((of) => ({ of, indent: "" }))).map(({ of, indent }) =>
    columns.map(
      (one, i) => (i === columns.length - 1 && /COMMAND|CMD/.test(one.title) ? indent : "") + one.text(of, process),
    ),
  );
  if (request.headers && columns.some(({ title }) => title !== "")) rows.unshift(columns.map(({ title }) => title));
  const limit = process.stdout.isTTY && !request.wide ? screenColumns(process) : Number.POSITIVE_INFINITY;
  const text = rows.map((row, index) => {
    const cells = row.map((cell, i) => {
      const { width = 0, right = false } = columns[i] ?? {};
      if (i === row.length - 1 && !right) return cell;
      // busybox writes its own heading to the left.
      return right && !(isBusybox(process) && index === 0) ? cell.padStart(width) : cell.padEnd(width);
    });
    return `${cells.join(" ").slice(0, limit)}\n`;
  });
  await process.stdout.write(text.join(""));
  return shown.length === 0 ? 1 : 0;
};

function sorted(list: readonly ListedProcess[], by: string, process: Process): ListedProcess[] {
  const keys = by.split(",").map((key) => ({
    reverse: key.startsWith("-"),
    column: COLUMNS[ALIASES[key.replace(/^[-+]/, "")] ?? key.replace(/^[-+]/, "")],
  }));
  return [...list].sort((a, b) => {
    for (const { reverse, column: one } of keys) {
      const [left, right] = [one?.text(a, process) ?? "", one?.text(b, process) ?? ""];
      const order = Number.isNaN(Number(left)) ? left.localeCompare(right) : Number(left) - Number(right);
      if (order !== 0) return reverse ? -order : order;
    }
    return a.pid - b.pid;
  });
}

/** Children under their parents, as `ps f` draws them. */
function forest(list: readonly ListedProcess[]): { readonly of: ListedProcess; readonly indent: string }[] {
  const out: { of: ListedProcess; indent: string }[] = [];
  const add = (of: ListedProcess, indent: string, isRoot: boolean) => {
    out.push({ of, indent: isRoot ? "" : `${indent} \\_ ` });
    const inner = isRoot ? "" : `${indent}    `;
    for (const child of list) if (child.parent === of.pid && child !== of) add(child, inner, false);
  };
  for (const of of list) if (!list.some(({ pid }) => pid === of.parent)) add(of, "", true);
  return out;
}
