import { BSD, BSD_USER, BUSYBOX, type Column, columnsOf, FULL, SHORT } from "./columns.ts";
import { UsageFault } from "./usage-fault.ts";

/** What a command line asks for. */
export interface Request {
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

/** Reads options in all the ways that ps takes them. @throws UsageFault */
export function readRequest(args: readonly string[], busybox: boolean): Request {
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
    // busybox's takes no words: `ps aux` is `ps`.
    if (busybox && !dashed) continue;
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
