import type { SwarmNode } from "../../swarm/cluster.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";

const AVAILABILITIES: readonly string[] = ["active", "pause", "drain"];

/** `--availability` of `docker swarm init` and `join`, which the client reads. @throws CommandError */
export function ownAvailability(flags: Flags): SwarmNode["availability"] {
  const value = flags.string("availability");
  if (!isAvailability(value))
    throw new CommandError(`invalid availability "${value}", only active, pause and drain are supported`);
  return availabilityFlag(flags);
}

export const isAvailability = (value: string): boolean => AVAILABILITIES.includes(value.toLowerCase());

/** What `--availability` says; active unless told. */
export function availabilityFlag(flags: Flags): SwarmNode["availability"] {
  const value = flags.string("availability").toLowerCase();
  return value === "pause" || value === "drain" ? value : "active";
}
