import { describe, expect, test } from "vitest";
import type { HostConfig } from "../container/container.ts";
import { createContainer } from "../container/create.ts";
import { requireContainer } from "../container/find.ts";
import { removeContainer } from "../container/remove.ts";
import { startContainer } from "../container/start.ts";
import { stopContainer } from "../container/stop.ts";
import { waitContainer } from "../container/wait.ts";
import { testEngine } from "../testing.ts";
import { createVolume } from "./create.ts";
import { listVolumes } from "./filter.ts";
import { inspectVolume } from "./inspect.ts";
import { pruneVolumes } from "./prune.ts";
import { removeVolume } from "./remove.ts";

function lab() {
  const { engine, settle } = testEngine({ images: ["alpine", "redis"] });
  const { files } = engine.ports.host;
  const make = async (name: string, hostConfig: Partial<HostConfig> = {}, Image = "alpine", Cmd = ["sleep", "100"]) => {
    await settle(createContainer(engine, { name, config: { Image, Cmd }, hostConfig }));
    return requireContainer(engine, name);
  };
  /** Runs a command in a container to its end and gives its status. */
  const run = async (name: string, Cmd: string[], hostConfig: Partial<HostConfig> = {}) => {
    const container = await make(name, hostConfig, "alpine", Cmd);
    const { id } = container;
    await settle(startContainer(engine, id));
    return settle(waitContainer(engine, id));
  };
  const names = () => listVolumes(engine).map(({ name }) => name);
  return { engine, settle, files, make, run, names };
}

describe("bind mounts", () => {
  test("show the host's files, both ways", async () => {
    const { files, run } = lab();
    files.mkdir("/root/data");
    files.writeFile("/root/data/one", "1");
    expect(await run("lee", ["exists", "/d/one"], { Binds: ["/root/data:/d"] })).toBe(0);
    expect(await run("escribe", ["write", "/d/two", "2"], { Binds: ["/root/data:/d"] })).toBe(0);
    expect(files.readFile("/root/data/two")).toBe("2");
  });

  test("-v makes a source that is missing, --mount refuses", async () => {
    const { files, make } = lab();
    await make("uno", { Binds: ["/root/nueva:/n"] });
    expect(files.stat("/root/nueva").kind).toBe("directory");
    await expect(make("dos", { Mounts: [{ Type: "bind", Source: "/nosuch", Target: "/m" }] })).rejects.toThrow(
      'invalid mount config for type "bind": bind source path does not exist: /nosuch',
    );
  });

  test("read-only ones cannot be written", async () => {
    const { files, engine, settle, make } = lab();
    files.mkdir("/root/data");
    await make("lee", { Binds: ["/root/data:/d:ro"] });
    await settle(startContainer(engine, "lee"));
    const inside = engine.live.get(requireContainer(engine, "lee").id)?.machine.files;
    expect(() => inside?.writeFile("/d/x", "x")).toThrow("Read-only file system");
    expect(requireContainer(engine, "lee").mounts).toEqual([
      { Type: "bind", Source: "/root/data", Destination: "/d", Mode: "ro", RW: false, Propagation: "rprivate" },
    ]);
  });

  test.each([
    [["/a:/d", "/b:/d"], "Duplicate mount point: /d"],
    [["relativo/x:/x"], 'create relativo/x: "relativo/x" includes invalid characters for a local volume name'],
  ])("%j: %s", async (Binds, message) => {
    await expect(lab().make("mal", { Binds })).rejects.toThrow(message);
  });
});

