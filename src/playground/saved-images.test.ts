import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

async function labWithImage() {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  await run("docker pull -q alpine; printf 'FROM alpine\\nRUN echo hola > /saludo\\n' > Dockerfile");
  const id = (await run("docker build -q -t mia .")).trim();
  await run("docker save mia -o mia.tar; mkdir fuera; tar xf mia.tar -C fuera");
  return { run, id };
}

test("the blobs of an image made in the lab are named by the digest of what they hold", async () => {
  const { run } = await labWithImage();
  const base = (await run("docker image inspect alpine -f '{{json .RootFS.Layers}}'")).length;
  expect(base).toBeGreaterThan(60);
  const sums = await run("cd fuera/blobs/sha256; for f in *; do sha256sum $f; done; cd");
  const lines = sums.trim().split("\n");
  // Of the base's layer, which a registry sent, the lab has the name and the files, not the bytes.
  const wrong = lines.filter((line) => line.split(/\s+/)[0] !== line.split(/\s+/)[1]);
  expect([lines.length, wrong.length]).toEqual([5, 1]);
});

test.each([
  ["as docker wrote it", "mia.tar"],
  ["packed again as a folder", "carpeta.tar"],
  ["packed again by its names, with gzip", "nombres.tar.gz"],
])("an archive %s is the same image", async (_, archive) => {
  const { run, id } = await labWithImage();
  await run("cd fuera; tar cf ../carpeta.tar .; tar czf ../nombres.tar.gz *; cd ..");
  const before = await run("docker image inspect mia -f '{{json .Config}} {{json .RootFS}} {{.Created}}'");
  const history = await run("docker history --no-trunc --format '{{.CreatedBy}}' mia");
  await run("docker rmi -f mia alpine");
  expect(await run(`docker load -i ${archive}`)).toBe("Loaded image: mia:latest\n");
  expect(await run("docker image inspect mia -f '{{.Id}}'")).toBe(`${id}\n`);
  expect(await run("docker image inspect mia -f '{{json .Config}} {{json .RootFS}} {{.Created}}'")).toBe(before);
  expect(await run("docker history --no-trunc --format '{{.CreatedBy}}' mia")).toBe(history);
  expect(await run("docker run --rm mia cat /saludo")).toBe("hola\n");
});

test("what only looks like an archive of images is refused", async () => {
  const lab = new HeadlessLab();
  const text = "unrecognized image format\n";
  for (const content of ["[]", '[{"Config":5}]', "no json"]) {
    const line = `echo '${content}' > manifest.json; echo '{"manifests":[]}' > index.json; tar cf x.tar manifest.json index.json; docker load -i x.tar`;
    expect((await lab.run("manager1", line)).output).toBe(text);
  }
});
