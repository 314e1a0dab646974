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
  ["clear", "\x1b[H\x1b[J", 0],
  ["usleep 10", "", 0],
  ["usleep x", "usleep: invalid number 'x'\n", 1],
  ["tar cf t /etc/hostname", "tar: removing leading '/' from member names\n", 0],
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

test.each(["ps", "ps aux", "ps -ef"])("%s in busybox's form", async (line) => {
  const { stdout } = await caja().run(line.split(" "));
  expect(stdout).toBe(`PID   USER     COMMAND\n    1 root     ${line}\n`);
});

test("a wrong option brings busybox's banner", async () => {
  const { output, status } = await caja().run(["ls", "-?"]);
  expect(output).toMatch(/^ls: unrecognized option: \?\nBusyBox v1\.37\.0 .* multi-call binary\.\n\nUsage: ls /);
  expect(status).toBe(1);
});

/** Debian trixie's busybox 1.37 answered with its usage alone, and this status. */
test.each([
  ["cp", 1],
  ["cp a", 1],
  ["mv a", 1],
  ["ln", 1],
  ["chmod 644", 1],
  ["chown root", 1],
  ["grep", 2],
  ["grep -i", 2],
  ["mkdir -p", 1],
  ["rm", 1],
  ["rm -r", 1],
  ["touch -c", 1],
  ["ping -c 1", 1],
  ["nslookup", 1],
  ["nc", 1],
  ["wget -q", 1],
  ["sleep", 1],
  ["seq", 1],
  ["basename", 1],
  ["timeout 1", 1],
  ["traceroute", 1],
  ["which", 1],
  ["awk", 1],
  ["sed", 1],
  ["stat", 1],
  ["tar", 1],
  ["ip", 1],
  ["ip foo", 1],
  ["ip -br a", 1],
  ["ip -c a", 1],
  ["ip -V", 1],
])("%s shows the usage", async (line, status) => {
  const [name] = line.split(" ");
  const outcome = await caja().run(line.split(" "));
  expect(outcome.output).toMatch(new RegExp(`^BusyBox v1\\.37\\.0 .* multi-call binary\\.\n\nUsage: ${name} .*\n\n?`));
  expect(outcome.stdout).toBe("");
  expect(outcome.status).toBe(status);
});

test("--help is the same on standard error, and no failure", async () => {
  const { output, stdout, status } = await caja().run(["rmdir", "--help"]);
  expect(output).toContain(
    "\n\nUsage: rmdir [-p] DIRECTORY...\n\nRemove DIRECTORY if it is empty\n\n\t-p\tInclude parents\n",
  );
  expect(stdout).toBe("");
  expect(status).toBe(0);
  expect((await caja().run(["echo", "--help"])).output).toBe("--help\n");
});

test.each([
  ["cut", "cut: expected a list of bytes, characters, or fields\n", 1],
  ["expr", "expr: too few arguments\n", 2],
  ["killall", "killall: you need to specify whom to kill\n", 1],
  ["hostname -x", /^hostname: unrecognized option: x\nBusyBox/, 1],
  ["hostname -I", /^hostname: unrecognized option: I\nBusyBox/, 1],
  ["hostname -d", "", 0],
])("%s", async (line, output, status) => {
  const outcome = await caja().run(line.split(" "));
  expect(outcome.status).toBe(status);
  if (typeof output === "string") expect(outcome.output).toBe(output);
  else expect(outcome.output).toMatch(output);
});

test("busybox runs an applet by name, and knows which it has not", async () => {
  expect((await caja().run(["busybox", "echo", "hi"])).stdout).toBe("hi\n");
  expect(await caja().run(["busybox", "nosuch"])).toMatchObject({ output: "nosuch: applet not found\n", status: 127 });
});

test("pwd is a program too, for whoever runs it without a shell", async () => {
  expect(await caja().run(["pwd"])).toMatchObject({ output: "/root/curso\n", status: 0 });
});
