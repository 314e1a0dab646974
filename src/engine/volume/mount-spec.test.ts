import { describe, expect, test } from "vitest";
import { parseBind } from "./bind-spec.ts";
import { parseMountSpec, parseVolumeFlag } from "./mount-spec.ts";

describe("--mount", () => {
  test.each([
    ["type=bind,source=/data,target=/m,readonly", { Type: "bind", Source: "/data", Target: "/m", ReadOnly: true }],
    ["type=bind,src=./data,dst=/m", { Type: "bind", Source: "/root/curso/data", Target: "/m" }],
    ["source=v,destination=/m", { Type: "volume", Source: "v", Target: "/m" }],
    [
      "type=volume,src=v,dst=/m,volume-nocopy,volume-label=a=b",
      { Type: "volume", Source: "v", Target: "/m", VolumeOptions: { NoCopy: true, Labels: { a: "b" } } },
    ],
    [
      "type=tmpfs,dst=/m,tmpfs-size=64m,tmpfs-mode=1770",
      { Type: "tmpfs", Target: "/m", TmpfsOptions: { SizeBytes: 64 * 1024 ** 2, Mode: 0o1770 } },
    ],
  ])("%s", (text, expected) => expect(parseMountSpec(text, "/root/curso")).toEqual(expected));

  test.each([
    ["type=bind,source=/x", "target is required"],
    ["type=bind,source=/x,target=/y,color=red", "unknown option 'color' in 'color=red'"],
    ["bind", "invalid field 'bind' must be a key=value pair"],
    ["type=bind,src=/x,dst=/y,volume-nocopy", "cannot mix 'volume-*' options with mount type 'bind'"],
    ["type=bind,src=/x,dst=/y,ro=si", "invalid value for 'ro': invalid boolean value"],
    ["type=tmpfs,dst=/y,tmpfs-mode=9", "invalid value for tmpfs-mode: 9"],
  ])("%s is refused: %s", (text, message) => expect(() => parseMountSpec(text, "/")).toThrow(message));
});

describe("-v", () => {
  test.each([
    ["/data", { volume: "/data" }],
    ["vol1:/d", { bind: "vol1:/d" }],
    ["./data:/d:ro", { bind: "/root/curso/data:/d:ro" }],
    ["../x:/d", { bind: "/root/x:/d" }],
    ["/abs:/d", { bind: "/abs:/d" }],
  ])("%s", (text, expected) => expect(parseVolumeFlag(text, "/root/curso")).toEqual(expected));

  test("as the daemon reads it", () => {
    expect(parseBind("/src:/dst:ro,z")).toMatchObject({ type: "bind", source: "/src", target: "/dst", readOnly: true });
    expect(parseBind("vol:/dst/")).toMatchObject({ type: "volume", source: "vol", target: "/dst", propagation: "" });
  });

  test.each([
    ["/a:ro", "invalid volume specification: '/a:ro'"],
    ["/a:/b:xx", "invalid mode: xx"],
    ["/a:/b:ro:z", "invalid volume specification: '/a:/b:ro:z'"],
    [
      "/a:/",
      `invalid volume specification: '/a:/': invalid mount config for type "bind": invalid specification: destination can't be '/'`,
    ],
    [
      "v:b",
      `invalid volume specification: 'v:b': invalid mount config for type "volume": invalid mount path: 'b' mount path must be absolute`,
    ],
  ])("%s is refused: %s", (text, message) => expect(() => parseBind(text)).toThrow(message));
});
