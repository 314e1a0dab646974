import { describe, expect, test } from "vitest";
import { FileTree } from "../../kernel/file-tree.ts";
import { binary, directory, layer, link } from "../../kernel/layer.ts";
import { MountTable } from "../../kernel/mount-table.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import { readTar, writeTar } from "../../kernel/tar.ts";
import { layerFromState } from "../../kernel/tree-state.ts";
import { archiveEntries, packLayer, stateFromArchive, unpackedBytes } from "./layer-archive.ts";

const clock = { now: () => 1_700_000_000_000 };
const base = layer({
  "/bin/ls": binary("ls", 140_000),
  "/etc/motd": "hola\n",
  "/etc/old/a": "a\n",
  "/tmp": directory(),
});

function changed(change: (files: MountedFileSystem) => void) {
  const tree = new FileTree([base], clock);
  change(new MountedFileSystem(new MountTable(tree, { source: "overlay", type: "overlay" })));
  return tree.layerState();
}

describe("an archive carries what a layer holds", () => {
  const state = changed((files) => {
    files.mkdir("/src");
    files.writeFile("/src/main.py", "print(1)\n", { mode: 0o755 });
    files.link("/src/main.py", "/src/same.py");
    files.symlink("main.py", "/src/link");
    files.writeFile("/bin/cat", "", { program: "cat", size: 50_000, mode: 0o755 });
    files.unlink("/etc/motd");
    files.remove("/etc/old");
    files.mkdir("/etc/old");
  });

  test("and gives it back over the same layers", () => {
    const again = stateFromArchive(readTar(writeTar(archiveEntries(layerFromState(state)))));
    const tree = new FileTree([layerFromState(again), base], clock);
    const files = new MountedFileSystem(new MountTable(tree, { source: "overlay", type: "overlay" }));
    expect(files.readFile("/src/main.py")).toBe("print(1)\n");
    expect(files.stat("/src/main.py").mode).toBe(0o755);
    expect(files.readFile("/src/same.py")).toBe("print(1)\n");
    expect(files.readlink("/src/link")).toBe("main.py");
    expect(files.stat("/bin/cat")).toMatchObject({ program: "cat", size: 50_000 });
    expect(files.stat("/bin/ls").program).toBe("ls");
    expect(files.exists("/etc/motd")).toBe(false);
    expect(files.readdir("/etc/old")).toEqual([]);
  });

  test("with whiteouts as the image specification has them", () => {
    const paths = archiveEntries(layerFromState(state)).map(({ path }) => path);
    expect(paths).toContain("etc/.wh.motd");
    expect(paths).toContain("etc/old/.wh..wh..opq");
  });
});

describe("a layer takes whole blocks on disk, its directories' among them", () => {
  test.each([
    ["WORKDIR /src", layer({ "/src": directory() }), 8192],
    ["RUN mkdir data in /src", layer({ "/src/data": directory() }), 12_288],
    ["COPY a script to /", layer({ "/docker-entrypoint.sh": "#!/bin/sh\n" }), 8192],
    ["COPY busybox /bin/busybox", layer({ "/bin/busybox": binary("busybox", 2_064_000) }), 2_072_576],
    ["a symbolic link", layer({ "/bin/sh": link("busybox") }), 8192],
  ])("%s", (_, made, bytes) => expect(unpackedBytes(made)).toBe(bytes));
});

test("the same content has the same digests, other content others", async () => {
  const write = (text: string) => changed((files) => files.writeFile("/hi", text));
  const [one, again, other] = await Promise.all([write("a"), write("a"), write("b")].map(packLayer));
  expect(one).toEqual(again);
  expect(one?.diffId).toMatch(/^sha256:[a-f0-9]{64}$/);
  expect(other?.diffId).not.toBe(one?.diffId);
});
