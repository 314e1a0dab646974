import { expect, test } from "vitest";
import { TestMachine } from "./test-machine.ts";

const files = { "web/index.html": "<h1>hola</h1>\n", "web/css/a.css": "a {}\n", "notes.txt": "uno\n".repeat(200) };

test("tar packs a folder, lists it and unpacks it elsewhere", async () => {
  const machine = new TestMachine(files);
  expect(await machine.run(["tar", "czvf", "web.tgz", "web"])).toEqual({
    output: "web/\nweb/css/\nweb/css/a.css\nweb/index.html\n",
    stdout: "web/\nweb/css/\nweb/css/a.css\nweb/index.html\n",
    status: 0,
  });
  expect((await machine.run(["tar", "-tf", "web.tgz"])).stdout).toBe("web/\nweb/css/\nweb/css/a.css\nweb/index.html\n");
  expect((await machine.run(["tar", "-tvf", "web.tgz", "web/index.html"])).stdout).toBe(
    "-rw-r--r-- root/root        14 2026-11-24 12:00 web/index.html\n",
  );
  await machine.run(["mkdir", "out"]);
  expect((await machine.run(["tar", "-xzf", "web.tgz", "-C", "out", "--strip-components=1"])).output).toBe("");
  expect(machine.read("out/css/a.css")).toBe("a {}\n");
});

test("tar over pipes keeps links, modes and binaries", async () => {
  const machine = new TestMachine(files);
  machine.machine.files.symlink("index.html", "/root/curso/web/home");
  machine.machine.files.chmod("/root/curso/web/css", 0o700);
  const packed = (await machine.run(["tar", "-c", "web", "/usr/bin/ls"])).stdout;
  await machine.run(["tar", "-x", "-C", "/tmp"], { stdin: packed });
  const { files: tree } = machine.machine;
  expect(tree.readlink("/tmp/web/home")).toBe("index.html");
  expect(tree.stat("/tmp/web/css").mode).toBe(0o700);
  expect(tree.stat("/tmp/usr/bin/ls")).toMatchObject({ program: "ls", mode: 0o755 });
});

test("what tar says when it cannot", async () => {
  const machine = new TestMachine(files);
  expect((await machine.run(["tar", "xf", "nosuch.tar"])).output).toBe(
    "tar: nosuch.tar: Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now\n",
  );
  expect(await machine.run(["tar", "cf", "a.tar", "nosuch"])).toMatchObject({
    output:
      "tar: nosuch: Cannot stat: No such file or directory\ntar: Exiting with failure status due to previous errors\n",
    status: 2,
  });
  expect((await machine.run(["tar", "xf", "notes.txt"])).output).toContain("This does not look like a tar archive");
  expect((await machine.run(["tar", "tf", "a.tar", "x"])).output).toContain("tar: x: Not found in archive");
});

test("gzip replaces a file, and gunzip brings it back", async () => {
  const machine = new TestMachine(files);
  expect((await machine.run(["gzip", "notes.txt"])).output).toBe("");
  expect((await machine.run(["ls"])).stdout).toBe("notes.txt.gz\nweb\n");
  expect((await machine.run(["file", "notes.txt.gz"])).stdout).toContain("gzip compressed data");
  expect((await machine.run(["zcat", "notes.txt.gz"])).stdout).toBe(files["notes.txt"]);
  await machine.run(["gunzip", "notes.txt.gz"]);
  expect(machine.read("notes.txt")).toBe(files["notes.txt"]);
  const zipped = (await machine.run(["gzip", "-c"], { stdin: "ñandú\n" })).stdout;
  expect((await machine.run(["gzip", "-d"], { stdin: zipped })).stdout).toBe("ñandú\n");
  expect((await machine.run(["gunzip", "-c", "notes.txt"])).status).toBe(1);
});

test("dd makes files of a size, and tells how many blocks", async () => {
  const machine = new TestMachine(files);
  const { output, status } = await machine.run(["dd", "if=/dev/zero", "of=disk", "bs=1M", "count=3"]);
  expect(status).toBe(0);
  expect(output).toMatch(
    /^3\+0 records in\n3\+0 records out\n3145728 bytes \(3\.1 MB, 3\.0 MiB\) copied, \S+ s, .+B\/s\n$/,
  );
  expect(machine.machine.files.stat("/root/curso/disk").size).toBe(3 * 1024 ** 2);
  await machine.run(["dd", "if=notes.txt", "of=part", "bs=4", "count=1", "skip=1", "status=none"]);
  expect(machine.read("part")).toBe("uno\n");
  expect((await machine.run(["dd", "if=nosuch"])).output).toBe(
    "dd: failed to open 'nosuch': No such file or directory\n",
  );
});

test("zcat -f shows what is compressed and what is not; without -f it says so", async () => {
  const machine = new TestMachine({ old: "one\n", new: "two\n" });
  await machine.run(["gzip", "old"]);
  expect((await machine.run(["zcat", "-f", "old.gz", "new"])).stdout).toBe("one\ntwo\n");
  expect(await machine.run(["zcat", "new"])).toMatchObject({ status: 1, output: "\ngzip: new: not in gzip format\n" });
});
