import { describe, expect, test } from "vitest";
import { requireContainer } from "../container/find.ts";
import { connectContainer, disconnectContainer } from "./connect.ts";
import { createNetwork } from "./create.ts";
import { inspectNetwork } from "./inspect.ts";
import { networkLab } from "./network.fixture.ts";

const seis = (name = "seis", subnet = "fd00:28::/64") => ({
  name,
  enableIPv6: true,
  ipam: { config: [{ Subnet: "172.28.0.0/16" }, { Subnet: subnet }] },
});

const router = (lab: ReturnType<typeof networkLab>, name: string) =>
  lab.engine.live.get(requireContainer(lab.engine, name).id)?.machine.network.router;

describe("a network with IPv6", () => {
  test("gives each container an address of both families, and the way out by both", async () => {
    const lab = networkLab();
    createNetwork(lab.engine, seis());
    const web = await lab.server("web", { NetworkMode: "seis" }, { seis: {} });
    expect(web.networks.seis).toMatchObject({
      IPAddress: "172.28.0.2",
      GlobalIPv6Address: "fd00:28::2",
      GlobalIPv6PrefixLen: 64,
      IPv6Gateway: "fd00:28::1",
    });
    expect(router(lab, "web")?.gateway6?.()).toEqual({ address: "fd00:28::1", device: "eth0" });
    const files = lab.engine.live.get(web.id)?.machine.files;
    expect(files?.readFile("/etc/hosts")).toMatch(/\n172\.28\.0\.2\t\w+\nfd00:28::2\t\w+\n$/);
  });

  test("gives the address that is asked for, once", async () => {
    const lab = networkLab();
    createNetwork(lab.engine, seis());
    const web = await lab.server("web", { NetworkMode: "seis" }, { seis: { ip6: "fd00:28::55" } });
    expect(web.networks.seis?.GlobalIPv6Address).toBe("fd00:28::55");
    await expect(lab.server("otra", { NetworkMode: "seis" }, { seis: { ip6: "fd00:28::55" } })).rejects.toThrow(
      "Address already in use",
    );
  });

  test("lets its containers reach each other, the gateway and nobody who is not there", async () => {
    const lab = networkLab();
    createNetwork(lab.engine, seis());
    await lab.server("uno", { NetworkMode: "seis" }, { seis: {} });
    await lab.server("dos", { NetworkMode: "seis" }, { seis: {} });
    expect(router(lab, "uno")?.resolve("dos")).toEqual(["fd00:28::3", "172.28.0.3"]);
    expect(lab.reach("uno", "FD00:28:0::3")).toBe("ok");
    expect(lab.reach("uno", "fd00:28::1", 9)).toBe("ECONNREFUSED");
    expect(lab.reach("uno", "fd00:28::99")).toBe("EHOSTUNREACH");
    expect(lab.reach("uno", "2001:db8::1")).toBe("ENETUNREACH");
    expect(lab.reach("host", "fd00:28::3")).toBe("ok");
  });

  test("is not there for containers of other networks", async () => {
    const lab = networkLab();
    createNetwork(lab.engine, seis());
    await lab.server("seis", { NetworkMode: "seis" }, { seis: {} });
    await lab.server("cuatro");
    expect(lab.reach("cuatro", "fd00:28::2")).toBe("ENETUNREACH");
    expect(router(lab, "cuatro")?.interfaces()[1]?.addresses6).toEqual([]);
  });

  test("takes a running container in and lets it go", async () => {
    const lab = networkLab();
    createNetwork(lab.engine, seis());
    const web = await lab.server("web");
    connectContainer(lab.engine, "seis", "web", { ip6: "fd00:28::9" });
    expect(web.networks.seis?.GlobalIPv6Address).toBe("fd00:28::9");
    disconnectContainer(lab.engine, "seis", "web");
    expect(lab.engine.live.get(web.id)?.machine.files.readFile("/etc/hosts")).not.toContain("fd00:28::9");
  });

  test("says how many of its addresses are in use, and how many are left of more than a number holds", async () => {
    const lab = networkLab();
    const network = createNetwork(lab.engine, seis());
    await lab.server("web", { NetworkMode: "seis" }, { seis: {} });
    expect(inspectNetwork(lab.engine, network).Status.IPAM.Subnets?.["fd00:28::/64"]).toEqual({
      IPsInUse: 3,
      DynamicIPsAvailable: 2n ** 64n - 3n,
    });
  });

  test("has the first address of its range as its gateway", () => {
    const lab = networkLab();
    const config = [{ Subnet: "2001:db8:7::/64", IPRange: "2001:db8:7:0:1::/80" }];
    const network = createNetwork(lab.engine, { name: "rango", enableIPv6: true, ipam: { config } });
    expect(network.ipam.config?.[0]?.Gateway).toBe("2001:db8:7:0:1::");
  });

  test("is nothing to a container that has it switched off", async () => {
    const lab = networkLab();
    createNetwork(lab.engine, seis());
    await lab.server("web", { NetworkMode: "seis" }, { seis: {} });
    const Sysctls = { "net.ipv6.conf.all.disable_ipv6": "1" };
    await lab.server("sin", { NetworkMode: "seis", Sysctls }, { seis: {} });
    expect(
      router(lab, "sin")
        ?.interfaces()
        .flatMap(({ addresses6 = [] }) => addresses6),
    ).toEqual([]);
    expect(router(lab, "sin")?.resolve("web")).toEqual(["172.28.0.2", "fd00:28::2"]);
    expect(lab.reach("sin", "fd00:28::2")).toBe("ENETUNREACH");
  });

  test("may have no IPv4 at all", async () => {
    const lab = networkLab();
    createNetwork(lab.engine, { ...seis(), enableIPv4: false, ipam: { config: [{ Subnet: "fd00:28::/64" }] } });
    const web = await lab.server("web", { NetworkMode: "seis" }, { seis: {} });
    expect(web.networks.seis).toMatchObject({ IPAddress: "", Gateway: "", GlobalIPv6Address: "fd00:28::2" });
    expect(router(lab, "web")?.gateway?.()).toBeUndefined();
  });
});

