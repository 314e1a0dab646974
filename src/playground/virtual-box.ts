import type { VirtualBox, VirtualMachine } from "../commands/docker-machine/virtual-machine.ts";
import { SERVER } from "../engine/system/release.ts";
import type { Host } from "./host.ts";
import type { Lab } from "./lab.ts";

/** What VirtualBox's NAT gives every machine: nobody but the machine itself sees it. */
const NAT_ADDRESS = "10.0.2.15";

/** The addresses that the DHCP server of the host-only network gives out (docker/machine, drivers/virtualbox). */
const NETWORK = "192.168.99";
const FIRST = 100;
const LAST = 254;

/** The VirtualBox that docker-machine on a host of the lab drives: its machines are hosts of the lab. */
export function virtualBox(lab: Lab, on: Host): VirtualBox {
  return {
    find: (name) => {
      const host = lab.hosts.get(name);
      return host?.state.boot2docker === undefined ? undefined : virtualMachine(host);
    },
    isTaken: (name) => lab.hosts.has(name),
    create: (name, release) => {
      const place = { natAddress: NAT_ADDRESS, powered: false, boot2docker: { release } };
      return virtualMachine(lab.addHost(name, nextAddress(lab), place));
    },
    remove: (name) => lab.removeHost(name),
    reaches: ({ name }) => on.state.connected && lab.hosts.get(name)?.state.connected === true,
  };
}

function virtualMachine(host: Host): VirtualMachine {
  return {
    name: host.name,
    get running() {
      return host.state.powered;
    },
    address: host.state.address,
    files: host.machine.files,
    get dockerVersion() {
      return host.state.powered && !host.engine.state.stopped ? SERVER.version : undefined;
    },
    powerOn: () => host.powerOn(),
    shutDown: () => host.shutDown(),
    powerOff: () => host.powerOff(),
    restartDocker: async () => {
      await host.stopDocker();
      await host.startDocker();
    },
    setLabels: (labels) => {
      host.engine.state.labels = [...labels];
    },
  };
}

/** @throws RangeError when the network is full */
function nextAddress(lab: Lab): string {
  const taken = new Set([...lab.hosts.values()].map(({ state }) => state.address));
  for (let last = FIRST; last <= LAST; last++) {
    const address = `${NETWORK}.${last}`;
    if (!taken.has(address)) return address;
  }
  throw new RangeError("the host-only network has no free address");
}
