import type { Argument } from "./parser.ts";

/** Arguments that many commands have (dockercloudcli, parsers.py). */
export const SYNC: Argument = {
  names: ["--sync"],
  help: "block the command until the async operation has finished",
  kind: "flag",
};

export const quiet = (help = "print only long UUIDs"): Argument => ({ names: ["-q", "--quiet"], help, kind: "flag" });

export const identifiers = (help: string): Argument => ({ names: ["identifier"], help, kind: "many" });

export const NOT_REUSE_VOLUMES: Argument = {
  names: ["--not-reuse-volumes"],
  help: "do not reuse volumes in redeployment",
  kind: "flag",
};

export const FOLLOW: Argument = { names: ["-f", "--follow"], help: "follow log output", kind: "flag" };

export const TAIL: Argument = {
  names: ["-t", "--tail"],
  help: "Output the specified number of lines at the end of logs (defaults: 300)",
  type: "int",
};

export const SERVICE = "service's UUID (either long or short) or name[.stack_name]";
export const CONTAINER = "container's UUID (either long or short) or name[.stack_name]";
export const NODE = "node's UUID (either long or short)";
export const STACK = "stack's UUID (either long or short) or name";
export const TAGGED = "UUID or name of services, nodes or nodeclusters";

/** How many lines of a log come when nothing was said. */
export const LOG_LINES = 300;
