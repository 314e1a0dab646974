import { expect, test } from "vitest";
import { documentsOf, sealed } from "../engine/image/documents.ts";
import { NetworkNamespace } from "../kernel/network.ts";
import { digestOf } from "../kernel/sha256.ts";
import { readAll } from "../kernel/stream.ts";
import { VirtualClock } from "../kernel/virtual-clock.ts";
import { createRegistries, PRIVATE_REGISTRY } from "./registry.ts";

const image = sealed({ created: "2026-11-24T03:00:00Z", comment: "", config: {}, layers: [], history: [] });

async function get(path: string): Promise<string> {
  const clock = new VirtualClock(0);
  const registries = createRegistries({ clock, state: { repositories: {} }, rootfs: () => Promise.resolve(undefined) });
  await clock.settle(registries.store("192.168.99.1:5000/platzi:v0", image, () => undefined));
  const sockets = registries.socketsAt(PRIVATE_REGISTRY.address);
  if (!sockets) throw new Error("no registry");
  const network = new NetworkNamespace({
    interfaces: () => [],
    resolve: () => [],
    route: (_, port = 0) => ({ sockets, port, sourceAddress: "192.168.99.100", latency: 1 }),
  });
  const connection = network.connect(PRIVATE_REGISTRY.address, PRIVATE_REGISTRY.port);
  await connection.output.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  return clock.settle(readAll(connection.input));
}

test.each([
  ["/v2/", "200 OK", "{}\n"],
  ["/v2/_catalog", "200 OK", '{"repositories":["platzi"]}\n'],
  ["/v2/platzi/tags/list", "200 OK", '{"name":"platzi","tags":["v0"]}\n'],
  ["/v2/nosuch/tags/list", "404 Not Found", '"code":"NAME_UNKNOWN"'],
  ["/v2/platzi/manifests/v9", "404 Not Found", '"code":"MANIFEST_UNKNOWN"'],
])("curl %s", async (path, status, body) => {
  const answer = await get(path);
  expect(answer).toContain(`HTTP/1.1 ${status}\r\n`);
  expect(answer).toContain(body);
});

test("manifests hash to their digests", async () => {
  const answer = await get("/v2/platzi/manifests/v0");
  expect(answer).toContain(`Docker-Content-Digest: ${image.id}\r\n`);
  expect(digestOf(answer.slice(answer.indexOf("\r\n\r\n") + 4))).toBe(image.id);
  expect(digestOf(documentsOf(image).manifest)).toBe(image.manifestDigest);
});
