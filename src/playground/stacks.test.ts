import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const STACK = `version: "3"
services:
  data:
    image: jjmerelo/platzidata
    volumes:
      - data-vol:/data
  web:
    image: jjmerelo/platziws0
    ports:
      - "8001:80"
    volumes:
      - data-vol:/src/data
volumes:
  data-vol:
`;

/** A manager with a file; each line answers with what the terminal shows. */
async function manager(files: Readonly<Record<string, string>>) {
  const lab = new HeadlessLab();
  for (const [name, content] of Object.entries(files)) lab.writeFile("manager1", name, content);
  await lab.run("manager1", "docker swarm init");
  return async (line: string) => (await lab.run("manager1", line)).output;
}

test("the course's stack comes up: a network, a volume for both, a port", async () => {
  const run = await manager({ "stack.yml": STACK });
  expect(await run("docker stack deploy -d -c stack.yml platzi")).toBe(
    "Creating network platzi_default\nCreating service platzi_data\nCreating service platzi_web\n",
  );
  await run("sleep 30");
  expect(await run("docker stack services --format '{{.Name}} {{.Replicas}} {{.Ports}}' platzi")).toBe(
    "platzi_data 0/1 \nplatzi_web 1/1 *:8001->80/tcp\n",
  );
  expect(await run("docker volume ls -q; docker stack ls --format '{{.Name}} {{.Services}}'")).toBe(
    "platzi_data-vol\nplatzi 2\n",
  );
  expect(await run("curl -s localhost:8001/status")).toContain("OK");
  expect(await run("docker stack ps --format '{{.Name}} {{.DesiredState}}' platzi | grep web")).toBe(
    "platzi_web.1 Running\n",
  );
});

test("a second deploy leaves the tasks of what has not changed alone, and --prune removes what is not named", async () => {
  const two = STACK.replace("platzidata", "platziws0");
  const run = await manager({ "stack.yml": two, "one.yml": two.replace(/ {2}data:\n(?: {4}.*\n)+/, "") });
  await run("docker stack deploy -d -c stack.yml p; sleep 30");
  const tasks = await run("docker stack ps -q p");
  expect(await run("docker stack deploy -d -c stack.yml p")).toMatch(
    /^Updating service p_data \(id: \w{25}\)\nUpdating service p_web \(id: \w{25}\)\n$/,
  );
  expect(await run("sleep 20; docker stack ps -q p")).toBe(tasks);
  expect(await run("sed -i s/8001/8002/ one.yml; docker stack deploy -d --prune -c one.yml p")).toMatch(
    /^Removing service p_data\nUpdating service p_web \(id: \w{25}\)\n$/,
  );
  expect(await run("sleep 30; curl -s localhost:8002/status")).toContain("OK");
  expect(await run("docker stack services --format '{{.Name}}' p")).toBe("p_web\n");
});

test("everything with the stack's name goes with it; its volumes stay", async () => {
  const run = await manager({
    "stack.yml": `${STACK.replace("    ports:", "    secrets: [clave]\n    configs: [conf]\n    ports:")}secrets: {clave: {file: c.txt}}\nconfigs: {conf: {file: c.txt}}\n`,
    "c.txt": "s3cret\n",
  });
  expect(await run("docker stack deploy -d -c stack.yml p")).toContain(
    "Creating secret p_clave\nCreating config p_conf\n",
  );
  await run("sleep 30");
  expect(await run("docker exec $(docker ps -qf name=p_web) cat /run/secrets/clave /conf")).toBe("s3cret\ns3cret\n");
  expect(await run("echo otra > c.txt; docker stack deploy -d -c stack.yml p")).toBe(
    "failed to update secret p_clave: Error response from daemon: rpc error: code = InvalidArgument desc = only updates to Labels are allowed\n",
  );
  expect(await run("docker stack rm --detach=false p")).toBe(
    "Removing service p_data\nRemoving service p_web\nRemoving secret p_clave\nRemoving config p_conf\nRemoving network p_default\n",
  );
  expect(await run("docker stack ls -q 2>/dev/null; docker stack ls --format '{{.Name}}'; docker volume ls -q")).toBe(
    "p_data-vol\n",
  );
  expect(await run("docker ps -q; docker secret ls -q; docker config ls -q")).toBe("");
});

test("a name nobody made is found out by the tasks, a path only where it is", async () => {
  const run = await manager({
    "typo.yml": STACK.replaceAll("jjmerelo", "jjmirelo"),
    "bind.yml": "services: {web: {image: nginx, volumes: ['./nada:/srv']}}",
  });
  await run("docker stack deploy -d -c typo.yml t; docker stack deploy -d -c bind.yml b; sleep 30");
  expect(
    await run("docker stack ps --no-trunc --format '{{.CurrentState}} {{.Error}}' t | grep Rejected | head -1"),
  ).toMatch(/^Rejected .* "No such image: jjmirelo\/platzi\w+:latest"\n$/);
  expect(await run("docker stack ps --no-trunc --format '{{.Error}}' b | grep . | head -1")).toBe(
    '"invalid mount config for type "bind": bind source path does not exist: /root/curso/nada"\n',
  );
});

test.each([
  ["docker stack deploy -c nosuch.yml x", "open nosuch.yml: no such file or directory"],
  ["docker stack deploy x", "specify a Compose file (with --compose-file)"],
  ["docker stack deploy -c stack.yml ''", 'invalid stack name: ""'],
  ["docker stack deploy --resolve-image a -c stack.yml x", "invalid option a for flag --resolve-image"],
  [
    "sed s/image:/imagen:/ stack.yml | docker stack deploy -c - x",
    "services.data Additional property imagen is not allowed",
  ],
  [
    "grep -v image: stack.yml | docker stack deploy -c - x",
    "invalid image reference for service data: no image specified",
  ],
  ["docker stack ps x", "nothing found in stack: x"],
  ["docker stack rm x", "Nothing found in stack: x"],
  [
    "printf 'services: {a: {image: nginx, networks: [r]}}\\nnetworks: {r: {external: true}}' | docker stack deploy -c - x",
    'network "r" is declared as external, but could not be found.',
  ],
])("%s: %s", async (line, why) => {
  const run = await manager({ "stack.yml": STACK });
  expect(await run(line)).toContain(why);
});
