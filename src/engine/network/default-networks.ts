import type { Engine } from "../engine.ts";
import type { Network } from "./network.ts";

/** Makes the three networks that a new Docker host has: none, host and bridge (tape 12). */
export function createDefaultNetworks(engine: Engine): void {
  const add = (name: string, driver: Network["driver"], more: Partial<Network> = {}) => {
    const network: Network = {
      id: engine.random.hex(64),
      name,
      created: engine.timestamp(),
      scope: "local",
      driver,
      enableIPv6: false,
      ipam: { driver: "default", options: null, config: null },
      internal: false,
      attachable: false,
      ingress: false,
      options: {},
      labels: {},
      ...more,
    };
    engine.state.networks[network.id] = network;
  };
  add("none", "null");
  add("host", "host");
  add("bridge", "bridge", {
    ipam: { driver: "default", options: null, config: [{ Subnet: "172.17.0.0/16", Gateway: "172.17.0.1" }] },
    options: {
      "com.docker.network.bridge.default_bridge": "true",
      "com.docker.network.bridge.enable_icc": "true",
      "com.docker.network.bridge.enable_ip_masquerade": "true",
      "com.docker.network.bridge.host_binding_ipv4": "0.0.0.0",
      "com.docker.network.bridge.name": "docker0",
      "com.docker.network.driver.mtu": "1500",
    },
  });
}
