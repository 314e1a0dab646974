import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

/** A lab whose manager1 has begun a swarm. */
async function swarm() {
  const lab = new HeadlessLab();
  const run = (line: string) => lab.run("manager1", line);
  await run("docker swarm init");
  return { lab, run };
}

test("a secret is a file in memory of the tasks it is given to, read-only, and nowhere else", async () => {
  const { lab, run } = await swarm();
  await run("echo s3cret | docker secret create clave -");
  await run("docker service create -q --name s --secret source=clave,target=pw,uid=1,mode=0400 alpine sleep 900");
  const look = await run(
    "docker exec $(docker ps -q) sh -c 'cat /run/secrets/pw; ls -l /run/secrets; echo x > /run/secrets/pw'",
  );
  expect(look.output).toMatch(/^s3cret\n/);
  expect(look.output).toMatch(/-r-------- +1 bin +root +7 .* pw\n/);
  expect(look.output).toContain("Read-only file system");
  expect((await run("docker secret inspect clave")).output).not.toContain("czNjcmV0");
  expect((await run("docker inspect $(docker ps -q) | grep -c s3cret")).output).toBe("0\n");
  await lab.reopen();
  expect((await run("docker exec $(docker ps -q) cat /run/secrets/pw")).output).toBe("s3cret\n");
});

test("a config is at the root, or where it is wanted, and shows what it holds", async () => {
  const { run } = await swarm();
  await run("echo hola > f; docker config create -l curso=docker conf f");
  await run("docker service create -q --name s --config conf --config source=conf,target=/etc/otra alpine sleep 900");
  expect((await run("docker exec $(docker ps -q) cat /conf /etc/otra")).output).toBe("hola\nhola\n");
  expect((await run("docker config inspect -f '{{.Spec.Labels.curso}} {{json .Spec.Data}}' conf")).output).toBe(
    'docker "aG9sYQo="\n',
  );
  expect((await run("docker config inspect --pretty conf")).output).toMatch(/Data:\nhola\n/);
  expect((await run("docker config ls --filter label=curso --format '{{.Name}}'")).output).toBe("conf\n");
});

test("one that a service uses stays until the service has gone", async () => {
  const { run } = await swarm();
  await run(
    "echo 1 | docker secret create clave -; docker service create -dq --name s --secret clave alpine sleep 900",
  );
  const refused = await run("docker secret rm clave");
  expect(refused).toMatchObject({
    exit: 1,
    output:
      "Error response from daemon: rpc error: code = InvalidArgument desc = secret 'clave' is in use by the following service: s\n",
  });
  await run("docker service rm s");
  expect(await run("docker secret rm clave")).toEqual({ exit: 0, output: "clave\n" });
});

const NAME =
  "invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]";

test.each([
  ["echo 1 | docker secret create a_ -", NAME],
  ["echo 1 | docker config create 'a b' -", NAME],
  ["docker secret create a - < /dev/null", "error reading from STDIN: data is empty"],
  ["docker config create a nosuch", "error reading from nosuch: open nosuch: no such file or directory"],
  [
    "head -c 512000 /dev/zero | docker secret create a -",
    "secret data must be larger than 0 and less than 512000 bytes",
  ],
  [
    "head -c 1024000 /dev/zero | docker config create a -",
    "config data must be larger than 0 and less than 1024000 bytes",
  ],
  ["echo 2 | docker secret create clave -", "rpc error: code = AlreadyExists desc = secret clave already exists"],
  ["docker secret inspect nosuch", "Error response from daemon: secret nosuch not found"],
  ["docker service create --secret nosuch alpine", "secret not found: nosuch"],
  ["docker service create --secret clave --secret src=clave alpine", "duplicate secret target for clave not allowed"],
  ["docker service create --secret target=x alpine", "source is required"],
])("%s: %s", async (line, why) => {
  const { run } = await swarm();
  await run("echo 1 | docker secret create clave -");
  const { output, exit } = await run(line);
  expect(exit).not.toBe(0);
  expect(output).toContain(why);
});

test("a template's content is filled in for each task; one object given twice is one file, the last one's", async () => {
  const { run } = await swarm();
  await run(
    "printf '{{.Service.Name}} {{env \"A\"}} {{.Node.Hostname}}|' | docker config create --template-driver golang plantilla -",
  );
  await run("echo s3cret | docker secret create clave -");
  await run(
    "docker service create -q --name s --env A=uno --config source=plantilla,target=/etc/p --secret clave --secret source=clave,target=otra,mode=0400 alpine sleep 900",
  );
  expect((await run("docker exec $(docker ps -q) cat /etc/p")).output).toBe("s uno |");
  const list = (await run("docker exec $(docker ps -q) ls -l /run/secrets")).output;
  expect(list.match(/^-r-------- .* (clave|otra)$/gm)).toHaveLength(2);
});

test("what a stack says of capabilities and init is what its service has", async () => {
  const { run } = await swarm();
  await run(
    "printf 'services:\\n  w:\\n    image: alpine\\n    command: sleep 900\\n    cap_add: [net_admin]\\n' > s.yml",
  );
  await run("docker stack deploy -d -c s.yml s");
  const spec = (await run("docker service inspect s_w --format '{{json .Spec.TaskTemplate.ContainerSpec}}'")).output;
  expect(spec).toContain('"CapabilityAdd":["CAP_NET_ADMIN"]');
  expect(spec).toContain('"Privileges":{"CredentialSpec":null,"SELinuxContext":null,"NoNewPrivileges":false}');
  expect(spec).not.toContain("Init");
});

test("a container is not connected twice to a network of the swarm", async () => {
  const { run } = await swarm();
  await run("docker network create -d overlay --attachable red");
  await run("docker run -d --name caja --network red alpine sleep 900");
  expect((await run("docker network connect red caja")).output).toBe(
    "Error response from daemon: caja is already attached to network red\n",
  );
});
