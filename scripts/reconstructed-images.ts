/**
 * Makes content/registry/reconstructed.json: the images the course names that no record has. Their config and files
 * are what the course says of them; the digests are those of the manifests made of that.
 *
 *     npx node scripts/reconstructed-images.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { HistoryEntry, ImageConfig } from "../src/engine/image/image.ts";
import { packLayer } from "../src/engine/image/layer-archive.ts";
import { digestOf } from "../src/kernel/sha256.ts";
import type { TreeState } from "../src/kernel/tree-state.ts";
import type { ReconstructedImage } from "../src/registry/catalog-data.ts";

const read = (path: string) => readFileSync(new URL(`../content/${path}`, import.meta.url), "utf8");
const write = (path: string, text: string) => writeFileSync(new URL(`../content/${path}`, import.meta.url), text);

const PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
/** The course was recorded in autumn 2018. */
const COURSE = Date.UTC(2018, 8, 3, 9);
const COURSE_TIME = "2018-09-03T09:00:00Z";

const SERVICE =
  "The course's own service, from the course's notes and its Dockerfile; the published image was not on record.";

interface Step {
  createdBy: string;
  files?: TreeState;
  /** For a layer of which only the size is known. */
  bytes?: { compressed: number; unpacked: number };
}

const file = (content: string, mode = 0o644) => ({ kind: "file" as const, mode, mtime: COURSE, content });
const folder = (entries: [string, TreeState][] = []): TreeState => ({
  kind: "directory",
  mtime: COURSE,
  ...(entries.length > 0 ? { entries } : {}),
});
const root = (name: string, state: TreeState): TreeState => ({ entries: [[name, state]] });
/** A folder of the layer below, with something in it. */
const within = (entries: [string, TreeState][]): TreeState => ({ entries });

function serviceSteps(port: number): Step[] {
  return [
    { createdBy: `ENV PORT=${port}` },
    { createdBy: "WORKDIR /src", files: root("src", folder()) },
    {
      createdBy: "ADD main.py ./ # buildkit",
      files: root("src", within([["main.py", file(read("curso/ws0/main.py"))]])),
    },
    { createdBy: "RUN /bin/sh -c mkdir data # buildkit", files: root("src", within([["data", folder()]])) },
    { createdBy: `EXPOSE [${port}/tcp]` },
    { createdBy: 'CMD ["python3" "-u" "main.py"]' },
  ];
}

/** Config of the base with the image's own on top. */
function configOver(base: string, own: ImageConfig, env: string[] = []): ImageConfig {
  const [repository, tag = "latest"] = base.split(":");
  const facts: { repository: string; tags: Record<string, string>; config: ImageConfig }[] = JSON.parse(
    read("registry/images.json"),
  );
  const below = facts.find((image) => image.repository === repository && tag in image.tags);
  if (!below) throw new Error(`${base} is not on record`);
  return { ...below.config, ...own, Env: [...(below.config.Env ?? [PATH]), ...env] };
}

async function image(
  spec: Omit<ReconstructedImage, "created" | "layers" | "history">,
  steps: Step[],
): Promise<ReconstructedImage> {
  const layers: ReconstructedImage["layers"] = [];
  const history: HistoryEntry[] = [];
  for (const { createdBy, files, bytes } of steps) {
    const comment = "buildkit.dockerfile.v0";
    history.push({ created: COURSE_TIME, createdBy, comment, layer: files || bytes ? layers.length : null });
    if (files) layers.push({ ...(await packLayer(files)), files });
    if (!bytes) continue;
    const name = `${spec.repository}: ${createdBy}`;
    layers.push({
      digest: digestOf(name),
      diffId: digestOf(`${name}, unpacked`),
      compressedSize: bytes.compressed,
      size: bytes.unpacked,
    });
  }
  return { ...spec, created: COURSE_TIME, layers, history };
}

const MB = 1_000_000;
const service = (name: string, port: number) =>
  image(
    {
      repository: `docker.io/jjmerelo/${name}`,
      tags: ["latest"],
      why: SERVICE,
      base: "python:3",
      config: configOver(
        "python:3",
        { ExposedPorts: { [`${port}/tcp`]: {} }, Cmd: ["python3", "-u", "main.py"], WorkingDir: "/src" },
        [`PORT=${port}`],
      ),
    },
    serviceSteps(port),
  );

