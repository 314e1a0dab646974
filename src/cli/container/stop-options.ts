import type { StopOptions } from "../../engine/container/stop.ts";
import type { Flags } from "../flags.ts";

/** `--signal` and `--timeout` (or its old name, `--time`) of `docker stop` and `docker restart`. */
export function stopOptions(flags: Flags): StopOptions {
  const name = flags.changed("time") ? "time" : "timeout";
  return {
    ...(flags.string("signal") === "" ? {} : { signal: flags.string("signal") }),
    ...(flags.changed(name) ? { timeout: flags.int(name) } : {}),
  };
}
