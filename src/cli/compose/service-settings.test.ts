import { describe, expect, it } from "vitest";
import { containerFiles } from "../../engine/container/container-files.ts";
import { ComposeLine } from "./compose-line.fixture.ts";

const hostConfig = (line: ComposeLine, name: string) =>
  Object.values(line.engine.state.containers).find((container) => container.name === name)?.hostConfig;

describe("volumes with more than a plain way says", () => {
  it("go to the engine as mounts", async () => {
    const line = new ComposeLine(`
services:
  web:
    image: alpine
    command: sleep 100
    volumes:
      - ./plain:/plain:ro
      - {type: volume, source: data, target: /data, volume: {nocopy: true}}
      - {type: volume, source: data, target: /same}
      - {type: bind, source: /etc, target: /host, bind: {propagation: rprivate, selinux: z}}
volumes: {data: }
`);
    await line.compose("create");
    expect(hostConfig(line, "curso-web-1")?.Binds).toEqual(["/curso/plain:/plain:ro", "curso_data:/same:rw"]);
    expect(JSON.stringify(hostConfig(line, "curso-web-1")?.Mounts)).toBe(
      '[{"Type":"volume","Source":"curso_data","Target":"/data","VolumeOptions":{"NoCopy":true}},' +
        '{"Type":"bind","Source":"/etc","Target":"/host","BindOptions":{"Propagation":"rprivate"}}]',
    );
  });
});

describe("devices", () => {
  it("are asked for by gpus and by reservations, and nobody here has them", async () => {
    const line = new ComposeLine(`
services:
  one: {image: alpine, command: sleep 9, gpus: all}
  two:
    image: alpine
    command: sleep 9
    deploy: {resources: {reservations: {devices: [{driver: nvidia, count: 2, capabilities: [gpu]}]}}}
`);
    const { err, status } = await line.compose("up -d one");
    expect(status).toBe(1);
    expect(err).toContain('could not select device driver "" with capabilities: [[gpu]]');
    await line.compose("create two");
    expect(hostConfig(line, "curso-two-1")?.DeviceRequests).toEqual([
      { Driver: "nvidia", Count: 2, DeviceIDs: null, Capabilities: [["gpu"]], Options: {} },
    ]);
  });
});

describe("env_file", () => {
  const FILE = "services: {web: {image: alpine, env_file: [{path: ./e.env, format: FORMAT}]}}";

  it("with format raw is read as docker run reads it", async () => {
    const line = new ComposeLine(FILE.replace("FORMAT", "raw"), { HOME: "/root" });
    line.machine.files.writeFile("/curso/e.env", '# no\nKEY=a $HOME "b"\nHOME\nNOBODY\n');
    const { out } = await line.compose("config --format json");
    expect(JSON.parse(out).services.web.environment).toEqual({ KEY: 'a $$HOME "b"', HOME: "/root" });
    line.machine.files.writeFile("/curso/e.env", "A B=1\n");
    expect((await line.compose("config")).err).toContain("variable 'A B' contains whitespaces");
  });

  it("has no other formats", async () => {
    const line = new ComposeLine(FILE.replace("FORMAT", "toml"));
    line.machine.files.writeFile("/curso/e.env", "A=1\n");
    expect((await line.compose("config")).err).toBe('unsupported env_file format "toml"\n');
  });
});

describe("secrets of variables", () => {
  it("belong to whom the service says", async () => {
    const line = new ComposeLine(
      "services: {web: {image: alpine, command: sleep 9, secrets: [{source: key, uid: '1000', gid: '5'}]}}\nsecrets: {key: {environment: KEY}}",
      { KEY: "k" },
    );
    await line.compose("create");
    const files = await containerFiles(line.engine, "curso-web-1");
    expect(files.stat("/run/secrets/key")).toMatchObject({ uid: 1000, gid: 5, size: 1 });
  });
});

describe("several files, as they are written", () => {
  it("a mapping and a list of variables meet", async () => {
    const line = new ComposeLine("services: {web: {image: alpine, environment: {A: '1', B: $X}}}");
    line.machine.files.writeFile("/curso/over.yaml", "services: {web: {environment: [B=2, C=3]}}");
    const { out } = await line.run(
      "docker compose -f /curso/compose.yaml -f /curso/over.yaml config --no-interpolate --format json",
    );
    expect(JSON.parse(out).services.web.environment).toEqual(["A=1", "B=2", "C=3"]);
  });
});
