import { languageOf } from "../../cli/not-simulated.ts";
import type { Process } from "../../kernel/process.ts";
import { MachineError } from "./machine-error.ts";

/** The drivers that were part of docker-machine 0.16.2. */
const CORE_DRIVERS: ReadonlySet<string> = new Set(
  (
    "amazonec2 azure digitalocean exoscale generic google hyperv none openstack rackspace softlayer virtualbox " +
    "vmwarefusion vmwarevcloudair vmwarevsphere"
  ).split(" "),
);

/** @throws MachineError for a driver that there was not, or that the lab does not have */
export function requireDriver(driver: string, { env }: Process): void {
  if (driver === "virtualbox") return;
  if (!CORE_DRIVERS.has(driver))
    throw new MachineError(
      `Driver ${JSON.stringify(driver)} not found. Do you have the plugin binary accessible in your PATH?`,
    );
  throw new MachineError(
    languageOf(env) === "es"
      ? `Este laboratorio solo tiene el controlador virtualbox; docker-machine también tenía «${driver}».`
      : `This lab has only the driver virtualbox; docker-machine had "${driver}" too.`,
  );
}
