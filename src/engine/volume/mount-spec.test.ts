import { describe, expect, test } from "vitest";
import { parseBind } from "./bind-spec.ts";
import { parseMountSpec } from "./mount-spec.ts";
import { parseVolumeFlag } from "./volume-flag.ts";

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
    ["", "value is empty"],
    ["type=,dst=/y", "invalid value for 'type': value is empty"],
    ["type=bind, src=/x,dst=/y", "invalid option 'src' in ' src=/x': option should not have whitespace"],
    ["type=bind,src= /x,dst=/y", "invalid value for 'src' in 'src= /x': value should not have whitespace"],
    [
      "type=bind,src=/x,dst=/y,bind-nonrecursive",
      "bind-nonrecursive is deprecated, use bind-recursive=disabled instead",
    ],
    ["type=bind,src=/x,dst=/y,bind-recursive=no", "invalid value for bind-recursive: no (must be"],
    [
      "type=bind,src=/x,dst=/y,bind-recursive=readonly",
      "option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction",
    ],
    ['type=bind,src=/x,dst="/a', 'parse error on line 1, column 22: bare " in non-quoted-field'],
    ['"dst=/a', 'parse error on line 1, column 8: extraneous or missing " in quoted-field'],
  ])("%s is refused: %s", (text, message) => expect(() => parseMountSpec(text, "/")).toThrow(message));
});

describe("-v", () => {
  test.each([
    ["/data", { volume: "/data" }],
    ["vol1:/d", { bind: "vol1:/d" }],
    ["./data:/d:ro", { bind: "/root/curso/data:/d:ro" }],
    ["../x:/d", { bind: "/root/x:/d" }],
    ["/abs:/d", { bind: "/abs:/d" }],
    ["name", { volume: "name" }],
    ["::", { volume: "::" }],
    ["x:ro", { volume: "x:ro" }],
    ["C:\\foo:/d", { bind: "C:\\foo:/d" }],
    ["~/x:/d", { bind: "~/x:/d" }],
  ])("%s", (text, expected) => expect(parseVolumeFlag(text, "/root/curso")).toEqual(expected));

  test.each([
    ["", "invalid empty volume spec"],
    ["/a::/b", "invalid spec: /a::/b: empty section between colons"],
    [":/a", "invalid spec: :/a: empty section between colons"],
    ["/x:/y:ro:z", "invalid spec: /x:/y:ro:z: too many colons"],
  ])("%s is refused: %s", (text, message) => expect(() => parseVolumeFlag(text, "/")).toThrow(message));

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
