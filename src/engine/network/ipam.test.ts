import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stopContainer } from "../container/stop.ts";
import { connectContainer, disconnectContainer } from "./connect.ts";
import { createNetwork } from "./create.ts";
import { listNetworks } from "./filter.ts";
import { networkFor } from "./find.ts";
import { inspectNetwork } from "./inspect.ts";
import { networkLab } from "./network.fixture.ts";
import { pruneNetworks } from "./prune.ts";
import { removeNetwork } from "./remove.ts";

const subnetOf = ({ ipam }: { ipam: { config: { Subnet: string; Gateway?: string }[] | null } }) =>
  `${ipam.config?.[0]?.Subnet} ${ipam.config?.[0]?.Gateway}`;

describe("subnets", () => {
  test("are Docker's own, the lowest free first; then 192.168 but for the host's", () => {
    const { engine } = networkLab();
    expect(subnetOf(createNetwork(engine, { name: "n0" }))).toBe("172.18.0.0/16 172.18.0.1");
    expect(subnetOf(createNetwork(engine, { name: "n1" }))).toBe("172.19.0.0/16 172.19.0.1");
    removeNetwork(engine, "n0");
    expect(subnetOf(createNetwork(engine, { name: "n2" }))).toBe("172.18.0.0/16 172.18.0.1");
    const rest = Array.from({ length: 14 }, (_, i) => subnetOf(createNetwork(engine, { name: `m${i}` })));
    expect(rest.at(11)).toBe("172.31.0.0/16 172.31.0.1");
    expect(rest.slice(12)).toEqual(["192.168.0.0/20 192.168.0.1", "192.168.16.0/20 192.168.16.1"]);
    const last = Array.from({ length: 13 }, (_, i) => subnetOf(createNetwork(engine, { name: `o${i}` })));
    // The hosts of the lab are in 192.168.99.0/24.
    expect(last.some((subnet) => subnet.startsWith("192.168.96.0"))).toBe(false);
    expect(() => createNetwork(engine, { name: "p" })).toThrow(
      "all predefined address pools have been fully subnetted",
    );
  });

  test.each([
    [{ Subnet: "172.17.5.0/24" }, "invalid pool request: Pool overlaps with other one on this address space"],
    [{ Subnet: "10.0.0.1/8" }, "invalid network config:\ninvalid subnet 10.0.0.1/8: it should be 10.0.0.0/8"],
    [
      { Subnet: "10.0.0.0/24", Gateway: "10.0.1.1" },
      "invalid network config:\ninvalid gateway 10.0.1.1: parent subnet 10.0.0.0/24 doesn't contain this address",
    ],
    [
      { Subnet: "10.0.0.0/24", IPRange: "10.0.0.0/16" },
      "invalid network config:\ninvalid ip-range 10.0.0.0/16: CIDR block is bigger than its parent subnet 10.0.0.0/24",
    ],
  ])("%j is refused", (config, message) => {
    const { engine } = networkLab();
    expect(() => createNetwork(engine, { name: "x", ipam: { config: [config] } })).toThrow(message);
  });

  test.each<[Parameters<typeof createNetwork>[1], string]>([
    [{ name: " " }, "invalid name: name is empty"],
    [{ name: "x", driver: "nosuch" }, 'plugin "nosuch" not found'],
    [{ name: "x", driver: "host" }, 'only one instance of "host" network is allowed'],
    [{ name: "x", enableIPv4: false }, "IPv4 or IPv6 must be enabled"],
    [
      { name: "x", ipam: { config: [{ Subnet: "10.1.0.0/24" }, { Subnet: "10.3.0.0/24" }] } },
      "bridge driver doesn't support multiple subnets",
    ],
    [
      { name: "x", options: { "com.docker.network.bridge.enable_icc": "maybe" } },
      'failed to parse com.docker.network.bridge.enable_icc value: maybe (strconv.ParseBool: parsing "maybe": invalid syntax)',
    ],
    [
      { name: "x", options: { "com.docker.network.driver.mtu": "abc" } },
      'failed to parse com.docker.network.driver.mtu value: abc (strconv.Atoi: parsing "abc": invalid syntax)',
    ],
    [{ name: "x", options: { "com.docker.network.bridge.name": "docker0" } }, "networks have same bridge name"],
    [
      { name: "x", driver: "ipvlan", options: { parent: "nosuch" } },
      "invalid subinterface vlan name nosuch, example formatting is eth0.10",
    ],
    [{ name: "x", configFrom: "nosuch" }, 'configuration network "nosuch" does not exist'],
    [
      { name: "x", ipam: { config: [{ Subnet: "10.0.0.1/24", Gateway: "10.2.0.1" }] } },
      "invalid network config:\n* invalid subnet 10.0.0.1/24: it should be 10.0.0.0/24\n* invalid gateway 10.2.0.1: parent subnet",
    ],
  ])("%j is refused", (request, message) => {
    const { engine } = networkLab();
    expect(() => createNetwork(engine, request)).toThrow(message);
    expect(Object.keys(engine.state.networks)).toHaveLength(3);
  });

  test("of IPv6 are parts of one that is the host's own; a block of IPv6 counts only where it is on", () => {
    const { engine } = networkLab();
    const configOf = (request: Parameters<typeof createNetwork>[1]) => createNetwork(engine, request).ipam.config;
    const [, first] = configOf({ name: "a", enableIPv6: true }) ?? [];
    expect(first?.Subnet).toMatch(/^fd[0-9a-f]{2}:[0-9a-f:]+::\/64$/);
    expect(first?.Gateway).toBe(first?.Subnet.replace("/64", "1"));
    const [second] = configOf({ name: "b", enableIPv4: false, enableIPv6: true }) ?? [];
    expect(second?.Subnet).toBe(first?.Subnet.replace("::/64", ":1::/64"));
    const config = [{ Subnet: "fd00:1::/64" }];
    expect(configOf({ name: "c", enableIPv6: true, ipam: { config } })).toEqual([
      { Subnet: "fd00:1::/64", Gateway: "fd00:1::1" },
      { Subnet: "172.19.0.0/16", Gateway: "172.19.0.1" },
    ]);
    expect(configOf({ name: "d", ipam: { config } })).toEqual([{ Subnet: "172.20.0.0/16", Gateway: "172.20.0.1" }]);
  });

  test("names", () => {
    const { engine } = networkLab();
    createNetwork(engine, { name: "x" });
    expect(() => createNetwork(engine, { name: "x" })).toThrow("network with name x already exists");
    expect(() => createNetwork(engine, { name: "host" })).toThrow(
      "operation is not permitted on predefined host network ",
    );
    expect(() => createNetwork(engine, { name: "y", driver: "overlay" })).toThrow("This node is not a swarm manager.");
    expect(() => removeNetwork(engine, "bridge")).toThrow("bridge is a pre-defined network and cannot be removed");
    expect(() => networkFor(engine, "nosuch")).toThrow("network nosuch not found");
  });
});