const images = await Promise.all([
  service("platziws0", 80),
  service("platziws1", 8000),
  service("platzi-servicio-web", 80),
  image(
    {
      repository: "docker.io/jjmerelo/platzistatus",
      tags: ["latest"],
      why: SERVICE,
      base: "python:3",
      config: { ...configOver("python:3", { Entrypoint: ["./status.py"], WorkingDir: "/src" }), Cmd: undefined },
    },
    [
      { createdBy: "WORKDIR /src", files: root("src", folder()) },
      {
        createdBy: "ADD status.py ./ # buildkit",
        files: root("src", within([["status.py", file(read("curso/status/status.py"), 0o755)]])),
      },
      { createdBy: 'ENTRYPOINT ["./status.py"]' },
    ],
  ),
  image(
    {
      repository: "docker.io/jjmerelo/platzidata",
      tags: ["latest"],
      why: SERVICE,
      base: "busybox:latest",
      config: configOver("busybox:latest", { WorkingDir: "/data", Volumes: { "/data": {} } }),
    },
    [
      { createdBy: "WORKDIR /data", files: root("data", folder()) },
      { createdBy: "VOLUME [/data]" },
      {
        createdBy: "COPY hitos.json . # buildkit",
        files: root("data", within([["hitos.json", file(read("curso/data/hitos.json"))]])),
      },
    ],
  ),
  image(
    {
      repository: "docker.io/library/fsharp",
      tags: ["latest", "10.10.0", "10.10", "10"],
      why: "An official image that is no longer updated and has no page of facts: config from its Dockerfile, sizes rounded.",
      rootfs: "debian",
      config: {
        Env: [PATH, "MONO_THREADS_PER_CPU=50", "FrameworkPathOverride=/usr/lib/mono/4.7.2-api/"],
        Cmd: ["fsharpi"],
        WorkingDir: "/root",
      },
    },
    [
      { createdBy: "# debian.sh --arch 'amd64' out/ 'buster'", bytes: { compressed: 50.4 * MB, unpacked: 114 * MB } },
      {
        createdBy: "RUN /bin/sh -c apt-get update && apt-get install -y mono-devel # buildkit",
        bytes: { compressed: 118 * MB, unpacked: 402 * MB },
      },
      {
        createdBy: "RUN /bin/sh -c make && make install # buildkit",
        bytes: { compressed: 88 * MB, unpacked: 290 * MB },
      },
      { createdBy: "WORKDIR /root", files: root("root", folder()) },
      { createdBy: 'CMD ["fsharpi"]' },
    ],
  ),
  image(
    {
      repository: "docker.elastic.co/logstash/logstash-oss",
      tags: ["6.2.1"],
      why: "Elastic's registry keeps no page of facts: config from logstash-docker's Dockerfile for 6.2, sizes rounded.",
      rootfs: "centos",
      config: {
        User: "logstash",
        ExposedPorts: { "5044/tcp": {}, "9600/tcp": {} },
        Env: [
          "PATH=/usr/share/logstash/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
          "ELASTIC_CONTAINER=true",
          "LANG=en_US.UTF-8",
          "LC_ALL=en_US.UTF-8",
        ],
        Entrypoint: ["/usr/local/bin/docker-entrypoint"],
        WorkingDir: "/usr/share/logstash",
      },
    },
    [
      { createdBy: "ADD centos-7-docker.tar.xz / # buildkit", bytes: { compressed: 73.2 * MB, unpacked: 197 * MB } },
      {
        createdBy: "RUN /bin/sh -c yum update -y && yum install -y java-1.8.0-openjdk-devel which # buildkit",
        bytes: { compressed: 139 * MB, unpacked: 341 * MB },
      },
      {
        createdBy:
          "RUN /bin/sh -c curl -Lo - https://artifacts.elastic.co/downloads/logstash/logstash-oss-6.2.1.tar.gz | tar zxf - -C /usr/share # buildkit",
        bytes: { compressed: 131 * MB, unpacked: 205 * MB },
      },
      { createdBy: "WORKDIR /usr/share/logstash" },
      { createdBy: "USER logstash" },
      { createdBy: "EXPOSE [9600/tcp 5044/tcp]" },
      { createdBy: 'ENTRYPOINT ["/usr/local/bin/docker-entrypoint"]' },
    ],
  ),
]);

write("registry/reconstructed.json", `[\n${images.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`);
console.log(`content/registry/reconstructed.json: ${images.length} images`);