describe("volumes", () => {
  test("keep what one container wrote for the next", async () => {
    const { run, names, files } = lab();
    expect(await run("uno", ["write", "/d/f", "guardado"], { Binds: ["vol1:/d"] })).toBe(0);
    expect(await run("dos", ["exists", "/d/f"], { Binds: ["vol1:/d"] })).toBe(0);
    expect(names()).toEqual(["vol1"]);
    expect(files.readFile("/var/lib/docker/volumes/vol1/_data/f")).toBe("guardado");
  });

  test("an image's VOLUME gets an anonymous one, filled from the image", async () => {
    const { make, engine } = lab();
    const { mounts } = await make("cache", {}, "redis:7");
    expect(mounts).toMatchObject([{ Type: "volume", Destination: "/data", Driver: "local", Mode: "", RW: true }]);
    const [volume] = Object.values(engine.state.volumes);
    expect(volume?.name).toMatch(/^[0-9a-f]{64}$/);
    expect(volume && inspectVolume(volume)).toMatchObject({
      Labels: { "com.docker.volume.anonymous": "" },
      Options: null,
    });
  });

  test("a volume somebody named hides the image's", async () => {
    const { make, names } = lab();
    const { mounts } = await make("cache", { Binds: ["datos:/data"] }, "redis:7");
    expect(mounts).toMatchObject([{ Name: "datos", Mode: "z" }]);
    expect(names()).toEqual(["datos"]);
  });

  test("--volumes-from takes them over, read-only when asked", async () => {
    const { make } = lab();
    await make("uno", { Binds: ["vol1:/d"] });
    const { mounts } = await make("dos", { VolumesFrom: ["uno:ro"] });
    expect(mounts).toMatchObject([{ Name: "vol1", Destination: "/d", Mode: "ro", RW: false }]);
  });

  test("in use cannot be removed; not there neither", async () => {
    const { make, engine, settle } = lab();
    const { id } = await make("usa", { Binds: ["vol1:/d"] });
    expect(() => removeVolume(engine, "vol1")).toThrow(`remove vol1: volume is in use - [${id}]`);
    await settle(removeContainer(engine, "usa"));
    removeVolume(engine, "vol1");
    expect(() => removeVolume(engine, "vol1")).toThrow("get vol1: no such volume");
    removeVolume(engine, "vol1", { force: true });
  });

  test("a list's `dangling` is a truth value", () => {
    const { engine } = lab();
    expect(() => listVolumes(engine, { dangling: ["foo"] })).toThrow("invalid filter 'dangling=[foo]'");
  });

  test("prune takes anonymous ones that nobody uses, or all", async () => {
    const { make, run, engine, settle, names } = lab();
    await make("cache", {}, "redis:7");
    await run("uno", ["write", "/d/f", "12345"], { Binds: ["vol1:/d"] });
    expect(pruneVolumes(engine).deleted).toEqual([]);
    await settle(removeContainer(engine, "cache"));
    expect(pruneVolumes(engine).deleted).toHaveLength(1);
    await settle(removeContainer(engine, "uno"));
    expect(pruneVolumes(engine)).toEqual({ deleted: [], reclaimed: 0 });
    expect(pruneVolumes(engine, { all: true })).toEqual({ deleted: ["vol1"], reclaimed: 5 });
    expect(names()).toEqual([]);
  });

  test("`rm -v` takes the anonymous ones along, and leaves the named", async () => {
    const { make, engine, settle, names } = lab();
    await make("cache", { Binds: ["vol1:/otra"] }, "redis:7");
    await settle(removeContainer(engine, "cache", { volumes: true }));
    expect(names()).toEqual(["vol1"]);
  });

  test.each([
    [{ name: "x" }, "create x: volume name is too short, names should be at least two alphanumeric characters"],
    [{ name: "v1", driver: "nosuch" }, 'create v1: error looking up volume plugin nosuch: plugin "nosuch" not found'],
    [{ name: "v1", options: { color: "red" } }, 'create v1: invalid option: "color"'],
    [{ name: "v1", options: { type: "nfs" } }, 'create v1: missing required option: "device"'],
    [{ name: "v1", options: { size: "10m" } }, "create v1: quota size requested but no quota support"],
  ])("%j is refused", (request, message) => {
    expect(() => createVolume(lab().engine, request)).toThrow(message);
  });
});

describe("memory and the daemon's own files", () => {
  test("tmpfs is empty, sized, and gone with the container's run", async () => {
    const { make, engine, settle } = lab();
    const { id } = await make("mem", { Tmpfs: { "/run/t": "size=64m,mode=1770" } });
    await settle(startContainer(engine, "mem"));
    const files = engine.live.get(id)?.machine.files;
    files?.writeFile("/run/t/f", "x");
    expect(files?.stat("/run/t").mode).toBe(0o1770);
    await settle(stopContainer(engine, "mem", { timeout: 0 }));
    await settle(startContainer(engine, "mem"));
    expect(engine.live.get(id)?.machine.files.exists("/run/t/f")).toBe(false);
  });

  test("/etc/hosts has the container's address, links and --add-host; resolv.conf Docker's DNS", async () => {
    const { make, engine, settle, files } = lab();
    files.mkdir("/etc", { recursive: true });
    files.writeFile("/etc/resolv.conf", "nameserver 192.168.99.1\n");
    await make("base");
    await settle(startContainer(engine, "base"));
    const { id, config } = await make("web", { Links: ["base:db"], ExtraHosts: ["api:10.0.0.9", "h:host-gateway"] });
    await settle(startContainer(engine, "web"));
    const inside = engine.live.get(id)?.machine.files;
    const hosts = inside?.readFile("/etc/hosts").split("\n") ?? [];
    const base = requireContainer(engine, "base").config.Hostname;
    expect(hosts.slice(6, 10)).toEqual([
      `172.17.0.2\tdb ${base} base`,
      "10.0.0.9\tapi",
      "172.17.0.1\th",
      `172.17.0.3\t${config.Hostname}`,
    ]);
    expect(inside?.readFile("/etc/resolv.conf")).toContain("\nnameserver 192.168.99.1\n");
    expect(inside?.readFile("/etc/hostname")).toBe(`${config.Hostname}\n`);
  });

  test("a container in another's network has that one's hosts, name and DNS", async () => {
    const { make, engine, settle } = lab();
    const { id, config } = await make("base");
    await settle(startContainer(engine, "base"));
    const guest = await make("guest", { NetworkMode: `container:${id}` });
    await settle(startContainer(engine, "guest"));
    const inside = engine.live.get(guest.id)?.machine.files;
    expect(inside?.readFile("/etc/hosts")).toContain(`172.17.0.2\t${config.Hostname}\n`);
    expect(inside?.readFile("/etc/hostname")).toBe(`${config.Hostname}\n`);
  });

  test("a read-only container still has places for its mounts", async () => {
    const { make, engine, settle } = lab();
    const { id } = await make("ro", { ReadonlyRootfs: true, Binds: ["vol1:/d"] });
    await settle(startContainer(engine, "ro"));
    const files = engine.live.get(id)?.machine.files;
    files?.writeFile("/d/x", "x");
    expect(() => files?.writeFile("/x", "x")).toThrow("Read-only file system");
  });
});

