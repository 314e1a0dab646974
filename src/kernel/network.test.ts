import { describe, expect, test } from "vitest";
import { NetworkNamespace } from "./network.ts";
import { NetworkError } from "./network-error.ts";
import type { Router } from "./router.ts";
import { SocketTable } from "./socket-table.ts";
import { readAll } from "./stream.ts";

/** Two machines on one wire. */
function pair(): { client: NetworkNamespace; server: SocketTable } {
  const server = new SocketTable();
  const router: Router = {
    interfaces: () => [{ name: "eth0", address: "10.0.0.1", prefix: 24, mac: "02:42:0a:00:00:01" }],
    resolve: (name) => {
      if (name === "server") return ["10.0.0.2"];
      throw new NetworkError("ENOTFOUND", name);
    },
    route: (address, port = 0) => {
      if (address !== "10.0.0.2") throw new NetworkError("EHOSTUNREACH", address);
      return { sockets: server, port, sourceAddress: "10.0.0.1", latency: 0.1 };
    },
  };
  return { client: new NetworkNamespace(router), server };
}

describe("NetworkNamespace", () => {
  test("carries bytes both ways", async () => {
    const { client, server } = pair();
    server.listen(7, async ({ input, output, end, remoteAddress }) => {
      await output.write(`${remoteAddress} said ${await readAll(input)}`);
      end();
    });
    const connection = client.connect("10.0.0.2", 7);
    await connection.output.write("hello");
    connection.end();
    expect(await readAll(connection.input)).toBe("10.0.0.1 said hello");
  });

  test("refuses where nobody listens, any more", () => {
    const { client, server } = pair();
    expect(() => client.connect("10.0.0.2", 7)).toThrow(new NetworkError("ECONNREFUSED", "10.0.0.2:7"));
    const listener = server.listen(7, ({ close }) => close());
    expect(client.connect("10.0.0.2", 7).remotePort).toBe(7);
    listener.close();
    expect(() => client.connect("10.0.0.2", 7)).toThrow(NetworkError);
  });

  test("resolves names, and addresses to themselves", () => {
    const { client } = pair();
    expect(client.resolve("server")).toEqual(["10.0.0.2"]);
    expect(client.resolve("10.9.9.9")).toEqual(["10.9.9.9"]);
    expect(() => client.resolve("nosuch")).toThrow(NetworkError);
  });
});

describe("SocketTable", () => {
  test.each([
    ["0.0.0.0", "0.0.0.0", true],
    ["0.0.0.0", "127.0.0.1", true],
    ["127.0.0.1", "0.0.0.0", true],
    ["127.0.0.1", "10.0.0.2", false],
  ])("a port taken on %s is taken for %s: %s", (first, second, taken) => {
    const sockets = new SocketTable();
    sockets.listen(80, () => {}, { address: first });
    const again = () => sockets.listen(80, () => {}, { address: second });
    if (taken) expect(again).toThrow(NetworkError);
    else expect(again).not.toThrow();
  });

  test("tcp and udp do not meet", () => {
    const sockets = new SocketTable();
    sockets.listen(53, () => {}, { protocol: "udp" });
    expect(() => sockets.listen(53, () => {})).not.toThrow();
  });
});
