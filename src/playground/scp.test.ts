import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const lab = new HeadlessLab();
const run = async (line: string, host = "manager1") => (await lab.run(host, line)).output;

test("files and folders go to another host and come from it", async () => {
  await run("mkdir -p /tmp/a/b; echo hola > /tmp/a/x; echo dos > /tmp/a/b/y; chmod 755 /tmp/a/x");
  expect(await run("scp /tmp/a/x worker1:/tmp; echo $?")).toMatch(
    /^\rx {64} 100% {4}5 +\d+\.\dKB\/s {3}00:00 {4}\n0\n$/,
  );
  expect(await run("stat -c '%A %U' /tmp/x; cat /tmp/x", "worker1")).toBe("-rwxr-xr-x root\nhola\n");
  await run("scp -qr /tmp/a dev@worker1:");
  expect(await run("cd /home/dev/a; find . -type f | sort; stat -c %U x", "worker1")).toBe("./b/y\n./x\ndev\n");
  await run("scp -q worker1:/home/dev/a/b/y /tmp/back");
  expect(await run("cat /tmp/back")).toBe("dos\n");
  await run("scp -q worker1:/tmp/x dev@worker2:here");
  expect(await run("cat /home/dev/here", "worker2")).toBe("hola\n");
});

test("what cannot be copied is told of", async () => {
  expect(await run("scp /tmp/none worker1:; echo $?")).toBe(
    'scp: stat local "/tmp/none": No such file or directory\n1\n',
  );
  expect(await run("scp worker1:/none .; echo $?")).toBe("scp: /none: No such file or directory\n1\n");
  expect(await run("scp /tmp/a worker1:/tmp; echo $?")).toBe(
    'scp: local "/tmp/a" is not a regular file\nscp: failed to upload file /tmp/a to /tmp\n1\n',
  );
  expect(await run("scp /tmp/a/x dev@worker1:/root/x; echo $?")).toBe(
    'scp: dest open "/root/x": Permission denied\nscp: failed to upload file /tmp/a/x to /root/x\n1\n',
  );
  expect(await run("scp /tmp/a/x nowhere:; echo $?")).toBe(
    "ssh: Could not resolve hostname nowhere: Name or service not known\nscp: Connection closed\n255\n",
  );
});
