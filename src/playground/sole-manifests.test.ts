import { describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

/** Images with a manifest and no index over it: those of `commit`, `import` and builds without provenance. */
describe("images without an index", () => {
  const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  async function lab() {
    const own = new HeadlessLab();
    const run = async (line: string) => (await own.run("manager1", line)).output.trim();
    await run("docker run --name caja alpine sh -c 'echo hola > /saludo'");
    return run;
  }

  it("a commit's id is its manifest's digest, and it remembers what it was made on", async () => {
    const run = await lab();
    const id = await run("docker commit caja saludo:v1");
    expect(await run("docker image inspect -f '{{.Descriptor.MediaType}} {{.Descriptor.Digest}}' saludo:v1")).toBe(
      `${MANIFEST} ${id}`,
    );
    const base = await run("docker image inspect -f '{{.Id}}' alpine");
    expect(await run("docker image inspect -f '{{.Parent}}' saludo:v1")).toBe(base);
    expect(await run("docker history -q --no-trunc saludo:v1")).toBe(`${id}\n${base}\n<missing>`);
    const tree = await run("docker images --tree saludo:v1");
    const short = id.slice(7, 19);
    expect(tree.split(short)).toHaveLength(3);
  });

  it("a container that changed nothing gives no layer", async () => {
    const run = await lab();
    await run("docker create --name nueva alpine && docker commit nueva igual");
    expect(await run("docker image inspect -f '{{len .RootFS.Layers}}' igual")).toBe("1");
    expect((await run("docker history --format '{{.Size}}' igual")).split("\n")[0]).toBe("0B");
  });

  it("a saved one has no index among its blobs and comes back as it was", async () => {
    const run = await lab();
    await run("docker export caja | docker import - plana:1");
    const id = await run("docker image inspect -f '{{.Id}}' plana:1");
    await run("docker save -o plana.tar plana:1 && mkdir p && tar xf plana.tar -C p && tar cf otra.tar -C p .");
    expect((await run("ls p/blobs/sha256")).split(/\s+/)).toHaveLength(3);
    expect(await run("grep -c 'image.manifest.v1' p/index.json")).toBe("1");
    await run("docker rmi plana:1");
    expect(await run("docker load -i otra.tar")).toBe("Loaded image: plana:1");
    expect(await run("docker image inspect -f '{{.ID}} {{.Descriptor.MediaType}}' plana:1")).toBe(`${id} ${MANIFEST}`);
  });

  it("a build without provenance exports a manifest alone, and a registry keeps it so", async () => {
    const run = await lab();
    await run("printf 'FROM alpine\\nRUN echo a > /a\\n' > Dockerfile");
    const exported = await run("docker build --progress=plain --provenance=false -t 192.168.99.1:5000/sola . 2>&1");
    expect(exported).not.toContain("exporting manifest list");
    const descriptor = "docker image inspect -f '{{json .Descriptor}}' 192.168.99.1:5000/sola";
    expect(await run(descriptor)).toMatch(/^\{"mediaType":"[^"]+manifest[^"]+".*"annotations":\{"config\.digest":/);
    await run("docker push -q 192.168.99.1:5000/sola");
    expect(await run("docker manifest inspect --insecure 192.168.99.1:5000/sola")).toContain('"layers": [');
  });

  it("what another was committed on loses its name and stays, and goes with the other", async () => {
    const run = await lab();
    await run("docker commit caja primera && docker create --name segunda primera");
    const second = await run("docker commit segunda final");
    const first = await run("docker image inspect -f '{{.Id}}' primera");
    await run("docker rm segunda");
    expect(await run("docker rmi primera")).toBe(`Untagged: primera:latest\nDeleted: ${first}`);
    expect(await run(`docker image inspect -f '{{.RepoTags}}' ${first}`)).toBe("[]");
    expect(await run("docker rmi final")).toBe(`Untagged: final:latest\nDeleted: ${second}\nDeleted: ${first}`);
  });

  it("docker manifest inspect shows an index as a list, and with --verbose where each manifest is", async () => {
    const run = await lab();
    await run("printf 'FROM alpine\\nRUN echo a > /a\\n' > Dockerfile; docker build -q -t 192.168.99.1:5000/doble .");
    await run("docker push -q 192.168.99.1:5000/doble");
    const list = await run("docker manifest inspect --insecure 192.168.99.1:5000/doble");
    expect(list).toContain(`   "manifests": [\n      {\n         "mediaType": "${MANIFEST}",\n         "size": `);
    expect(list).not.toContain("annotations");
    expect(await run("docker manifest inspect -v --insecure 192.168.99.1:5000/doble")).toMatch(
      /^\[\n\t\{\n\t\t"Ref": "192\.168\.99\.1:5000\/doble:latest@sha256:[0-9a-f]{64}",\n\t\t"Descriptor": \{/,
    );
  });

  it.each([
    ["192.168.99.1:5000/nada", "no such manifest: 192.168.99.1:5000/nada:latest"],
    ["lista 192.168.99.1:5000/nada", "No such manifest: 192.168.99.1:5000/nada:latest"],
    [
      "localhost:5999/x",
      'failed to configure transport: error pinging v2 registry: Get "https://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    ],
  ])("docker manifest inspect %s says what is wrong", async (what, why) => {
    const own = new HeadlessLab();
    expect((await own.run("manager1", `docker manifest inspect ${what}`)).output).toBe(`${why}\n`);
  });
});
