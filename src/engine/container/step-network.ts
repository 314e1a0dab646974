import { FileTree } from "../../kernel/file-tree.ts";
import { firstOf, formatAddress } from "../../kernel/ipv4.ts";
import { file, layer } from "../../kernel/layer.ts";
import { NetworkNamespace } from "../../kernel/network.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Engine } from "../engine.ts";
import { addressesInUse, ranges } from "../network/address.ts";
import { LOOPBACK } from "../network/host-interfaces.ts";
import type { StepMount } from "./run-step.ts";

export const STEP_HOSTNAME = "buildkitsandbox";

/** A card on the default bridge, or none: builds reach out, nobody reaches them. */
export function buildNetwork(
  engine: Engine,
  isolated: boolean,
  extraHosts: Readonly<Record<string, string>> = {},
): NetworkNamespace {
  const { uplink } = engine.ports;
  if (isolated) {
    const refuse = (what: string) => {
      throw new NetworkError("ENETUNREACH", what);
    };
    return new NetworkNamespace({ interfaces: () => [LOOPBACK], resolve: refuse, route: refuse });
  }
  const card = { name: "eth0", address: freeAddress(engine), prefix: 16, mac: "02:42:ac:11:00:fa" };
  return new NetworkNamespace({
    interfaces: () => [LOOPBACK, card],
    resolve: (name) => {
      const given = extraHosts[name];
      return given === undefined ? uplink.resolve(name) : [given];
    },
    route: (address, port, protocol) => uplink.route(address, port, protocol),
  });
}

/** The lowest address that no container of the default bridge has. */
function freeAddress(engine: Engine): string {
  const bridge = Object.values(engine.state.networks).find(({ name }) => name === "bridge");
  const [home] = bridge ? ranges(bridge) : [];
  if (!bridge || !home) return "172.17.0.2";
  const taken = addressesInUse(engine, bridge);
  let address = firstOf(home.range);
  while (taken.has(address)) address++;
  return formatAddress(address);
}

/**
 * What a step sees at /etc/hosts and /etc/resolv.conf instead of its image's own (buildkit, executor/oci/hosts.go and
 * resolvconf.go): they are no part of what it makes.
 */
export function networkFileMounts(
  engine: Engine,
  { network, extraHosts = {} }: { network: string; extraHosts?: Readonly<Record<string, string>> | undefined },
): StepMount[] {
  const given = Object.entries(extraHosts).map(([name, address]) => `${address}\t${name}`);
  const hosts = [`127.0.0.1\tlocalhost ${STEP_HOSTNAME}`, "::1\tlocalhost ip6-localhost ip6-loopback", ...given];
  const { files } = engine.ports.host;
  const path = "/etc/resolv.conf";
  const own = files.exists(path) ? files.readFile(path).split("\n") : [];
  // A nameserver on the host's loopback means something else in a network of its own.
  const servers = network === "host" ? own : own.filter((line) => !/^nameserver\s+127\./.test(line));
  return [
    mountOf(engine, path, servers.join("\n")),
    mountOf(engine, "/etc/hosts", hosts.map((line) => `${line}\n`).join("")),
  ];
}

function mountOf(engine: Engine, target: string, text: string): StepMount {
  const tree = new FileTree([layer({ "/file": file(text) }, engine.clock.now())], engine.clock);
  return { target, tree, isFile: true, readOnly: true };
}
