import { describe, expect, test } from "vitest";
import { NetworkError } from "../../kernel/network-error.ts";
import { createContainer } from "../container/create.ts";
import { requireContainer } from "../container/find.ts";
import { startContainer } from "../container/start.ts";
import { stopContainer } from "../container/stop.ts";
import { connectContainer, disconnectContainer } from "./connect.ts";
import { createNetwork } from "./create.ts";
import { networkLab } from "./network.fixture.ts";

async function lab() {
  const made = networkLab();
  createNetwork(made.engine, { name: "red" });
  createNetwork(made.engine, { name: "otra" });
  createNetwork(made.engine, { name: "dentro", internal: true });
  await made.server("ana", { NetworkMode: "red" });
  await made.server("bea", { NetworkMode: "red" }, { red: { aliases: ["web"] } });
  await made.server("cora", { NetworkMode: "otra" });
  await made.server("d1");
  await made.server("d2");
  await made.server("inma", { NetworkMode: "dentro" });
  await made.server("solo", { NetworkMode: "none" });
  // The test engine's uplink refuses to be asked.
  const { uplink } = made.engine.ports;
  uplink.resolve = (name) => {
    throw new NetworkError("ENOTFOUND", name);
  };
  uplink.route = (address) => {
    throw new NetworkError("ENETUNREACH", address);
  };
  return made;
}

describe("who reaches whom", () => {
  test("by name in a user-defined network, by none on the default bridge", async () => {
    const { reach, addressOf, engine } = await lab();
    const shortId =
      Object.values(engine.state.containers)
        .find(({ name }) => name === "bea")
        ?.id.slice(0, 12) ?? "";
    const table = [
      ["ana", "bea", "ok"],
      ["ana", "web", "ok"],
      ["ana", shortId, "ok"],
      ["ana", "bea.red", "ok"],
      ["ana", "ana", "ok"],
      ["ana", "localhost", "ok"],
      ["ana", "cora", "ENOTFOUND"],
      ["ana", "d1", "ENOTFOUND"],
      ["d1", "d2", "ENOTFOUND"],
      ["d1", addressOf("d2"), "ok"],
      ["host", addressOf("d1"), "ok"],
      ["host", addressOf("ana", "red"), "ok"],
      ["host", "ana", "ENOTFOUND"],
    ];
    expect(table.map(([from = "", to = ""]) => [from, to, reach(from, to)])).toEqual(table);
  });

  test("bridges are apart, internal networks closed, and `none` is alone", async () => {
    const { reach, addressOf } = await lab();
    expect(reach("ana", addressOf("cora", "otra"))).toBe("ETIMEDOUT");
    expect(reach("d1", addressOf("ana", "red"))).toBe("ETIMEDOUT");
    expect(reach("inma", addressOf("ana", "red"))).toBe("ENETUNREACH");
    expect(reach("inma", "8.8.8.8")).toBe("ENETUNREACH");
    expect(reach("solo", addressOf("d1"))).toBe("ENETUNREACH");
    expect(reach("solo", "127.0.0.1")).toBe("ok");
    expect(reach("ana", "172.18.0.77")).toBe("EHOSTUNREACH");
    expect(reach("ana", addressOf("bea", "red"), 81)).toBe("ECONNREFUSED");
  });

  test("a second network opens at once and closes again", async () => {
    const { engine, reach } = await lab();
    connectContainer(engine, "red", "cora");
    expect(reach("ana", "cora")).toBe("ok");
    expect(reach("cora", "ana")).toBe("ok");
    disconnectContainer(engine, "red", "cora");
    expect(reach("ana", "cora")).toBe("ENOTFOUND");
  });

  test("a name goes with its container", async () => {
    const { engine, reach, settle } = await lab();
    await settle(stopContainer(engine, "bea"));
    expect(reach("ana", "bea")).toBe("ENOTFOUND");
  });

  test("another container's network, and the host's", async () => {
    const { server, reach, engine, settle } = await lab();
    await server("hugo", { NetworkMode: "host" });
    expect(reach("host", "127.0.0.1")).toBe("ok");
    expect(reach("ana", "172.18.0.1")).toBe("ok");
    const ana = requireContainer(engine, "ana");
    engine.live.get(ana.id)?.machine.network.sockets.listen(9000, () => {});
    const { Id } = await settle(
      createContainer(engine, {
        name: "junto",
        config: { Image: "alpine", Cmd: ["sleep", "100"] },
        hostConfig: { NetworkMode: "container:ana" },
      }),
    );
    await settle(startContainer(engine, Id));
    expect(reach("junto", "127.0.0.1", 9000)).toBe("ok");
    expect(reach("junto", "bea")).toBe("ok");
  });
});

describe("published ports", () => {
  const ports = (HostPort: string, HostIp = "") => ({ PortBindings: { "80/tcp": [{ HostIp, HostPort }] } });

  test("reach the container from the host, from its neighbours and from other bridges", async () => {
    const { server, reach } = await lab();
    await server("pepe", ports("8000"));
    expect(reach("host", "127.0.0.1", 8000)).toBe("ok");
    expect(reach("host", "192.168.99.100", 8000)).toBe("ok");
    expect(reach("host", "172.17.0.1", 8000)).toBe("ok");
    expect(reach("ana", "172.18.0.1", 8000)).toBe("ok");
    expect(reach("ana", "192.168.99.100", 8000)).toBe("ok");
    expect(reach("host", "127.0.0.1", 8001)).toBe("ECONNREFUSED");
  });

  test("on one address only", async () => {
    const { server, reach } = await lab();
    await server("pepe", ports("8000", "127.0.0.1"));
    expect(reach("host", "127.0.0.1", 8000)).toBe("ok");
    expect(reach("host", "192.168.99.100", 8000)).toBe("ECONNREFUSED");
  });

  test("a server on the container's loopback is not reached through them", async () => {
    const { engine, server, reach } = await lab();
    const pepe = await server("pepe", { PortBindings: { "81/tcp": [{ HostIp: "", HostPort: "8000" }] } });
    engine.live.get(pepe.id)?.machine.network.sockets.listen(81, () => {}, { address: "127.0.0.1" });
    const { host } = engine.ports;
    const connection = host.network.connect("127.0.0.1", 8000);
    await expect(connection.output.write("GET / HTTP/1.0\r\n\r\n")).rejects.toThrow("Broken pipe");
    expect(reach("host", "192.168.99.100", 8000)).toBe("ECONNREFUSED");
  });
});
