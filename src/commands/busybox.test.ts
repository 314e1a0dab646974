import { expect, test } from "vitest";
import { alpine } from "../programs/rootfs/alpine.ts";
import { TestMachine } from "./test-machine.ts";

/** A container of Alpine, with files in its working directory. */
const caja = () => new TestMachine({ a: "hi\n", "d/b": "" }, alpine("3.24.2"), "caja");

/** What Debian's busybox 1.35 answered to the same lines. */
const ANSWERS: readonly (readonly [line: string, output: string, status: number])[] = [
  ["cat x", "cat: can't open 'x': No such file or directory\n", 1],
  ["ls x", "ls: x: No such file or directory\n", 1],
  ["head x", "head: x: No such file or directory\n", 1],
  ["wc a", "        1         1         3 a\n", 0],
  ["wc -l a", "1 a\n", 0],
  ["rm x", "rm: can't remove 'x': No such file or directory\n", 1],
  ["rm d", "rm: 'd' is a directory\n", 1],
  ["cp x y", "cp: can't stat 'x': No such file or directory\n", 1],
  ["cp d e", "cp: omitting directory 'd'\n", 1],
  ["mv x y", "mv: can't rename 'x': No such file or directory\n", 1],
  ["mkdir d", "mkdir: can't create directory 'd': File exists\n", 1],
  ["rmdir x", "rmdir: 'x': No such file or directory\n", 1],
  ["touch x/y", "touch: x/y: No such file or directory\n", 1],
  ["chown zz a", "chown: unknown user zz\n", 1],
  ["id zz", "id: unknown user zz\n", 1],
  ["sleep x", "sleep: invalid number 'x'\n", 1],
  ["find x", "find: x: No such file or directory\n", 1],
  ["env zz", "env: can't execute 'zz': No such file or directory\n", 127],
  ["timeout 1 zz", "timeout: can't execute 'zz': No such file or directory\n", 127],
  ["date -d zz", "date: invalid date 'zz'\n", 1],
  ["sha256sum x", "sha256sum: can't open 'x': No such file or directory\n", 1],
  ["tar xf x", "tar: can't open 'x': No such file or directory\n", 1],
  ["du .", "4\t./d\n12\t.\n", 0],
  ["nl a", "     1\thi\n", 0],
  ["kill 99999", "kill: can't kill pid 99999: No such process\n", 1],
];

test.each(ANSWERS)("%s", async (line, output, status) => {
  expect(await caja().run(line.split(" "))).toMatchObject({ output, status });
});

test("ls -l in busybox's columns", async () => {
  expect((await caja().run(["ls", "-l"])).stdout).toBe(
    "total 8\n-rw-r--r--    1 root     root             3 Nov 24 12:00 a\ndrwxr-xr-x    2 root     root          4096 Nov 24 12:00 d\n",
  );
});

test("ps in busybox's form", async () => {
  expect((await caja().run(["ps"])).stdout).toBe("PID   USER     COMMAND\n    1 root     ps\n");
});

test("a wrong option brings busybox's banner", async () => {
  const { output, status } = await caja().run(["ls", "-?"]);
  expect(output).toMatch(/^ls: unrecognized option: \?\nBusyBox v1\.37\.0 .* multi-call binary\.\n\nUsage: ls /);
  expect(status).toBe(2);
});

test("busybox runs an applet by name, and knows which it has not", async () => {
  expect((await caja().run(["busybox", "echo", "hi"])).stdout).toBe("hi\n");
  expect(await caja().run(["busybox", "nosuch"])).toMatchObject({ output: "nosuch: applet not found\n", status: 127 });
});

test("pwd is a program too, for whoever runs it without a shell", async () => {
  expect(await caja().run(["pwd"])).toMatchObject({ output: "/root/curso\n", status: 0 });
});
