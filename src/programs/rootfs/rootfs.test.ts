import { expect, test } from "vitest";
import { FileTree } from "../../kernel/file-tree.ts";
import type { Layer } from "../../kernel/layer.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import { alpine } from "./alpine.ts";
import { busyboxImage } from "./busybox.ts";
import { centos } from "./centos.ts";
import { buildpackTools, debian } from "./debian.ts";
import { debianHost } from "./debian-host.ts";
import { logstash } from "./logstash.ts";
import { nginx } from "./nginx.ts";
import { postgres } from "./postgres.ts";

const open = (...layers: Layer[]) => new MountedFileSystem(new FileTree(layers, { now: () => 0 }));

test("a host is a Debian with Docker", () => {
  const files = open(debianHost("manager1"));
  expect(files.readFile("/etc/hostname")).toBe("manager1\n");
  expect(files.stat("/bin/ls").program).toBe("ls");
  expect(files.stat("/bin/sh").program).toBe("dash");
  expect(files.stat("/usr/bin/docker").program).toBe("docker");
  expect(files.stat("/var/run/docker.sock")).toMatchObject({ kind: "socket", socket: "docker", mode: 0o660 });
  expect(files.readdir("/root/curso")).toEqual([]);
  expect(files.readFile("/etc/os-release")).toContain('PRETTY_NAME="Debian GNU/Linux forky/sid"\n');
  expect(files.readFile("/etc/group")).toMatch(/^docker:x:989:$/m);
  expect(files.readdir("/")).toEqual(
    "bin boot dev etc home lib lib64 media mnt opt proc root run sbin srv sys tmp usr var".split(" "),
  );
});

test("hosts differ in their names", () => {
  const id = (name: string) => open(debianHost(name)).readFile("/etc/machine-id");
  expect(id("manager1")).toMatch(/^[0-9a-f]{32}\n$/);
  expect(id("manager1")).not.toBe(id("worker1"));
});

test("Alpine has busybox for everything, but neither bash nor curl", () => {
  const files = open(alpine("3.24.2"));
  expect(files.readdir("/")).toEqual(
    "bin dev etc home lib media mnt opt proc root run sbin srv sys tmp usr var".split(" "),
  );
  for (const path of ["/bin/sh", "/bin/ls", "/usr/bin/wget", "/usr/bin/vi", "/sbin/ip"])
    expect(files.stat(path).program).toBe("busybox");
  expect(files.readlink("/bin/ls")).toBe("/bin/busybox");
  expect(files.exists("/bin/bash")).toBe(false);
  expect(files.exists("/usr/bin/curl")).toBe(false);
  expect(files.readFile("/etc/alpine-release")).toBe("3.24.2\n");
});

test("an image that adds a user has it, beside its distribution's", () => {
  const userIn = (...layers: Layer[]) =>
    open(...layers)
      .readFile("/etc/passwd")
      .trimEnd()
      .split("\n")
      .at(-1);
  expect(userIn(nginx("1.31.6", "trixie", 0), debian("trixie"))).toBe(
    "nginx:x:101:101:nginx user:/nonexistent:/bin/false",
  );
  expect(userIn(nginx("1.31.6", "alpine", 0), alpine("3.24.2"))).toMatch(/^nginx:x:101:101:.*:\/sbin\/nologin$/);
  expect(userIn(postgres("18.6", "alpine", 0), alpine("3.24.2"))).toMatch(/^postgres:x:70:70:/);
  const files = open(postgres("18.6", "trixie", 0), debian("trixie"));
  expect(files.readFile("/etc/group")).toMatch(/^postgres:x:999:$/m);
  expect(files.readFile("/etc/group")).toMatch(/^www-data:x:33:$/m);
  expect(files.readFile("/etc/shadow")).toMatch(/^postgres:\*:/m);
});

test("Debian's images have bash, but no ps, curl or ping until something adds them", () => {
  const files = open(debian("trixie"));
  expect(files.stat("/bin/bash").program).toBe("bash");
  for (const name of ["ps", "curl", "ping", "vi", "less"]) expect(files.exists(`/usr/bin/${name}`)).toBe(false);
  expect(open(buildpackTools(), debian("trixie")).stat("/usr/bin/curl").program).toBe("curl");
  expect(open(debian("noble")).readFile("/etc/os-release")).toContain('VERSION="24.04 LTS (Noble Numbat)"\n');
  expect(open(debian("jammy")).readFile("/etc/lsb-release")).toContain(
    "DISTRIB_RELEASE=22.04\nDISTRIB_CODENAME=jammy\n",
  );
  expect(open(debian("trixie")).exists("/etc/lsb-release")).toBe(false);
});

test("Elastic's image stands on CentOS 7: bash is its sh, and curl is there", () => {
  const files = open(logstash(0), centos(0));
  expect(files.readlink("/usr/bin/sh")).toBe("bash");
  expect(files.stat("/bin/sh").program).toBe("bash");
  for (const name of ["curl", "which"]) expect(files.stat(`/usr/bin/${name}`).program).toBe(name);
  expect(files.readFile("/etc/redhat-release")).toBe("CentOS Linux release 7.4.1708 (Core)\n");
  expect(files.readFile("/etc/passwd")).toContain("logstash:x:1000");
});

test("busybox keeps all in /bin", () => {
  const files = open(busyboxImage());
  expect(files.readdir("/")).toEqual("bin dev etc home lib lib64 root tmp usr var".split(" "));
  expect(files.stat("/bin/sh").program).toBe("busybox");
});
