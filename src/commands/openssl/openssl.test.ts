import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { TestMachine } from "../test-machine.ts";

const FILES = { "a.txt": "hola\n", "long.txt": "0123456789".repeat(30) };
const isThere = spawnSync("openssl", ["version"], { encoding: "utf8" }).stdout?.startsWith("OpenSSL 3.0.") ?? false;

const folder = mkdtempSync(join(tmpdir(), "openssl-"));
for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
afterAll(() => rmSync(folder, { recursive: true }));

/** Each line is run by the real openssl and by ours. */
describe.skipIf(!isThere)("as OpenSSL 3.0", () => {
  test.each([
    "openssl dgst -sha256 a.txt",
    "openssl sha256 a.txt long.txt",
    "openssl sha1 < a.txt",
    "openssl md5 a.txt",
    "openssl sha384 a.txt; openssl sha512 long.txt",
    "openssl dgst < a.txt",
    "openssl dgst -sha256 -r a.txt",
    "openssl dgst -sha256 -c a.txt",
    "openssl dgst -md5 -sha512 a.txt",
    "openssl dgst -sha256 -binary a.txt | base64",
    "openssl dgst -sha256 -hmac key a.txt; openssl sha512 -hmac key long.txt",
    "openssl base64 -in long.txt; openssl base64 -A < long.txt",
    "openssl base64 < long.txt | openssl base64 -d",
    "openssl enc -base64 -in a.txt; echo aG9sYQo= | openssl enc -d -base64; echo nada | openssl base64 -d | wc -c",
    "openssl passwd -6 -salt abc hola; openssl passwd -5 -salt abc hola; openssl passwd -1 -salt abc hola",
    "openssl passwd -apr1 -salt 12345678 'una más larga que dieciséis'; openssl passwd -6 -salt x dos uno",
    "printf 'uno\\ndos\\n' | openssl passwd -6 -stdin -salt q; openssl passwd -1 -table -salt a b",
    "openssl rand -hex 16 | wc -c; openssl rand -base64 60 | wc; openssl rand 7 | wc -c",
    "openssl rand x; echo $?; openssl rand -foo 3; echo $?; openssl foo; echo $?",
  ])("%s", async (line) => {
    const theirs = spawnSync("bash", ["-c", `exec 2>&1; ${line}`], { cwd: folder, encoding: "utf8" });
    const ours = await new TestMachine(FILES).run(["bash", "-c", line]);
    expect(ours).toMatchObject({ output: theirs.stdout, status: theirs.status });
  });
});

test("what openssl does besides says that it is not here", async () => {
  const machine = new TestMachine();
  const { output, status } = await machine.run(["openssl", "req", "-x509"], { env: { LANG: "es_ES.UTF-8" } });
  expect(output).toBe(
    "Este laboratorio no simula «openssl req». En un OpenSSL de verdad, esa orden existe: pruébala allí.\n",
  );
  expect(status).toBe(1);
});

test("random bytes are the lab's: never the same twice, the same in the same lab", async () => {
  const line = ["bash", "-c", "openssl rand -hex 8; openssl rand -hex 8"];
  const { output } = await new TestMachine().run(line);
  const [first, second] = output.split("\n");
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(second).not.toBe(first);
  expect((await new TestMachine().run(line)).output).toBe(output);
});