test.each([
  [
    { Subnet: "2001:db8:7::5/64" },
    "invalid network config:\ninvalid subnet 2001:db8:7::5/64: it should be 2001:db8:7::/64",
  ],
  [
    { Subnet: "2001:db8:7::/64", Gateway: "2001:db8:8::1" },
    "invalid network config:\ninvalid gateway 2001:db8:8::1: parent subnet 2001:db8:7::/64 doesn't contain this address",
  ],
  [
    { Subnet: "2001:db8:7::/64", IPRange: "10.0.0.0/24" },
    "invalid network config:\ninvalid ip-range 10.0.0.0/24: parent subnet is an IPv6 block",
  ],
])("the block %j is refused", (config, message) => {
  const { engine } = networkLab();
  expect(() => createNetwork(engine, { name: "x", enableIPv6: true, ipam: { config: [config] } })).toThrow(message);
});

describe("the cards of a container", () => {
  test("are called as asked, or by the lowest number that is free", async () => {
    const lab = networkLab();
    for (const name of ["azul", "rojo"]) createNetwork(lab.engine, { name });
    const driverOpts = { "com.docker.network.endpoint.ifname": "lan0" };
    await lab.server("web", { NetworkMode: "azul" }, { azul: { driverOpts } });
    const cards = () =>
      router(lab, "web")
        ?.interfaces()
        .map(({ name, number }) => [name, number]);
    connectContainer(lab.engine, "rojo", "web");
    expect(cards()).toEqual([
      ["lo", undefined],
      ["lan0", 2],
      ["eth0", 3],
    ]);
    disconnectContainer(lab.engine, "azul", "web");
    connectContainer(lab.engine, "azul", "web");
    expect(cards()).toEqual([
      ["lo", undefined],
      ["eth0", 3],
      ["eth1", 4],
    ]);
  });

  test("may not have names that the kernel has no room for", async () => {
    const lab = networkLab();
    createNetwork(lab.engine, { name: "azul" });
    const driverOpts = { "com.docker.network.endpoint.ifname": "esto-es-muy-largo" };
    await expect(lab.server("web", { NetworkMode: "azul" }, { azul: { driverOpts } })).rejects.toThrow(
      /error renaming interface "veth\w{7}" to "esto-es-muy-largo": numerical result out of range/,
    );
  });

  test("come in the order of who gives the way out", async () => {
    const lab = networkLab();
    for (const name of ["azul", "rojo"]) createNetwork(lab.engine, { name });
    await lab.server("web", { NetworkMode: "azul" }, { azul: { gwPriority: 5 }, rojo: { gwPriority: 9 } });
    expect(router(lab, "web")?.gateway?.()).toEqual({ address: "172.19.0.1", device: "eth0" });
  });
});

test("a network that is only a configuration has room for nobody", async () => {
  const lab = networkLab();
  createNetwork(lab.engine, { name: "plantilla", configOnly: true });
  await expect(lab.server("web", { NetworkMode: "plantilla" }, { plantilla: {} })).rejects.toThrow(
    "failed to set up container networking: cannot create endpoint on configuration-only network",
  );
});

test("an address pool that nobody keeps is no plugin", () => {
  const { engine } = networkLab();
  expect(() => createNetwork(engine, { name: "x", ipam: { driver: "nope" } })).toThrow('plugin "nope" not found');
});
