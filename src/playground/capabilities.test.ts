import { beforeAll, describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

describe("what a container's root may do", () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output.trimEnd();
  const inside = (flags: string, script: string) => run(`docker run --rm ${flags} alpine sh -c '${script}'`);

  beforeAll(async () => {
    await run("docker pull -q alpine");
  });

  it("is told by /proc, as masks of capabilities", async () => {
    const mask = async (flags: string) => (await inside(flags, "grep CapEff /proc/self/status")).split("\t")[1];
    expect(await mask("")).toBe("00000000a80425fb");
    expect(await mask("--privileged")).toBe("000001ffffffffff");
    expect(await mask("--cap-drop ALL --cap-add CHOWN")).toBe("0000000000000001");
    expect(await mask("-u 1000")).toBe("0000000000000000");
    expect(await inside("-u 1000", "grep CapBnd /proc/self/status")).toBe("CapBnd:\t00000000a80425fb");
    expect(await inside("--security-opt no-new-privileges", "grep NoNewPrivs /proc/self/status")).toBe(
      "NoNewPrivs:\t1",
    );
  });

  it("without CHOWN gives no file away, without DAC_OVERRIDE obeys modes", async () => {
    expect(await inside("--cap-drop CHOWN", "chown nobody /etc/hosts")).toBe(
      "chown: /etc/hosts: Operation not permitted",
    );
    expect(await inside("", "chown nobody /etc/hosts && stat -c %U /etc/hosts")).toBe("nobody");
    expect(await inside("--cap-drop DAC_OVERRIDE", "touch f; chmod 000 f; cat f")).toBe(
      "cat: can't open 'f': Permission denied",
    );
    expect(await inside("", "echo hola > f; chmod 000 f; cat f")).toBe("hola");
  });

  it("mounts and names the machine with SYS_ADMIN only", async () => {
    const mount = "mount -t tmpfs -o size=1m tmpfs /mnt && mount | grep mnt";
    expect(await inside("", mount)).toBe("mount: permission denied (are you root?)");
    expect(await inside("--cap-add SYS_ADMIN", mount)).toBe("tmpfs on /mnt type tmpfs (rw,relatime,size=1024k)");
    expect(await inside("--privileged", "umount /etc/hosts && cat /etc/hosts")).toBe("");
    expect(await inside("", "umount /etc/hosts")).toBe("umount: can't unmount /etc/hosts: Operation not permitted");
    expect(await inside("", "hostname otro")).toBe("hostname: sethostname: Operation not permitted");
    expect(await inside("--privileged", "hostname otro; hostname")).toBe("otro");
  });

  it("sees the kernel's settings as --sysctl has them, and changes them only with all privileges", async () => {
    const somaxconn = "cat /proc/sys/net/core/somaxconn";
    expect(await inside("", somaxconn)).toBe("4096");
    expect(await inside("--sysctl net.core.somaxconn=1024", somaxconn)).toBe("1024");
    expect(await inside("--sysctl net.ipv4.ip_forward=0", "sysctl net.ipv4.ip_forward")).toBe(
      "net.ipv4.ip_forward = 0",
    );
    expect(await inside("", "sysctl -n net.ipv4.ip_unprivileged_port_start")).toBe("0");
    expect(await inside("", "echo 0 > /proc/sys/net/ipv4/ip_forward")).toContain("Read-only file system");
    expect(await inside("", "sysctl -w net.ipv4.ip_forward=0")).toBe(
      "sysctl: error setting key 'net.ipv4.ip_forward': Read-only file system",
    );
    expect(await inside("--privileged", "echo 0 > /proc/sys/net/ipv4/ip_forward && sysctl net.ipv4.ip_forward")).toBe(
      "net.ipv4.ip_forward = 0",
    );
    expect(await inside("", "sysctl net.ipv4.ip_forward")).toBe("net.ipv4.ip_forward = 1");
    // What is of no namespace is the host's own.
    expect(await inside("--privileged", "sysctl -w vm.max_map_count=262144")).toBe("vm.max_map_count = 262144");
    expect(await run("sysctl vm.max_map_count")).toBe("vm.max_map_count = 262144");
  });

  it("cannot set what the kernel does not have, or what the host shares", async () => {
    expect(await inside("--sysctl net.nada=1", "true")).toContain("open sysctl net.nada file: unsafe procfs detected");
    expect(await inside("--network host --sysctl net.core.somaxconn=1024", "true")).toContain(
      'sysctl "net.core.somaxconn" not allowed in host network namespace',
    );
  });
});