describe("volumes with options", () => {
  const lazily = (name: string, hostConfig: Partial<HostConfig>) => {
    const at = lab();
    return { ...at, go: () => at.make(name, hostConfig).then(() => at.settle(startContainer(at.engine, name))) };
  };

  test("of memory are memory in the container, as their options say", async () => {
    const { engine, go } = lazily("uses", { Binds: ["mem:/t"] });
    createVolume(engine, { name: "mem", options: { type: "tmpfs", device: "tmpfs", o: "size=100m,uid=1000" } });
    await go();
    const { files } = engine.live.get(requireContainer(engine, "uses").id)?.machine ?? {};
    expect(files?.readFile("/proc/mounts")).toContain("tmpfs /t tmpfs rw,relatime,size=102400k,uid=1000 0 0\n");
  });

  test.each([
    [{ type: "none", o: "bind", device: "/nosuch" }, "mount /nosuch:", ", flags: 0x1000: no such file or directory"],
    [{ type: "btrfs", device: "/dev/nada" }, "mount /dev/nada:", ": no such file or directory"],
    [{ type: "nfs", o: "addr=10.0.0.1,rw", device: ":/x" }, "mount :/x:", ", data: addr=10.0.0.1: no such device"],
  ])("%j is refused when it is mounted", async (options, before, after) => {
    const { engine, go } = lazily("uses", { Binds: ["vol:/t"] });
    createVolume(engine, { name: "vol", options });
    const place = "/var/lib/docker/volumes/vol/_data";
    await expect(go()).rejects.toThrow(
      `error while mounting volume '${place}': failed to mount local volume: ${before}${place}${after}`,
    );
  });

  test("are not prune's to take", async () => {
    const { engine, names } = lab();
    createVolume(engine, { name: "kept", options: { type: "tmpfs", device: "tmpfs" } });
    createVolume(engine, { name: "gone" });
    expect(pruneVolumes(engine, { all: true }).deleted).toEqual(["gone"]);
    expect(names()).toEqual(["kept"]);
  });
});

test("a part of a volume is mounted where it is there; a file does not cover a directory", async () => {
  const { engine, files, make, run, settle } = lab();
  createVolume(engine, { name: "vol" });
  files.mkdir("/var/lib/docker/volumes/vol/_data/sub");
  files.writeFile("/var/lib/docker/volumes/vol/_data/sub/x", "x");
  const part = (Subpath: string) => ({
    Mounts: [{ Type: "volume", Source: "vol", Target: "/s", VolumeOptions: { Subpath } }],
  });
  expect(await run("uno", ["exists", "/s/x"], part("sub"))).toBe(0);
  await make("dos", part("nada"));
  await expect(settle(startContainer(engine, "dos"))).rejects.toThrow(
    "cannot access path /var/lib/docker/volumes/vol/_data/nada: lstat",
  );
  await make("tres", { Binds: ["/var/lib/docker/volumes/vol/_data/sub/x:/etc"] });
  await expect(settle(startContainer(engine, "tres"))).rejects.toThrow(
    'error mounting "/var/lib/docker/volumes/vol/_data/sub/x" to rootfs at "/etc": mount src=',
  );
  for (const path of ["../..", "/sub", "sub/../.."])
    await expect(make("fuera", part(path))).rejects.toThrow(
      'invalid mount config for type "volume": subpath must be a relative path within the volume',
    );
});

test("a place to mount on is not made in what may only be read", async () => {
  const { engine, make, settle } = lab();
  const { id } = await make("uno", { Binds: ["vol:/d:ro", "otro:/d/nuevo"] });
  await expect(settle(startContainer(engine, "uno"))).rejects.toThrow(
    `error mounting "/var/lib/docker/volumes/otro/_data" to rootfs at "/d/nuevo": create mountpoint for /d/nuevo mount: make mountpoint "/d/nuevo": mkdirat /var/lib/docker/rootfs/overlayfs/${id}/d/nuevo: read-only file system`,
  );
});
