import { describe, expect, test } from "vitest";
import { FileTree } from "./file-tree.ts";
import type { Credentials } from "./filesystem.ts";
import { device, directory, file, type Layer, layer, link, liveDirectory, synthetic } from "./layer.ts";
import { MountTable } from "./mount-table.ts";
import { MountedFileSystem } from "./mounted-filesystem.ts";

const clock = { now: () => 1000 };
const ANA: Credentials = { uid: 1000, gid: 1000, groups: [50] };

const tree = (...lowers: Layer[]) => new FileTree(lowers, clock);
const filesOf = (...lowers: Layer[]) => new MountedFileSystem(tree(...lowers));

const code = (action: () => unknown): string => {
  try {
    action();
    return "none";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
};

const home = layer({
  "/home/ana/notes": file("n\n", { uid: 1000, gid: 1000, mode: 0o640 }),
  "/home/ana": directory({ uid: 1000, gid: 1000, mode: 0o750 }),
  "/etc/passwd": "p\n",
  "/etc/shadow": file("s\n", { gid: 42, mode: 0o640 }),
  "/srv/shared": directory({ gid: 50, mode: 0o2775 }),
  "/tmp": directory({ mode: 0o1777 }),
  "/usr/bin/tool": file("t", { mode: 0o755 }),
  "/bin": link("usr/bin"),
});

describe("paths", () => {
  test("dots, double slashes and links on the way", () => {
    const files = filesOf(home);
    expect(files.readFile("/etc/../etc//./passwd")).toBe("p\n");
    expect(files.readFile("/../../etc/passwd")).toBe("p\n");
    expect(files.realpath("/bin/tool")).toBe("/usr/bin/tool");
    expect(files.realpath("/bin/..")).toBe("/usr");
    files.symlink("/etc", "/tmp/abs");
    files.symlink("../home/./ana/notes", "/tmp/rel");
    expect(files.readFile("/tmp/abs/passwd")).toBe("p\n");
    expect(files.readFile("/tmp/rel")).toBe("n\n");
    expect(files.lstat("/tmp/rel")).toMatchObject({ kind: "symlink", target: "../home/./ana/notes", size: 19 });
  });

  test("what is wrong with one", () => {
    const files = filesOf(home);
    files.symlink("loop", "/tmp/loop");
    expect(code(() => files.stat("/nosuch/x"))).toBe("ENOENT");
    expect(code(() => files.stat("/etc/passwd/x"))).toBe("ENOTDIR");
    expect(code(() => files.stat("/etc/passwd/"))).toBe("ENOTDIR");
    expect(code(() => files.stat("/tmp/loop"))).toBe("ELOOP");
    expect(code(() => files.readlink("/etc"))).toBe("EINVAL");
    expect(files.exists("/tmp/loop")).toBe(false);
  });

  test("writing through a link to nowhere makes the file", () => {
    const files = filesOf(home);
    files.symlink("/srv/made", "/tmp/to");
    files.writeFile("/tmp/to", "x");
    expect(files.readFile("/srv/made")).toBe("x");
  });
});

describe("changes", () => {
  test("appending, replacing, deleting", () => {
    const files = filesOf(home);
    files.writeFile("/a", "1\n");
    files.writeFile("/a", "2\n", { append: true });
    expect(files.readFile("/a")).toBe("1\n2\n");
    files.writeFile("/a", "3\n");
    expect(files.readFile("/a")).toBe("3\n");
    files.unlink("/a");
    expect(files.exists("/a")).toBe(false);
  });

  test("what Linux refuses", () => {
    const files = filesOf(home);
    expect(code(() => files.readFile("/etc"))).toBe("EISDIR");
    expect(code(() => files.writeFile("/etc", ""))).toBe("EISDIR");
    expect(code(() => files.mkdir("/etc"))).toBe("EEXIST");
    expect(code(() => files.mkdir("/x/y"))).toBe("ENOENT");
    expect(code(() => files.rmdir("/etc"))).toBe("ENOTEMPTY");
    expect(code(() => files.rmdir("/etc/passwd"))).toBe("ENOTDIR");
    expect(code(() => files.unlink("/etc"))).toBe("EISDIR");
    expect(code(() => files.readdir("/etc/passwd"))).toBe("ENOTDIR");
    expect(code(() => files.rename("/etc", "/etc/inside"))).toBe("EINVAL");
    expect(code(() => files.rename("/etc/passwd", "/tmp"))).toBe("EISDIR");
    expect(code(() => files.rename("/tmp", "/etc/passwd"))).toBe("ENOTDIR");
    expect(code(() => files.rename("/tmp", "/etc"))).toBe("ENOTEMPTY");
    expect(code(() => files.link("/etc", "/x"))).toBe("EPERM");
    expect(code(() => files.symlink("x", "/etc"))).toBe("EEXIST");
    expect(code(() => files.rmdir("/"))).toBe("EBUSY");
  });

  test("mkdir -p makes what is missing and minds nothing that is there", () => {
    const files = filesOf(home);
    files.mkdir("/var/lib/x/", { recursive: true });
    files.mkdir("/var/lib/x", { recursive: true });
    files.mkdir("/bin/deep", { recursive: true });
    expect(files.stat("/usr/bin/deep").kind).toBe("directory");
    expect(code(() => files.mkdir("/etc/passwd/x", { recursive: true }))).toBe("ENOTDIR");
    expect(code(() => files.mkdir("/etc/passwd", { recursive: true }))).toBe("EEXIST");
  });

  test("rename replaces a file, and an empty directory", () => {
    const files = filesOf(home);
    files.writeFile("/a", "a");
    files.rename("/a", "/etc/passwd");
    expect(files.readFile("/etc/passwd")).toBe("a");
    files.mkdir("/d");
    files.mkdir("/e");
    files.writeFile("/d/x", "x");
    files.rename("/d", "/e");
    expect(files.readFile("/e/x")).toBe("x");
    expect(files.exists("/d")).toBe(false);
  });
});

describe("another user", () => {
  test("reads what owner, group and others may", () => {
    const files = filesOf(home).as(ANA);
    expect(files.readFile("/home/ana/notes")).toBe("n\n");
    expect(code(() => files.readFile("/etc/shadow"))).toBe("EACCES");
    expect(files.as({ uid: 5, gid: 42, groups: [] }).readFile("/etc/shadow")).toBe("s\n");
    expect(code(() => files.as({ uid: 5, gid: 5, groups: [] }).stat("/home/ana/notes"))).toBe("EACCES");
    expect(code(() => files.writeFile("/etc/passwd", ""))).toBe("EACCES");
    expect(code(() => files.writeFile("/etc/new", ""))).toBe("EACCES");
    expect(files.allows("/etc/passwd", 4)).toBe(true);
    expect(files.allows("/etc/passwd", 6)).toBe(false);
    expect(files.allows("/usr/bin/tool", 1)).toBe(true);
  });

  test("makes files of their own, and of the group's in a setgid directory", () => {
    const files = filesOf(home).as(ANA);
    files.writeFile("/home/ana/x", "x");
    expect(files.stat("/home/ana/x")).toMatchObject({ uid: 1000, gid: 1000 });
    files.mkdir("/srv/shared/d");
    expect(files.stat("/srv/shared/d")).toMatchObject({ uid: 1000, gid: 50, mode: 0o2755 });
  });

  test("changes modes and owners only of their own", () => {
    const files = filesOf(home).as(ANA);
    expect(code(() => files.chmod("/etc/passwd", 0o777))).toBe("EPERM");
    files.chmod("/home/ana/notes", 0o600);
    expect(code(() => files.chown("/home/ana/notes", 0, 0))).toBe("EPERM");
    files.chown("/home/ana/notes", 1000, 50);
    expect(files.stat("/home/ana/notes").gid).toBe(50);
  });

  test("in /tmp nobody deletes another's files", () => {
    const root = filesOf(home);
    root.writeFile("/tmp/roots", "");
    const files = root.as(ANA);
    files.writeFile("/tmp/anas", "");
    expect(code(() => files.unlink("/tmp/roots"))).toBe("EPERM");
    files.unlink("/tmp/anas");
  });

  test("root runs only what somebody may run", () => {
    const files = filesOf(home);
    expect(files.allows("/etc/passwd", 7)).toBe(false);
    expect(files.allows("/etc/passwd", 6)).toBe(true);
    expect(files.allows("/usr/bin/tool", 1)).toBe(true);
  });
});

describe("mounts", () => {
  const TMPFS = { source: "tmpfs", type: "tmpfs" };

  function pair() {
    const host = new MountedFileSystem(tree(home));
    const box = new MountTable(tree(layer({ "/etc/hosts": "old", "/data/seed": "s", "/proc": directory() })), {
      source: "overlay",
      type: "overlay",
    });
    return { host, box, files: new MountedFileSystem(box) };
  }

  test("a bound directory is the same files seen twice", () => {
    const { host, box, files } = pair();
    box.bind("/data", host.mounts, "/home/ana");
    expect(files.readdir("/data")).toEqual(["notes"]);
    files.writeFile("/data/new", "from the box");
    expect(host.readFile("/home/ana/new")).toBe("from the box");
    host.unlink("/home/ana/notes");
    expect(files.readdir("/data")).toEqual(["new"]);
    expect(files.realpath("/data/../data/new")).toBe("/data/new");
    box.unmount("/data");
    expect(files.readdir("/data")).toEqual(["seed"]);
  });

  test("a bound file stays the file it was when another takes its name", () => {
    const { host, box, files } = pair();
    box.bind("/etc/hosts", host.mounts, "/etc/passwd");
    host.writeFile("/etc/passwd", "edited");
    expect(files.readFile("/etc/hosts")).toBe("edited");
    host.writeFile("/etc/passwd.new", "replaced");
    host.rename("/etc/passwd.new", "/etc/passwd");
    expect(files.readFile("/etc/hosts")).toBe("edited");
    expect(code(() => files.unlink("/etc/hosts"))).toBe("EBUSY");
    expect(code(() => files.rename("/etc/hosts", "/etc/x"))).toBe("EBUSY");
    expect(code(() => box.bind("/etc", host.mounts, "/etc/passwd"))).toBe("ENOTDIR");
  });

  test("a tree of its own: a volume, a tmpfs", () => {
    const { box, files } = pair();
    const volume = tree();
    box.mount("/data", volume, TMPFS);
    files.writeFile("/data/x", "x");
    expect(new MountedFileSystem(volume).readFile("/x")).toBe("x");
    expect(code(() => files.rename("/data/x", "/x"))).toBe("EXDEV");
    expect(code(() => files.link("/data/x", "/x"))).toBe("EXDEV");
    expect(code(() => files.rmdir("/data"))).toBe("EBUSY");
    expect(code(() => files.remove("/data"))).toBe("EBUSY");
    expect(box.list().map(({ path, type }) => `${path} ${type}`)).toEqual(["/ overlay", "/data tmpfs"]);
  });

  test("the last mount on a path is seen, and under it the one before", () => {
    const { box, files } = pair();
    box.mount("/data", tree(layer({ "/first": "" })), TMPFS);
    box.mount("/data", tree(layer({ "/second": "", "/sub": directory() })), TMPFS);
    box.mount("/data/sub", tree(), TMPFS);
    expect(files.readdir("/data")).toEqual(["second", "sub"]);
    expect(code(() => box.unmount("/data"))).toBe("EBUSY");
    box.unmount("/data/sub");
    box.unmount("/data");
    expect(files.readdir("/data")).toEqual(["first"]);
    expect(code(() => box.unmount("/etc"))).toBe("EINVAL");
    expect(code(() => box.unmount("/"))).toBe("EBUSY");
  });

  test("read-only ones refuse every change", () => {
    const { host, box, files } = pair();
    box.bind("/data", host.mounts, "/home/ana", { readOnly: true });
    const refused = [
      () => files.writeFile("/data/notes", ""),
      () => files.writeFile("/data/new", ""),
      () => files.mkdir("/data/d"),
      () => files.unlink("/data/notes"),
      () => files.chmod("/data/notes", 0o777),
      () => files.touch("/data/notes", 0),
      () => files.symlink("x", "/data/l"),
    ];
    expect(refused.map(code)).toEqual(refused.map(() => "EROFS"));
    expect(files.readFile("/data/notes")).toBe("n\n");
    expect(files.allows("/data/notes", 2)).toBe(false);
    host.writeFile("/home/ana/notes", "still");
    expect(files.readFile("/data/notes")).toBe("still");
  });

  test("a bind brings along what is mounted below", () => {
    const { host, box, files } = pair();
    host.mounts.mount("/home/ana", tree(layer({ "/inner": "i" })), TMPFS);
    box.bind("/data", host.mounts, "/home");
    expect(files.readFile("/data/ana/inner")).toBe("i");
    box.unmount("/data/ana");
    box.unmount("/data");
    box.bind("/data", host.mounts, "/");
    expect(files.readFile("/data/home/ana/inner")).toBe("i");
  });

  test("a directory in memory is as big as the names in it", () => {
    const { host } = pair();
    host.mounts.mount("/home/ana", tree(layer({ "/inner": "i" })), TMPFS);
    expect([host.stat("/home").size, host.stat("/home/ana").size]).toEqual([4096, 60]);
    host.writeFile("/home/ana/otro", "");
    expect(host.stat("/home/ana").size).toBe(80);
  });

  test("changes under a mount are not the tree's", () => {
    const lower = layer({ "/data": directory() });
    const own = tree(lower);
    const box = new MountTable(own, TMPFS);
    box.mount("/data", tree(), TMPFS);
    new MountedFileSystem(box).writeFile("/data/x", "x");
    expect(own.changes()).toEqual([]);
  });
});

describe("files that are made when read", () => {
  let written = "";
  let pids = ["1"];
  const files = filesOf(
    layer({
      "/dev/thing": device({
        read: () => "zz",
        write: (text) => {
          written += text;
        },
      }),
      "/proc": liveDirectory(() => ({
        uptime: synthetic(() => `${pids.length}\n`),
        ...Object.fromEntries(pids.map((pid) => [pid, directory()])),
      })),
    }),
  );

  test("devices take what is written", () => {
    files.writeFile("/dev/thing", "a");
    files.writeFile("/dev/thing", "b", { append: true });
    expect(written).toBe("ab");
    expect(files.readFile("/dev/thing")).toBe("zz");
    expect(files.stat("/dev/thing")).toMatchObject({ kind: "character-device", size: 0 });
  });

  test("a live directory is always as things are now", () => {
    expect(files.readdir("/proc")).toEqual(["1", "uptime"]);
    pids = ["1", "7"];
    expect(files.readdir("/proc")).toEqual(["1", "7", "uptime"]);
    expect(files.readFile("/proc/uptime")).toBe("2\n");
    expect(code(() => files.writeFile("/proc/new", ""))).toBe("ENOENT");
    expect(code(() => files.writeFile("/proc/uptime", ""))).toBe("EACCES");
    expect(code(() => files.rmdir("/proc/7"))).toBe("EPERM");
  });
});
