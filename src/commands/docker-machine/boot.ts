import type { MachineRun } from "./machine-command.ts";
import type { VirtualMachine } from "./virtual-machine.ts";

/** From the power button to an address, and from there to an sshd, ms: a boot2docker was up in a few seconds. */
const BOOT_MS = 8000;
const SSH_MS = 900;
const LOOK_MS = 500;

/** What the driver does to switch a machine on, and what it says meanwhile. */
export async function boot({ info, process }: MachineRun, machine: VirtualMachine): Promise<void> {
  const driver = (text: string) => info(`(${machine.name}) ${text}`);
  await driver("Check network to re-create if needed...");
  await process.sleep(LOOK_MS);
  await driver("Waiting for an IP...");
  await process.sleep(BOOT_MS);
  await machine.powerOn();
}

/** What looks at a machine's system before it is set up. */
export async function detect({ info, process }: MachineRun): Promise<void> {
  await info("Waiting for SSH to be available...");
  await process.sleep(SSH_MS);
  await info("Detecting the provisioner...");
  await process.sleep(LOOK_MS);
}
