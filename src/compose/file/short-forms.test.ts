import { describe, expect, it } from "vitest";
import { parsePortSpec } from "./ports.ts";
import { shellWords } from "./shell-words.ts";
import { parseVolumeSpec } from "./volume-spec.ts";

describe("ports", () => {
  it.each([
    ["80", [{ target: 80 }]],
    ["8000:80", [{ target: 80, published: "8000" }]],
    ["127.0.0.1:8000:80/udp", [{ target: 80, published: "8000", hostIp: "127.0.0.1", protocol: "udp" }]],
    ["127.0.0.1::80", [{ target: 80, hostIp: "127.0.0.1" }]],
    ["[::1]:8000:80", [{ target: 80, published: "8000", hostIp: "::1" }]],
    [
      "8000-8001:80-81",
      [
        { target: 80, published: "8000" },
        { target: 81, published: "8001" },
      ],
    ],
    ["8000-8010:80", [{ target: 80, published: "8000-8010" }]],
    ["80-81", [{ target: 80 }, { target: 81 }]],
  ])("%s", (text, ports) => {
    expect(parsePortSpec(text)).toEqual(ports.map((port) => ({ mode: "ingress", protocol: "tcp", ...port })));
  });

  it.each([
    ["a", "invalid containerPort: a"],
    ["99999", "invalid containerPort: 99999"],
    ["8000-8001:80-82", "invalid ranges specified for container and host Ports: 80-82 and 8000-8001"],
    ["300.1.1.1:80:80", "invalid IP address: 300.1.1.1"],
    ["80:", "no port specified: 80:<empty>"],
  ])("%s is none", (text, message) => {
    expect(parsePortSpec(text)).toEqual(new Error(message));
  });
});

describe("volumes", () => {
  it.each([
    ["data:/data", { type: "volume", source: "data", target: "/data", readOnly: false }],
    ["/data", { type: "volume", target: "/data", readOnly: false }],
    ["./web:/srv:ro", { type: "bind", source: "./web", target: "/srv", readOnly: true }],
    ["~/x:/x:ro,rw,z,rshared", { type: "bind", readOnly: false, selinux: "z", propagation: "rshared" }],
    ["data:/data:nocopy", { noCopy: true }],
    ["$" + "{DATA:-./d}:/data", { source: "$" + "{DATA:-./d}", target: "/data" }],
  ])("%s", (text, spec) => {
    expect(parseVolumeSpec(text)).toMatchObject(spec);
  });

  it.each([
    ["data::/x", "invalid spec: data::/x: empty section between colons"],
    [":/data", "invalid spec: :/data: empty section between colons"],
    ["data:/b:ro:x", "invalid spec: data:/b:ro:x: too many colons"],
  ])("%s is none", (text, message) => {
    expect(parseVolumeSpec(text)).toEqual(new Error(message));
  });
});

it("splits a command as a shell does", () => {
  expect(shellWords(`sh -c "echo 'a  b'" '' x\\ y`)).toEqual(["sh", "-c", "echo 'a  b'", "", "x y"]);
  expect(shellWords('a "b')).toBeUndefined();
});