describe("addresses", () => {
  test("the lowest free one, again as soon as it is free", async () => {
    const { server, engine, settle, addressOf } = networkLab();
    await server("uno");
    await server("dos");
    await settle(stopContainer(engine, "uno"));
    await server("tres");
    expect([addressOf("dos"), addressOf("tres")]).toEqual(["172.17.0.3", "172.17.0.2"]);
  });

  test("one that is asked for, in a subnet somebody chose", async () => {
    const { server, engine, addressOf } = networkLab();
    createNetwork(engine, { name: "propia", ipam: { config: [{ Subnet: "10.10.0.0/16" }] } });
    createNetwork(engine, { name: "suya" });
    await server("uno", { NetworkMode: "propia" }, { propia: { ip: "10.10.0.5" } });
    expect(addressOf("uno", "propia")).toBe("10.10.0.5");
    await expect(server("dos", { NetworkMode: "propia" }, { propia: { ip: "10.10.0.5" } })).rejects.toThrow(
      "failed to set up container networking: Address already in use",
    );
    await expect(server("tres", { NetworkMode: "propia" }, { propia: { ip: "10.11.0.5" } })).rejects.toThrow(
      "no configured subnet or ip-range contain the IP address 10.11.0.5",
    );
    await expect(server("cuatro", { NetworkMode: "suya" }, { suya: { ip: "172.18.0.9" } })).rejects.toThrow(
      "user specified IP address is supported only when connecting to networks with user configured subnets",
    );
  });

  test("from a range, with the gateway and auxiliary addresses left out", async () => {
    const { server, engine, addressOf } = networkLab();
    const config = {
      Subnet: "10.10.0.0/16",
      IPRange: "10.10.5.0/24",
      Gateway: "10.10.5.1",
      AuxiliaryAddresses: { impresora: "10.10.5.2" },
    };
    const network = createNetwork(engine, { name: "propia", ipam: { config: [config] } });
    await server("uno", { NetworkMode: "propia" });
    await server("dos", { NetworkMode: "propia" });
    expect([addressOf("uno", "propia"), addressOf("dos", "propia")]).toEqual(["10.10.5.0", "10.10.5.3"]);
    expect(inspectNetwork(engine, network).Status.IPAM.Subnets).toEqual({
      "10.10.0.0/16": { IPsInUse: 6, DynamicIPsAvailable: 252 },
    });
  });

  test("end: a block that is full", async () => {
    const { server, engine } = networkLab();
    createNetwork(engine, { name: "chica", ipam: { config: [{ Subnet: "10.1.1.0/30" }] } });
    await server("uno", { NetworkMode: "chica" });
    await expect(server("dos", { NetworkMode: "chica" })).rejects.toThrow(
      /no available IPv4 addresses on this network's address pools: chica \([0-9a-f]{64}\)/,
    );
  });

  test("are unique in a network, whatever comes and goes", async () => {
    const step = fc.record({
      action: fc.constantFrom("connect", "disconnect", "stop"),
      network: fc.constantFrom("r1", "r2", "bridge"),
      container: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const { engine, server, settle } = networkLab();
        createNetwork(engine, { name: "r1", ipam: { config: [{ Subnet: "10.1.0.0/29" }] } });
        createNetwork(engine, { name: "r2" });
        for (let i = 0; i < 4; i++) await server(`c${i}`);
        for (const { action, network, container } of steps) {
          const name = `c${container}`;
          try {
            if (action === "connect") connectContainer(engine, network, name);
            else if (action === "disconnect") disconnectContainer(engine, network, name);
            else await settle(stopContainer(engine, name));
          } catch (error) {
            expect(String(error)).toMatch(/already exists|not connected|no available/);
          }
          for (const each of Object.values(engine.state.networks)) {
            const found = Object.values(inspectNetwork(engine, each).Containers).map(({ IPv4Address }) => IPv4Address);
            expect(new Set(found).size).toBe(found.length);
            expect(found).not.toContain(`${each.ipam.config?.[0]?.Gateway}/16`);
          }
        }
        expect(JSON.parse(JSON.stringify(engine.state))).toEqual(engine.state);
      }),
      { numRuns: 15 },
    );
  });
});

