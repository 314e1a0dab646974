import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { encode } from "./bytes.ts";
import { readTar, type TarEntry, TarError, writeTar } from "./tar.ts";

const plain = { mode: 0o644, uid: 0, gid: 0, mtime: 1_700_000_000_000 };
const long = `${"a".repeat(90)}/${"b".repeat(90)}`;
const entries: TarEntry[] = [
  { ...plain, path: "dir", kind: "directory", mode: 0o1777 },
  { ...plain, path: "dir/hola", kind: "file", uid: 1000, gid: 100, content: encode("hola\n") },
  { ...plain, path: "dir/otra", kind: "link", target: "dir/hola" },
  { ...plain, path: "enlace", kind: "symlink", mode: 0o777, target: "dir/hola" },
  { ...plain, path: long, kind: "file", content: encode("ñ".repeat(600)), mtime: 1_700_000_000_500 },
  { ...plain, path: "bin/ls", kind: "file", content: encode("x"), attributes: { "user.program": "ls" } },
];

test("what is written is read back", () => {
  expect(readTar(writeTar(entries))).toEqual(entries);
});

test("GNU tar reads it", () => {
  const listing = execFileSync("tar", ["tf", "-"], { input: writeTar(entries), encoding: "utf8" });
  expect(listing.split("\n")).toEqual(["dir/", "dir/hola", "dir/otra", "enlace", long, "bin/ls", ""]);
});

test("what is no archive is refused", () => {
  expect(() => readTar(encode("x".repeat(1024)))).toThrow(TarError);
  expect(() => readTar(encode("short"))).toThrow("unexpected EOF");
  expect(() => readTar(writeTar(entries).subarray(0, 700))).toThrow("unexpected EOF");
});
