import { naturalOrder } from "../../cli/format/natural-order.ts";
import { API_PORT, addressOf, machineOf, NOT_RUNNING, stateOf, urlOf } from "./driver.ts";
import type { MachineRun } from "./machine-command.ts";
import type { EngineOptions, MachineConfig } from "./machine-config.ts";
import { MachineError } from "./machine-error.ts";

/** A machine as `ls` lists it. */
export interface MachineRow {
  readonly name: string;
  /** Whether this shell's `docker` speaks to it. */
  readonly active: boolean;
  readonly driver: string;
  readonly state: string;
  readonly url: string;
  readonly dockerVersion: string;
  readonly error: string;
  readonly engineOptions: EngineOptions;
  readonly swarmOptions: MachineConfig["HostOptions"]["SwarmOptions"];
}

/** What is to be said of machines, in the order of their names. */
export function machineRows(run: MachineRun, configs: readonly MachineConfig[]): MachineRow[] {
  return configs
    .map((config) => rowOf(run, config))
    .sort((a, b) => naturalOrder(a.name.toLowerCase(), b.name.toLowerCase()));
}

function rowOf(run: MachineRun, config: MachineConfig): MachineRow {
  const { EngineOptions: engineOptions, SwarmOptions: swarmOptions } = config.HostOptions;
  const row = {
    name: config.Name,
    driver: config.DriverName,
    state: stateOf(run, config),
    engineOptions,
    swarmOptions,
  };
  try {
    const url = urlOf(run, config);
    const active = url === run.process.env.DOCKER_HOST;
    return { ...row, url, active, ...dockerOf(run, config) };
  } catch (error) {
    if (!(error instanceof MachineError)) throw error;
    // That it is off is no error.
    const said = error.message === NOT_RUNNING ? "" : error.message;
    return { ...row, url: "", active: false, dockerVersion: "Unknown", error: said };
  }
}

/** The version of its Docker, or why that cannot be told. */
function dockerOf(run: MachineRun, config: MachineConfig): Pick<MachineRow, "dockerVersion" | "error"> {
  const machine = machineOf(run, config);
  const reached = run.virtualBox.reaches(machine);
  if (reached && machine.dockerVersion !== undefined) return { dockerVersion: `v${machine.dockerVersion}`, error: "" };
  const host = `${addressOf(run, config)}:${API_PORT}`;
  const reason = reached ? "connection refused" : "no route to host";
  return {
    dockerVersion: "Unknown",
    error: `Unable to query docker version: Get https://${host}/v1.15/version: dial tcp ${host}: connect: ${reason}`,
  };
}
