import { describe, expect, test } from "vitest";
import { copyFiles } from "./copy-files.ts";
import { FileTree } from "./file-tree.ts";
import { binary, directory, file, type Layer, layer, layerSize, link } from "./layer.ts";
import { MountedFileSystem } from "./mounted-filesystem.ts";
import { layerFromState, type TreeState } from "./tree-state.ts";

const clock = { now: () => 1000 };

const base = layer(
  {
    "/bin/ls": binary("ls", 140_000),
    "/bin/sh": link("busybox"),
    "/etc/hostname": "caja\n",
    "/etc/conf.d/a": "a\n",
    "/etc/conf.d/b": "b\n",
    "/root": directory({ mode: 0o700 }),
    "/tmp": directory({ mode: 0o1777 }),
  },
  500,
);

/** A tree over layers, its files, and what comes back from its JSON. */
function open(lowers: readonly Layer[] = [base], state?: TreeState) {
  const tree = FileTree.from(lowers, state, clock);
  const files = new MountedFileSystem(tree);
  const reopened = () => open(lowers, JSON.parse(JSON.stringify(tree)));
  const changes = () => tree.changes().map(({ kind, path }) => `${kind} ${path}`);
  return { tree, files, reopened, changes };
}

describe("a tree over layers", () => {
  test("shows what they hold", () => {
    const { files } = open();
    expect(files.readdir("/")).toEqual(["bin", "etc", "root", "tmp"]);
    expect(files.readFile("/etc/hostname")).toBe("caja\n");
    expect(files.stat("/bin/ls")).toMatchObject({
      kind: "file",
      mode: 0o755,
      program: "ls",
      size: 140_000,
      mtime: 500,
    });
    expect(files.readlink("/bin/sh")).toBe("busybox");
    expect(files.stat("/tmp").mode).toBe(0o1777);
  });

  test("costs nothing until it is changed", () => {
    const { tree, files, changes } = open();
    files.readdir("/etc");
    files.stat("/etc/conf.d/a");
    expect(JSON.stringify(tree)).toBe("{}");
    expect(changes()).toEqual([]);
    expect(tree.size()).toBe(0);
  });

  test("an upper layer hides, replaces and merges with what is below", () => {
    const above = open();
    above.files.unlink("/etc/conf.d/a");
    above.files.writeFile("/etc/conf.d/c", "c\n");
    above.files.remove("/root");
    above.files.mkdir("/root");
    above.files.writeFile("/root/new", "");
    const { files } = open([layerFromState(above.tree.layerState()), base]);
    expect(files.readdir("/etc/conf.d")).toEqual(["b", "c"]);
    expect(files.readdir("/etc")).toEqual(["conf.d", "hostname"]);
    expect(files.readdir("/root")).toEqual(["new"]);
    expect(files.exists("/etc/conf.d/a")).toBe(false);
  });

  test("a layer's own parents do not change those below", () => {
    const { files } = open([layer({ "/tmp/x": "x", "/root/y": "y" }, 900), base]);
    expect(files.stat("/tmp")).toMatchObject({ mode: 0o1777, mtime: 500 });
    expect(files.stat("/root").mode).toBe(0o700);
  });

  test("lazy content is made when it is read", () => {
    let made = 0;
    const lazy = layer({
      "/big": file(() => {
        made++;
        return "big";
      }),
    });
    const { files } = open([lazy]);
    files.readdir("/");
    expect(made).toBe(0);
    expect(files.readFile("/big")).toBe("big");
    expect(made).toBe(1);
  });

  test("a file from a layer that takes a child's place is no directory any more", () => {
    const { files } = open([layer({ "/etc": "not a directory" }), base]);
    expect(files.readFile("/etc")).toBe("not a directory");
    expect(() => files.readdir("/etc/conf.d")).toThrow("Not a directory");
  });
});

describe("what docker diff tells", () => {
  test("a new file at the root", () => {
    const { files, changes } = open();
    files.writeFile("/saludo", "hola\n");
    expect(changes()).toEqual(["A /saludo"]);
  });

  test("changed files change their folders", () => {
    const { files, changes } = open();
    files.writeFile("/etc/conf.d/a", "new\n");
    files.mkdir("/srv");
    files.writeFile("/srv/page", "x");
    files.unlink("/bin/sh");
    expect(changes()).toEqual([
      "C /bin",
      "D /bin/sh",
      "C /etc",
      "C /etc/conf.d",
      "C /etc/conf.d/a",
      "A /srv",
      "A /srv/page",
    ]);
  });

  test("a new mode is a change; a file that came and went leaves its folder changed", () => {
    const { files, changes } = open();
    files.chmod("/etc/hostname", 0o600);
    files.writeFile("/tmp/x", "");
    files.unlink("/tmp/x");
    expect(changes()).toEqual(["C /etc", "C /etc/hostname", "C /tmp"]);
  });

  test("a deleted folder is one deletion", () => {
    const { files, changes } = open();
    files.remove("/etc/conf.d");
    expect(changes()).toEqual(["C /etc", "D /etc/conf.d"]);
  });

  test("a folder that was moved is deleted here and added there, with all it holds", () => {
    const { files, changes } = open();
    files.rename("/etc/conf.d", "/srv");
    expect(changes()).toEqual(["C /etc", "D /etc/conf.d", "A /srv", "A /srv/a", "A /srv/b"]);
  });

  test("a folder that was made anew hides what the old one held", () => {
    const { files, changes } = open();
    files.remove("/etc/conf.d");
    files.mkdir("/etc/conf.d");
    files.writeFile("/etc/conf.d/b", "other\n");
    expect(changes()).toEqual(["C /etc", "C /etc/conf.d", "D /etc/conf.d/a", "C /etc/conf.d/b"]);
  });
});

