import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const COURSE = join(import.meta.dirname, "../../content/curso");

let lab: HeadlessLab;
beforeAll(() => {
  lab = new HeadlessLab();
  for (const folder of readdirSync(COURSE).filter((name) => statSync(join(COURSE, name)).isDirectory()))
    for (const name of readdirSync(join(COURSE, folder)))
      lab.writeFile("manager1", `${folder}/${name}`, readFileSync(join(COURSE, folder, name), "utf8"));
});

const run = async (line: string) => (await lab.run("manager1", line, { columns: 100, input: [] })).output.trimEnd();

test.each([
  ["data", 'null ["sh"] /data'],
  ["status", '["./status.py"] null /src'],
  ["ws0", 'null ["python3","-u","main.py"] /src'],
])("the course's Dockerfile in %s builds here", async (folder, config) => {
  const { exit } = await lab.run("manager1", `docker build -q -t ${folder} ${folder}`, { columns: 100, input: [] });
  expect(exit).toBe(0);
  const template = "{{json .Config.Entrypoint}} {{json .Config.Cmd}} {{.Config.WorkingDir}}";
  expect(await run(`docker inspect -f '${template}' ${folder}`)).toBe(config);
  const again = await run(`docker build --progress=plain ${folder} 2>&1 | grep -c CACHED`);
  expect(Number(again)).toBeGreaterThan(0);
});

test("what it builds runs", async () => {
  await run("docker run -d --name web -p 8001:80 ws0");
  expect(await run("curl -s -o /dev/null -w '%{http_code}' localhost:8001/")).toBe("200");
  expect(await run("docker run --rm data ls /data")).toContain("hitos.json");
  expect(await run("docker history --format '{{.CreatedBy}}' ws0 | head -3")).toBe(
    'CMD ["python3" "-u" "main.py"]\nEXPOSE [80/tcp]\nRUN /bin/sh -c mkdir data # buildkit',
  );
});

test("an exec form in single quotes is a shell's, as in a real Docker", async () => {
  lab.writeFile("manager1", "comillas/Dockerfile", "FROM alpine\nCMD ['hug', '-p', '80']\n");
  expect(await run("docker build -q -t comillas comillas")).toMatch(/^sha256:/);
  expect(await run("docker inspect -f '{{json .Config.Cmd}}' comillas")).toBe(`["/bin/sh","-c","['hug', '-p', '80']"]`);
  const { output, exit } = await lab.run("manager1", "docker run --rm comillas", { columns: 100, input: [] });
  expect([exit, output.trimEnd()]).toEqual([127, "/bin/sh: [hug,: not found"]);
});

test("the cache outlives a snapshot", async () => {
  lab.writeFile("manager1", "otra/Dockerfile", "FROM alpine\nRUN echo hola > /hola\n");
  await run("docker build -q otra");
  await lab.reopen();
  expect(await run("docker build --progress=plain otra 2>&1 | grep -A1 'RUN echo'")).toContain("CACHED");
});

test("ADD brings a file from the lab's web", async () => {
  lab.writeFile("manager1", "remoto/Dockerfile", "FROM alpine\nADD http://192.168.99.100:8001/ /pagina\n");
  expect(await run("docker build -q -t remoto remoto")).toMatch(/^sha256:/);
  expect(await run("docker run --rm remoto ls -l /pagina")).toContain("-rw-------");
  lab.writeFile("manager1", "remoto/Dockerfile", "FROM alpine\nADD http://nada/x /x\n");
  expect(await run("docker build remoto 2>&1 | tail -1")).toContain(
    'failed to load cache key: Get "http://nada/x": dial tcp: lookup nada: no such host',
  );
});
