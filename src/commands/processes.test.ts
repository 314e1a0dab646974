import { expect, test } from "vitest";
import { commandNames, loadCommand } from "./programs.ts";
import { TEST_TIME, TestMachine } from "./test-machine.ts";

const ANA = { uid: 1000, gid: 1000, groups: [1000] };

test("every name in the table has its program", async () => {
  for (const name of commandNames) expect(await loadCommand(name), name).toBeTypeOf("function");
  expect(loadCommand("nosuch")).toBeUndefined();
});

test("ps tells of the processes there are", async () => {
  const machine = new TestMachine();
  await machine.start(["sleep", "100"]);
  expect((await machine.run(["ps", "-e", "-o", "pid,comm"])).stdout).toMatch(/^ {4}600 sleep$/m);
  expect((await machine.run(["ps", "aux"])).stdout).toMatch(/^root {9}600 .* pts\/0 .* sleep 100$/m);
  expect((await machine.run(["ps", "-ef"])).stdout).toMatch(/^UID {10}PID {4}PPID {2}C STIME TTY {10}TIME CMD$/m);
  expect((await machine.run(["ps", "-p", "600", "-o", "args="])).stdout).toBe("sleep 100\n");
  expect((await machine.run(["ps", "-q!"])).status).toBe(1);
});

test("kill, pkill and pgrep reach them", async () => {
  const machine = new TestMachine();
  const first = await machine.start(["sleep", "100"]);
  const second = await machine.start(["sleep", "200"]);
  expect((await machine.run(["pgrep", "sleep"])).stdout).toBe("600\n601\n");
  expect((await machine.run(["pgrep", "-a", "-f", "sleep 2"])).stdout).toBe("601 sleep 200\n");
  await machine.run(["kill", String(first.pid)]);
  expect(await machine.clock.settle(first.exited)).toBe(143);
  await machine.run(["pkill", "-9", "sleep"]);
  expect(await machine.clock.settle(second.exited)).toBe(137);
  expect((await machine.run(["pkill", "sleep"])).status).toBe(1);
  expect((await machine.run(["kill", "1"])).output).toContain("Operation not permitted");
});

test("another user may not touch what is root's", async () => {
  const machine = new TestMachine({ secret: "s\n" });
  machine.machine.files.chmod("/root", 0o755);
  machine.machine.files.chmod("/root/curso/secret", 0o600);
  expect((await machine.run(["cat", "secret"], { user: ANA })).output).toBe("cat: secret: Permission denied\n");
  expect((await machine.run(["rm", "-f", "secret"], { user: ANA })).output).toBe(
    "rm: cannot remove 'secret': Permission denied\n",
  );
  expect((await machine.run(["chmod", "777", "secret"], { user: ANA })).output).toBe(
    "chmod: changing permissions of 'secret': Operation not permitted\n",
  );
  expect((await machine.run(["touch", "new"], { user: ANA })).output).toBe(
    "touch: cannot touch 'new': Permission denied\n",
  );
});

test("sleep, timeout and date go by the lab's clock", async () => {
  const machine = new TestMachine();
  await machine.run(["sleep", "1h"]);
  expect((await machine.run(["date", "+%s"])).stdout).toBe(`${TEST_TIME / 1000 + 3600}\n`);
  expect((await machine.run(["timeout", "5", "sleep", "100"])).status).toBe(124);
});

test("tail -f shows what is added, until Ctrl-C", async () => {
  const machine = new TestMachine({ log: "one\n" });
  const child = await machine.start(["tail", "-f", "log"]);
  await machine.clock.advance(1500);
  machine.machine.files.writeFile("/root/curso/log", "two\n", { append: true });
  await machine.clock.advance(1500);
  expect(machine.screen).toBe("one\r\ntwo\r\n");
  machine.tty.type("\x03");
  expect(await machine.clock.settle(child.exited)).toBe(130);
});

test("a link to a directory is listed as ls lists it, in colours on a terminal that asks for them", async () => {
  const machine = new TestMachine({ "d/x": "", run: "" });
  machine.machine.files.chmod("/root/curso/run", 0o755);
  machine.machine.files.symlink("nowhere", "/root/curso/broken");
  const child = await machine.start(["ls", "--color=auto"]);
  await machine.clock.settle(child.exited);
  const plain = "\x1b[0m";
  expect(machine.screen).toBe(`${plain}\x1b[40;31;01mbroken${plain}\t\x1b[01;34md${plain}  \x1b[01;32mrun${plain}\r\n`);
});

test("an endless device can be read a little", async () => {
  const machine = new TestMachine();
  expect((await machine.run(["head", "-c", "5", "/dev/zero"])).stdout).toBe("\0\0\0\0\0");
  expect((await machine.run(["wc", "-c", "/dev/null"])).stdout).toMatch(/^0 \/dev\/null\n$/);
});

test("mount shows, and a memory disk can be mounted", async () => {
  const machine = new TestMachine({ "ram/": "" });
  await machine.run(["mount", "-t", "tmpfs", "-o", "size=10m", "tmpfs", "ram"]);
  expect((await machine.run(["df", "-h", "ram"])).stdout).toContain(
    "tmpfs            10M     0   10M   0% /root/curso/ram\n",
  );
  expect((await machine.run(["umount", "ram"])).status).toBe(0);
  expect((await machine.run(["umount", "ram"])).output).toContain("not mounted");
});
