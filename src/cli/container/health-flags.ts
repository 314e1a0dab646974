import type { Healthcheck } from "../../engine/container/container.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";

/** What the `--health-*` flags say; undefined when there are none. @throws CommandError */
export function healthFlags(flags: Flags): Healthcheck | undefined {
  const command = flags.string("health-cmd");
  const durations = ["health-interval", "health-timeout", "health-start-period", "health-start-interval"] as const;
  const given =
    command !== "" || flags.int("health-retries") !== 0 || durations.some((name) => flags.duration(name) !== 0);
  if (flags.bool("no-healthcheck")) {
    if (given) throw new CommandError("--no-healthcheck conflicts with --health-* options");
    return { Test: ["NONE"] };
  }
  if (!given) return undefined;
  for (const name of durations) {
    if (flags.duration(name) < 0) throw new CommandError(`--${name} cannot be negative`);
  }
  if (flags.int("health-retries") < 0) throw new CommandError("--health-retries cannot be negative");
  const set = (key: Exclude<keyof Healthcheck, "Test">, value: number) => (value === 0 ? {} : { [key]: value });
  return {
    Test: command === "" ? [] : ["CMD-SHELL", command],
    ...set("Interval", flags.duration("health-interval")),
    ...set("Timeout", flags.duration("health-timeout")),
    ...set("StartPeriod", flags.duration("health-start-period")),
    ...set("StartInterval", flags.duration("health-start-interval")),
    ...set("Retries", flags.int("health-retries")),
  };
}
