import { describe, expect, test } from "vitest";
import type { HostConfig } from "../container/container.ts";
import { stopContainer } from "../container/stop.ts";
import { networkLab } from "./network.fixture.ts";

const bound = (HostPort: string, HostIp = ""): Partial<HostConfig> => ({
  PortBindings: { "80/tcp": [{ HostIp, HostPort }] },
});

describe("ports of the host", () => {
  test("are opened on IPv4 and IPv6, and noted by container port", async () => {
    const { server, engine } = networkLab();
    const web = await server("web", bound("8000"));
    expect(web.ports).toEqual({
      "80/tcp": [
        { HostIp: "0.0.0.0", HostPort: "8000" },
        { HostIp: "::", HostPort: "8000" },
      ],
    });
    expect(engine.ports.host.network.sockets.listeners().map(({ address, port }) => `${address} ${port}`)).toEqual([
      "0.0.0.0 8000",
      ":: 8000",
    ]);
  });

  test("exposed but not published is noted as null", async () => {
    const { server } = networkLab();
    expect((await server("web")).ports).toEqual({ "80/tcp": null });
  });

  test.each([
    ["0.0.0.0:8000", bound("8000"), bound("8000")],
    ["127.0.0.1:8000", bound("8000"), bound("8000", "127.0.0.1")],
    ["0.0.0.0:8000", bound("8000", "127.0.0.1"), bound("8000")],
  ])("taken by another container: Bind for %s", async (where, first, second) => {
    const { server, engine } = networkLab();
    await server("uno", first);
    await expect(server("dos", second)).rejects.toThrow(
      new RegExp(
        `^failed to set up container networking: driver failed programming external connectivity on endpoint dos \\([0-9a-f]{64}\\): Bind for ${where} failed: port is already allocated$`,
      ),
    );
    expect(engine.ports.host.network.sockets.listeners().filter(({ port }) => port === 8000).length).toBeLessThan(3);
  });

  test("taken by a process of the host", async () => {
    const { server, engine } = networkLab();
    engine.ports.host.network.sockets.listen(8000, () => {});
    await expect(server("web", bound("8000"))).rejects.toThrow(
      "failed to bind host port 0.0.0.0:8000/tcp: address already in use",
    );
  });

  test("are free again when their container has stopped", async () => {
    const { server, engine, settle } = networkLab();
    await server("uno", bound("8000"));
    await settle(stopContainer(engine, "uno"));
    expect((await server("dos", bound("8000"))).ports["80/tcp"]?.[0]?.HostPort).toBe("8000");
  });

  test("chosen by Docker: one after another from 32768; the first free of a range", async () => {
    const { server } = networkLab();
    const of = (container: { ports: Record<string, { HostPort: string }[] | null> }) =>
      container.ports["80/tcp"]?.map(({ HostPort }) => HostPort);
    expect(of(await server("uno", { PublishAllPorts: true }))).toEqual(["32768", "32768"]);
    expect(of(await server("dos", bound("")))).toEqual(["32769", "32769"]);
    expect(of(await server("tres", bound("8000-8001")))).toEqual(["8000", "8000"]);
    expect(of(await server("cuatro", bound("8000-8001")))).toEqual(["8001", "8001"]);
    await expect(server("cinco", bound("8000-8001"))).rejects.toThrow("port is already allocated");
  });

  test("of a range the next one is given, though an earlier one is free again", async () => {
    const { server, engine } = networkLab();
    const of = (container: Awaited<ReturnType<typeof server>>) => container.ports["80/tcp"]?.[0]?.HostPort;
    expect(of(await server("uno", bound("8000-8002")))).toBe("8000");
    await stopContainer(engine, "uno", { timeout: 0 });
    expect(of(await server("dos", bound("8000-8002")))).toBe("8001");
    expect(of(await server("tres", bound("8000-8002")))).toBe("8002");
    expect(of(await server("cuatro", bound("8000-8002")))).toBe("8000");
  });
});