describe("saved and read back", () => {
  test("everything a file can be", () => {
    const { files, reopened } = open();
    files.writeFile("/etc/hostname", "otra\n");
    files.chown("/etc/hostname", 10, 20);
    files.writeFile("/bin/tool", "", { program: "tool", size: 5000, mode: 0o755 });
    files.symlink("tool", "/bin/alias");
    files.mkdir("/a/b", { recursive: true });
    files.writeFile("/a/b/raw", "\x00\udcff\n");
    files.unlink("/bin/sh");
    files.touch("/a/b/raw", 42);
    const after = reopened();
    expect(after.files.stat("/etc/hostname")).toMatchObject({ uid: 10, gid: 20, mtime: 1000, size: 5 });
    expect(after.files.stat("/bin/alias")).toMatchObject({ program: "tool", size: 5000, mode: 0o755 });
    expect(after.files.readFile("/a/b/raw")).toBe("\x00\udcff\n");
    expect(after.files.stat("/a/b/raw").mtime).toBe(42);
    expect(after.files.exists("/bin/sh")).toBe(false);
    expect(after.changes()).toEqual([
      "A /a",
      "A /a/b",
      "A /a/b/raw",
      "C /bin",
      "A /bin/alias",
      "D /bin/sh",
      "A /bin/tool",
      "C /etc",
      "C /etc/hostname",
    ]);
    expect(after.tree.toJSON()).toEqual(JSON.parse(JSON.stringify(after.reopened().tree)));
  });

  test("a new mode does not carry the content along", () => {
    const { tree, files, reopened } = open();
    files.chmod("/etc/hostname", 0o600);
    expect(JSON.stringify(tree)).not.toContain("caja");
    const after = reopened();
    expect(after.files.stat("/etc/hostname").mode).toBe(0o600);
    expect(after.files.readFile("/etc/hostname")).toBe("caja\n");
    expect(JSON.stringify(after.tree)).not.toContain("caja");
  });

  test("a layer of it does carry it", () => {
    const { tree, files } = open();
    files.chmod("/etc/hostname", 0o600);
    const made = layerFromState(JSON.parse(JSON.stringify(tree.layerState())));
    expect(layerSize(made)).toBe(5);
    expect(open([made]).files.readFile("/etc/hostname")).toBe("caja\n");
  });

  test("two names of a file stay one file", () => {
    const { files, reopened } = open();
    files.link("/etc/hostname", "/srv");
    files.writeFile("/one", "1");
    files.link("/one", "/two");
    const after = reopened();
    after.files.writeFile("/srv", "changed");
    after.files.writeFile("/two", "2");
    expect(after.files.readFile("/etc/hostname")).toBe("changed");
    expect(after.files.readFile("/one")).toBe("2");
    expect(after.files.stat("/one")).toMatchObject({ links: 2, inode: after.files.stat("/two").inode });
    after.files.unlink("/two");
    expect(after.files.stat("/one").links).toBe(1);
  });

  test("names that are numbers or JavaScript's own", () => {
    const { files, reopened } = open();
    for (const name of ["10", "9", "__proto__", "constructor"]) files.writeFile(`/${name}`, name);
    const after = reopened();
    expect(after.files.readFile("/__proto__")).toBe("__proto__");
    expect(after.files.readdir("/")).toEqual(["10", "9", "__proto__", "bin", "constructor", "etc", "root", "tmp"]);
  });

  test("a moved folder", () => {
    const { files, reopened } = open();
    files.rename("/etc/conf.d", "/etc/other");
    files.writeFile("/etc/other/a", "changed\n");
    const after = reopened();
    expect(after.files.readdir("/etc")).toEqual(["hostname", "other"]);
    expect(after.files.readFile("/etc/other/a")).toBe("changed\n");
    expect(after.files.readFile("/etc/other/b")).toBe("b\n");
  });
});

test("its size is that of the files written", () => {
  const { tree, files } = open();
  files.writeFile("/a", "12345");
  files.link("/a", "/b");
  files.writeFile("/etc/hostname", "123");
  expect(tree.size()).toBe(8);
  expect(layerSize(base)).toBe(140_000 + 5 + 2 + 2);
});

test("every change shows in the revision", () => {
  const { tree, files } = open();
  const before = tree.revision;
  files.readFile("/etc/hostname");
  expect(tree.revision).toBe(before);
  files.chmod("/tmp", 0o755);
  expect(tree.revision).toBeGreaterThan(before);
});

test("files are copied from tree to tree with their modes, links and binaries", () => {
  const from = open().files;
  const { files } = open([]);
  copyFiles(from, "/", files, "/", { times: true });
  expect(files.readdir("/bin")).toEqual(["ls", "sh"]);
  expect(files.stat("/bin/ls")).toMatchObject({ program: "ls", size: 140_000, mode: 0o755, mtime: 500 });
  expect(files.readlink("/bin/sh")).toBe("busybox");
  copyFiles(from, "/etc", files, "/mine", { owner: { uid: 7, gid: 8 } });
  expect(files.stat("/mine/conf.d/a")).toMatchObject({ uid: 7, gid: 8, mtime: 1000 });
});
