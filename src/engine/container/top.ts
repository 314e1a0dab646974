import { commandName } from "../../kernel/command-name.ts";
import { HARDWARE } from "../../kernel/hardware.ts";
import type { ProcessEntry } from "../../kernel/process-entry.ts";
import type { Engine } from "../engine.ts";
import { conflict, EngineError } from "../errors.ts";
import { emitContainerEvent } from "./events.ts";
import { requireContainer } from "./find.ts";
import { hostPid, shimPid } from "./host-pid.ts";
import { residentBytes, threadsOf } from "./resident-memory.ts";

/** `GET /containers/{id}/top`. */
export interface TopResult {
  Titles: string[];
  Processes: string[][];
}

interface Shown {
  readonly entry: ProcessEntry;
  readonly pid: number;
  readonly parent: number;
  readonly user: string;
  readonly started: string;
  readonly elapsed: string;
}

/** The columns that `ps` knows here, by the names `-o` takes. */
const FIELDS: Readonly<Record<string, { readonly title: string; readonly value: (process: Shown) => string }>> = {
  pid: { title: "PID", value: ({ pid }) => String(pid) },
  ppid: { title: "PPID", value: ({ parent }) => String(parent) },
  user: { title: "USER", value: ({ user }) => user },
  uid: { title: "UID", value: ({ entry }) => String(entry.user.uid) },
  gid: { title: "GID", value: ({ entry }) => String(entry.user.gid) },
  comm: { title: "COMMAND", value: ({ entry }) => commandName(entry.args) },
  cmd: { title: "CMD", value: ({ entry }) => entry.args.join(" ") },
  args: { title: "COMMAND", value: ({ entry }) => entry.args.join(" ") },
  stime: { title: "STIME", value: ({ started }) => started },
  start: { title: "START", value: ({ started }) => started },
  etime: { title: "ELAPSED", value: ({ elapsed }) => elapsed },
  tty: { title: "TT", value: ({ entry }) => terminal(entry) },
  time: { title: "TIME", value: ({ entry }) => clockTime(entry.computed, 2) },
  stat: { title: "STAT", value: ({ entry }) => stateOf(entry) },
  s: { title: "S", value: ({ entry }) => stateOf(entry).charAt(0) },
  ni: { title: "NI", value: () => "0" },
  pri: { title: "PRI", value: () => "19" },
  "%cpu": { title: "%CPU", value: () => "0.0" },
  "%mem": {
    title: "%MEM",
    value: ({ entry }) => ((residentBytes(entry.args) / HARDWARE.memory) * 100).toFixed(1),
  },
  // Address space beside what is in memory, as the host's own ps says it.
  vsz: { title: "VSZ", value: ({ entry }) => String(Math.round(residentBytes(entry.args) / 1024) * 12) },
  rss: { title: "RSS", value: ({ entry }) => String(Math.round(residentBytes(entry.args) / 1024)) },
  c: { title: "C", value: () => "0" },
  nlwp: { title: "NLWP", value: ({ entry }) => String(threadsOf(entry.args)) },
};

/** Other names of the same (procps, ps/output.c). */
const ALIASES: Readonly<Record<string, string>> = {
  ...{ command: "args", ucmd: "comm", tt: "tty", tname: "tty", cputime: "time", nice: "ni", pcpu: "%cpu" },
  ...{
    pmem: "%mem",
    rssize: "rss",
    vsize: "vsz",
    state: "s",
    euser: "user",
    uname: "user",
    ruser: "user",
    euid: "uid",
  },
  ...{ thcount: "nlwp", start_time: "stime", bsdstart: "start" },
};

/** Of sleeping processes: leaders of a session (runc starts each in one of its own), with several threads, in front. */
function stateOf({ args, parent, stopped, tty }: ProcessEntry): string {
  const leads = parent === 0 ? "s" : "";
  return `${stopped ? "T" : "S"}${leads}${threadsOf(args) > 1 ? "l" : ""}${tty ? "+" : ""}`;
}

/** Seconds as "00:00:07"; "0:07" when `digits` of hours are none. */
function clockTime(ms: number, digits: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60)];
  return digits === 0 ? `${minutes}:${two(seconds % 60)}` : `${two(hours)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

/**
 * The processes of a container with the numbers the host gives them, by ps with `args` ("-ef" unless told).
 * @throws EngineError
 */
export function containerTop(engine: Engine, ref: string, args: readonly string[] = []): TopResult {
  const container = requireContainer(engine, ref);
  const live = engine.live.get(container.id);
  if (!live) throw conflict(`container ${container.id} is not running`);
  const fields = fieldsOf(args);
  if (!fields.some(([title]) => title === "PID")) throw new EngineError(500, "Couldn't find PID field in ps output");
  const names = userNames(engine);
  emitContainerEvent(engine, container, "top");
  const shown = live.machine.processes.list().map(
    (entry): Shown => ({
      entry,
      pid: hostPid(engine, container, entry.pid),
      // The first process is the child of the container's shim.
      parent: entry.parent === 0 ? shimPid(container) : hostPid(engine, container, entry.parent),
      user: names.get(entry.user.uid) ?? String(entry.user.uid),
      started: new Date(entry.started).toISOString().slice(11, 16),
      elapsed: clockTime(engine.clock.now() - entry.started, 2).replace(/^00:/, ""),
    }),
  );
  return {
    Titles: fields.map(([title]) => title),
    Processes: shown.map((process) => fields.map(([, value]) => value(process))),
  };
}

function fieldsOf(args: readonly string[]): [string, (process: Shown) => string][] {
  const words = args.join(" ");
  const column = (name: string, as?: string): [string, (process: Shown) => string] => {
    const lower = name.toLowerCase();
    const field = FIELDS[ALIASES[lower] ?? lower];
    if (!field) throw new EngineError(500, `ps: error: unknown user-defined format specifier "${name}"`);
    return [as ?? field.title, field.value];
  };
  const chosen = /(?:^|\s)-?\w*o\s*([\w%,=\s]+)$/.exec(words)?.[1];
  if (chosen !== undefined)
    return chosen
      .split(/[,\s]+/)
      .filter((name) => name !== "")
      .map((asked) => {
        const [name = "", title] = asked.split("=");
        return column(name, title);
      });
  if (/^-?\w*u/.test(words))
    return [
      column("user"),
      column("pid"),
      column("%cpu"),
      column("%mem"),
      column("vsz"),
      column("rss"),
      column("tty", "TTY"),
      column("stat"),
      column("start"),
      ["TIME", ({ entry }) => clockTime(entry.computed, 0)],
      column("command"),
    ];
  return [
    column("user", "UID"),
    column("pid"),
    column("ppid"),
    column("c"),
    column("stime"),
    column("tty", "TTY"),
    column("time"),
    column("cmd"),
  ];
}

const terminal = ({ tty }: ProcessEntry) => (tty ? "pts/0" : "?");

/** By number, as the host's ps looks them up. */
function userNames({ ports }: Engine): Map<number, string> {
  const { files } = ports.host;
  const text = files.exists("/etc/passwd") ? files.readFile("/etc/passwd") : "";
  return new Map(
    text.split("\n").flatMap((line): [number, string][] => {
      const [name = "", , uid] = line.split(":");
      return uid === undefined ? [] : [[Number(uid), name]];
    }),
  );
}
