import type { ProcessEntry } from "../../kernel/process-entry.ts";
import type { Engine } from "../engine.ts";
import { conflict, EngineError } from "../errors.ts";
import { requireContainer } from "./find.ts";
import { hostPid, shimPid } from "./host-pid.ts";

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
}

/** The columns that `ps` knows here, by the names `-o` takes. */
const FIELDS: Readonly<Record<string, { readonly title: string; readonly value: (process: Shown) => string }>> = {
  pid: { title: "PID", value: ({ pid }) => String(pid) },
  ppid: { title: "PPID", value: ({ parent }) => String(parent) },
  user: { title: "USER", value: ({ user }) => user },
  uid: { title: "UID", value: ({ entry }) => String(entry.user.uid) },
  comm: { title: "COMMAND", value: ({ entry }) => (entry.args[0] ?? "").replace(/^.*\//, "") },
  cmd: { title: "CMD", value: ({ entry }) => entry.args.join(" ") },
  args: { title: "COMMAND", value: ({ entry }) => entry.args.join(" ") },
  command: { title: "COMMAND", value: ({ entry }) => entry.args.join(" ") },
  stime: { title: "STIME", value: ({ started }) => started },
  start: { title: "START", value: ({ started }) => started },
  tty: { title: "TTY", value: ({ entry }) => terminal(entry) },
  time: { title: "TIME", value: () => "00:00:00" },
  stat: { title: "STAT", value: ({ entry }) => (entry.stopped ? "T" : "S") },
  "%cpu": { title: "%CPU", value: () => "0.0" },
  "%mem": { title: "%MEM", value: () => "0.0" },
  vsz: { title: "VSZ", value: () => "0" },
  rss: { title: "RSS", value: () => "0" },
  c: { title: "C", value: () => "0" },
};

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
  const shown = live.machine.processes.list().map(
    (entry): Shown => ({
      entry,
      pid: hostPid(engine, container, entry.pid),
      // The first process is the child of the container's shim.
      parent: entry.parent === 0 ? shimPid(container) : hostPid(engine, container, entry.parent),
      user: names.get(entry.user.uid) ?? String(entry.user.uid),
      started: new Date(entry.started).toISOString().slice(11, 16),
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
    const field = FIELDS[name.toLowerCase()];
    if (!field)
      throw new EngineError(
        500,
        `error running ps: exit status 1: error: unknown user-defined format specifier "${name}"`,
      );
    return [as ?? field.title, field.value];
  };
  const chosen = /(?:^|\s)-?\w*o\s*([\w%,=\s]+)$/.exec(words)?.[1];
  if (chosen !== undefined)
    return chosen
      .split(/[,\s]+/)
      .filter((name) => name !== "")
      .map((name) => column(name.replace(/=.*/, "")));
  if (/^-?\w*u/.test(words))
    return [
      column("user"),
      column("pid"),
      column("%cpu"),
      column("%mem"),
      column("vsz"),
      column("rss"),
      column("tty"),
      column("stat"),
      column("start"),
      column("time"),
      column("command"),
    ];
  return [
    column("user", "UID"),
    column("pid"),
    column("ppid"),
    column("c"),
    column("stime"),
    column("tty"),
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
