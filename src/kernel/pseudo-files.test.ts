import { expect, test } from "vitest";
import { FileTree } from "./file-tree.ts";
import { layer } from "./layer.ts";
import type { Machine } from "./machine.ts";
import { MountTable } from "./mount-table.ts";
import { MountedFileSystem } from "./mounted-filesystem.ts";
import { NetworkNamespace } from "./network.ts";
import { ProcessTable } from "./process-table.ts";
import { initLayer, mountPseudoFiles } from "./pseudo-files.ts";
import { Random } from "./random.ts";
import { nothing } from "./stream.ts";
import { VirtualClock } from "./virtual-clock.ts";

function machine(container?: string) {
  const clock = new VirtualClock(60_000);
  const tree = new FileTree([initLayer, layer({ "/etc/hosts": "own" })], clock);
  const mounts = new MountTable(tree, { source: "overlay", type: "overlay" });
  const files = new MountedFileSystem(mounts);
  const router = {
    interfaces: () => [{ name: "eth0", address: "172.17.0.2", prefix: 16, mac: "02:42:ac:11:00:02" }],
    resolve: () => [],
    route: () => {
      throw new Error("no way");
    },
  };
  const made: Machine = {
    ...{ host: "manager1", hostname: "caja", clock, random: Random.seeded(1), files },
    ...(container === undefined ? {} : { container }),
    network: new NetworkNamespace(router),
    processes: new ProcessTable(1),
    program: async () => undefined,
  };
  mountPseudoFiles(mounts, made, 0);
  return { machine: made, files, mounts, tree, clock };
}

test("/proc shows the processes there are and how long the computer runs", async () => {
  const { machine: box, files, clock } = machine();
  expect(files.readdir("/proc")).not.toContain("1");
  const streams = { stdin: nothing, stdout: nothing, stderr: nothing };
  const child = box.processes.start(box, (process) => process.sleep(5000).then(() => 0), {
    args: ["/bin/sleep", "5"],
    ...streams,
  });
  expect(files.readFile("/proc/1/cmdline")).toBe("/bin/sleep\x005\0");
  expect(files.readFile("/proc/1/comm")).toBe("sleep\n");
  expect(files.readFile("/proc/uptime")).toMatch(/^60\.00 /);
  expect(files.readFile("/proc/sys/kernel/hostname")).toBe("caja\n");
  await clock.settle(child.exited);
  expect(files.readdir("/proc")).not.toContain("1");
});

test("the devices everyone uses", () => {
  const { files } = machine();
  files.writeFile("/dev/null", "gone");
  expect(files.readFile("/dev/null")).toBe("");
  expect(files.readFile("/dev/zero").slice(0, 3)).toBe("\0\0\0");
  expect(files.readFile("/dev/urandom")).not.toBe(files.readFile("/dev/urandom"));
  files.writeFile("/dev/shm/x", "x");
  expect(files.stat("/dev/null").kind).toBe("character-device");
});

test("none of it is a change of the machine's tree", () => {
  const { tree, files, mounts } = machine("abc");
  files.writeFile("/dev/shm/x", "x");
  expect(tree.changes()).toEqual([]);
  expect(mounts.list().map(({ path }) => path)).toEqual(["/", "/proc", "/dev", "/dev/shm", "/sys"]);
  expect(files.readFile("/proc/mounts")).toContain("proc /proc proc rw,nosuid,nodev,noexec,relatime 0 0\n");
  expect(files.readFile("/sys/class/net/eth0/address")).toBe("02:42:ac:11:00:02\n");
});
