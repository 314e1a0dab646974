import type { SwarmNode } from "../../swarm/cluster.ts";
import type { FlagCheck, Flags } from "../flags.ts";

const AVAILABILITIES: readonly string[] = ["active", "pause", "drain"];

/** The daemon's words for another value (swarmkit's conversion). */
export const availabilityCheck: FlagCheck = (value) =>
  AVAILABILITIES.includes(value.toLowerCase()) ? undefined : `invalid Availability: "${value}"`;

/** What `--availability` says; active unless told. */
export function availabilityFlag(flags: Flags): SwarmNode["availability"] {
  const value = flags.string("availability").toLowerCase();
  return value === "pause" || value === "drain" ? value : "active";
}
