/** A flag of docker-machine, as codegangsta/cli declares it. */
export interface Flag {
  /** All its names, the first is what it is asked for by: "driver", "d". */
  readonly names: readonly string[];
  readonly kind: "bool" | "string" | "int" | "list";
  readonly usage: string;
  readonly value?: string;
  /** The variable that sets it where the line does not. */
  readonly variable?: string;
}

type Extras = Pick<Flag, "value" | "variable">;

const flag =
  (kind: Flag["kind"]) =>
  (names: string, usage: string, extras: Extras = {}): Flag => ({ names: names.split(", "), kind, usage, ...extras });

/** `boolFlag("quiet, q", "Enable quiet mode")`, and its like for the other kinds. */
export const boolFlag = flag("bool");
export const stringFlag = flag("string");
export const intFlag = flag("int");
export const listFlag = flag("list");

/** `--driver, -d "virtualbox"	Driver to create machine with. [$MACHINE_DRIVER]` */
export function describeFlag({ names, kind, usage, value = "", variable }: Flag): string {
  const dashed = names.map((name) => (name.length === 1 ? `-${name}` : `--${name}`));
  const shown = { bool: "", string: value === "" ? " " : ` "${value}"`, int: ` "${value}"`, list: "" }[kind];
  const [first = ""] = dashed;
  const repeated = kind === "list" ? ` [${first} option ${first} option]` : "";
  return `${dashed.join(", ")}${shown}${repeated}\t${usage}${variable === undefined ? "" : ` [$${variable}]`}`;
}
