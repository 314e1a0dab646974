import type { MachineRun } from "./machine-command.ts";
import type { MachineConfig } from "./machine-config.ts";
import { MachineError } from "./machine-error.ts";
import type { VirtualMachine } from "./virtual-machine.ts";

/** Where a machine's Docker listens. */
export const API_PORT = 2376;

export const NOT_RUNNING = "Host is not running";

/** What VirtualBox says of a machine that it no longer has. */
export const GONE = "machine does not exist";

type MachineState = "Running" | "Stopped" | "Error";

/** @throws MachineError when VirtualBox has no such machine */
export function machineOf({ virtualBox }: MachineRun, { Name }: MachineConfig): VirtualMachine {
  const machine = virtualBox.find(Name);
  if (!machine) throw new MachineError(GONE);
  return machine;
}

/** How a machine is doing by VirtualBox; "Error" when VirtualBox has no machine of that name. */
export function stateOf({ virtualBox }: MachineRun, { Name }: MachineConfig): MachineState {
  const machine = virtualBox.find(Name);
  if (!machine) return "Error";
  return machine.running ? "Running" : "Stopped";
}

/** DHCP gives the address, so that only a machine that runs has one. @throws MachineError */
export function addressOf(run: MachineRun, config: MachineConfig): string {
  const machine = machineOf(run, config);
  if (!machine.running) throw new MachineError(NOT_RUNNING);
  return machine.address;
}

/** @throws MachineError */
export const urlOf = (run: MachineRun, config: MachineConfig): string => `tcp://${addressOf(run, config)}:${API_PORT}`;

/** The address of a machine's Docker, once it has been seen to answer. @throws MachineError */
export function checkedUrl(run: MachineRun, config: MachineConfig): string {
  const url = urlOf(run, config);
  const machine = machineOf(run, config);
  if (run.virtualBox.reaches(machine) && machine.dockerVersion !== undefined) return url;
  const host = url.slice("tcp://".length);
  const reason = run.virtualBox.reaches(machine) ? "connect: connection refused" : "connect: no route to host";
  throw new MachineError(
    `Error checking and/or regenerating the certs: There was an error validating certificates for host ${JSON.stringify(host)}: dial tcp ${host}: ${reason}\n` +
      "You can attempt to regenerate them using 'docker-machine regenerate-certs [name]'.\n" +
      "Be advised that this will trigger a Docker daemon restart which might stop running containers.\n",
  );
}
