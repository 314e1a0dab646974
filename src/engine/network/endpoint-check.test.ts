import { expect, test } from "vitest";
import { createNetwork } from "./create.ts";
import type { EndpointRequest } from "./endpoint.ts";
import { checkEndpoints } from "./endpoint-check.ts";
import { networkLab } from "./network.fixture.ts";

const OUTSIDE = "user specified IP address is supported only when connecting to networks with user configured subnets";

// As Engine 28 answered, with what Engine 29's client lets through.
test.each<[string, EndpointRequest, string]>([
  ["own", { ip: "10.30.0.10" }, "no configured subnet or ip-range contain the IP address 10.30.0.10"],
  ["own", { ip: "2001:db8::5" }, "* invalid IPv4 address: 2001:db8::5\n* no configured subnet"],
  ["own", { ip6: "2001:db8::5" }, OUTSIDE],
  ["own", { ip6: "10.20.0.8" }, `* invalid IPv6 address: 10.20.0.8\n* ${OUTSIDE}`],
  ["theirs", { ip: "172.18.0.9" }, OUTSIDE],
  [
    "bridge",
    { ip: "172.17.0.77" },
    `* user specified IP address is supported on user defined networks only\n* ${OUTSIDE}`,
  ],
])("in %s, %j is refused", (name, request, message) => {
  const { engine } = networkLab();
  createNetwork(engine, { name: "theirs" });
  createNetwork(engine, { name: "own", ipam: { config: [{ Subnet: "10.20.0.0/24" }] } });
  const text = `invalid config for network ${name}: invalid endpoint settings:\n${message}`;
  expect(() => checkEndpoints(engine, { [name]: request })).toThrow(text);
});

test("an address of a block that somebody chose is let through, and one of a network that is not there yet", () => {
  const { engine } = networkLab();
  createNetwork(engine, {
    name: "own",
    enableIPv6: true,
    ipam: { config: [{ Subnet: "10.20.0.0/24" }, { Subnet: "fd00:7::/64" }] },
  });
  checkEndpoints(engine, { own: { ip: "10.20.0.9", ip6: "fd00:7::9" }, later: { ip: "10.99.0.1" } });
});