describe("removing", () => {
  test("not while a container runs in it; prune leaves what a stopped one needs", async () => {
    const { server, engine, settle } = networkLab();
    createNetwork(engine, { name: "red" });
    createNetwork(engine, { name: "sola" });
    const { networks } = await server("uno", { NetworkMode: "red" });
    expect(() => removeNetwork(engine, "red")).toThrow(
      `error while removing network: network red has active endpoints (name:"uno" id:"${networks.red?.EndpointID.slice(0, 12)}")`,
    );
    await settle(stopContainer(engine, "uno"));
    expect(pruneNetworks(engine)).toEqual(["sola"]);
    removeNetwork(engine, "red");
    expect(Object.values(engine.state.networks).map(({ name }) => name)).toEqual(["none", "host", "bridge"]);
  });
});

test("prune passes over what cannot go, and over configurations", () => {
  const { engine } = networkLab();
  createNetwork(engine, { name: "shape", configOnly: true });
  createNetwork(engine, { name: "user", configFrom: "shape" });
  createNetwork(engine, { name: "alone" });
  expect(pruneNetworks(engine).sort()).toEqual(["alone", "user"]);
  expect(networkFor(engine, "shape").configOnly).toBe(true);
});

test("a container that is not there can be taken out by force only where it left an endpoint", () => {
  const { engine } = networkLab();
  createNetwork(engine, { name: "red" });
  expect(() => disconnectContainer(engine, "red", "nosuch")).toThrow("No such container: nosuch");
  expect(() => disconnectContainer(engine, "red", "nosuch", true)).toThrow("endpoint nosuch not found");
});

test("`dangling` takes four words", () => {
  const { engine } = networkLab();
  expect(() => listNetworks(engine, { dangling: ["yes"] })).toThrow(
    'invalid value for filter \'dangling\', must be "true" (or "1"), or "false" (or "0")',
  );
});
