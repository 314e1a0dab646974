import { expect, test } from "vitest";
import { DockerLine } from "../docker-line.fixture.ts";

const daemon = (text: string) => ({ out: "", err: `Error response from daemon: ${text}\n`, status: 1 });

test("a fresh host has no plugins, as recorded", async () => {
  const line = new DockerLine();
  expect(await line.run("docker plugin ls")).toMatchObject({
    out: "ID        NAME      DESCRIPTION   ENABLED\n",
    status: 0,
  });
  const missing = 'Error response from daemon: plugin "nosuch" not found\n';
  expect(await line.run("docker plugin inspect nosuch")).toEqual({ out: "[]\n", err: missing, status: 1 });
  expect(await line.run("docker plugin rm nosuch")).toEqual({ out: "", err: missing, status: 1 });
});

test.each(["nosuch/plugin:latest", "store/hedving/hedving-volumme:v-1.0"])("%s is nowhere to be had", async (name) => {
  const line = new DockerLine();
  expect(await line.run(`docker plugin install ${name}`)).toEqual(
    daemon(`error resolving plugin reference: docker.io/${name}: not found`),
  );
});

const ASKED = `Plugin "vieux/sshfs" is requesting the following privileges:
 - network: [host]
 - mount: [/var/lib/docker/plugins/]
 - mount: []
 - device: [/dev/fuse]
 - capabilities: [CAP_SYS_ADMIN]
Do you grant the above permissions? [y/N] `;

test("a plugin is installed once somebody agrees to what it wants", async () => {
  const line = new DockerLine();
  expect(await line.run("docker plugin install vieux/sshfs", { input: "n\n" })).toEqual({
    out: ASKED,
    err: "permission denied while installing plugin docker.io/vieux/sshfs\n",
    status: 1,
  });
  expect(await line.run("docker plugin install vieux/sshfs DEBUG=1", { input: "y\n" })).toMatchObject({
    out: `${ASKED}latest: Pulling from vieux/sshfs
Digest: sha256:1d3c3e42c12138da5ef7873b97f7f32cf99fb6edde75fa4f0bcf9ed277855811
52d435ada6a4: Complete
Installed plugin vieux/sshfs
`,
    status: 0,
  });
  expect((await line.run("docker plugin ls --format {{.Name}}|{{.Description}}|{{.Enabled}}")).out).toBe(
    "vieux/sshfs:latest|sshFS plugin for Docker|true\n",
  );
  expect((await line.run("docker plugin inspect -f {{.Settings.Env}}{{.PluginReference}} vieux/sshfs")).out).toBe(
    "[DEBUG=1]docker.io/vieux/sshfs:latest\n",
  );
  expect((await line.run("docker info -f {{.Plugins.Volume}}")).out).toBe("[local vieux/sshfs:latest]\n");
});

test("it may have another name, and begin disabled", async () => {
  const line = new DockerLine();
  await line.run("docker plugin install --grant-all-permissions --disable --alias fs vieux/sshfs");
  expect((await line.run("docker plugin ls --format {{.Name}}|{{.Enabled}}")).out).toBe("fs:latest|false\n");
  expect(await line.run("docker plugin disable fs")).toEqual(
    daemon("plugin is already disabled: plugin fs:latest found but disabled"),
  );
  expect(await line.run("docker plugin set fs NADA=1")).toEqual(
    daemon('setting "NADA" not found in the plugin configuration'),
  );
  expect(await line.run("docker plugin enable fs")).toMatchObject({ out: "fs\n", status: 0 });
  expect(await line.run("docker plugin enable fs")).toEqual(
    daemon("plugin already enabled: plugin fs:latest is enabled"),
  );
  expect(await line.run("docker plugin set fs DEBUG=1")).toEqual(
    daemon("cannot set on an active plugin, disable plugin before setting"),
  );
  expect(await line.run("docker plugin rm fs")).toEqual(daemon("plugin fs:latest is enabled"));
  expect(await line.run("docker plugin rm -f fs")).toMatchObject({ out: "fs\n", status: 0 });
});

test("it keeps volumes as far as their names; mounting one says that it is not simulated", async () => {
  const line = new DockerLine({}, undefined, ["alpine"]);
  expect(await line.run("docker volume create -d vieux/sshfs vol")).toEqual(
    daemon('create vol: error looking up volume plugin vieux/sshfs: plugin "vieux/sshfs" not found'),
  );
  await line.run("docker plugin install --grant-all-permissions vieux/sshfs");
  expect(await line.run("docker volume create -d vieux/sshfs vol")).toEqual(
    daemon("create vol: VolumeDriver.Create: 'sshcmd' option required"),
  );
  expect(
    (await line.run("docker volume create -d vieux/sshfs -o sshcmd=root@192.168.89.100:/EXT_VOLUME vol")).out,
  ).toBe("vol\n");
  expect((await line.run("docker volume ls --format {{.Driver}}|{{.Name}}")).out).toBe("vieux/sshfs:latest|vol\n");
  // As somebody published it for this address.
  expect((await line.run("docker volume inspect -f {{.Mountpoint}} vol")).out).toBe(
    "/mnt/volumes/b5a6a235c616483069bba424476d26eb\n",
  );
  expect((await line.run("docker run --rm -v vol:/data alpine ls /data")).err).toContain(
    "this playground does not mount volumes of plugins",
  );
  expect(await line.run("docker plugin disable vieux/sshfs")).toEqual(daemon("plugin vieux/sshfs:latest is in use"));
  expect((await line.run("docker volume rm vol")).status).toBe(0);
  expect((await line.run("docker plugin disable vieux/sshfs")).status).toBe(0);
});
