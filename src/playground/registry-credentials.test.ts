import { beforeEach, describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const IMAGE = "regplatzi.azurecr.io/web:v1";

let lab: HeadlessLab;

const run = async (line: string, host = "manager1") => {
  const { output, exit } = await lab.run(host, line, { columns: 200 });
  return { output: output.replace(/\x1b\[[\d;?]*[a-zA-Z]/g, ""), exit };
};

/** A registry of the cloud that holds an image; nobody is logged in, and no host has the image. */
beforeEach(async () => {
  lab = new HeadlessLab();
  await run("az group create -l brazilsouth -n grupo");
  await run("az acr create --resource-group grupo --name regplatzi --sku Basic");
  await run(`docker pull -q alpine && docker tag alpine ${IMAGE}`);
  await run(`az acr login -n regplatzi && docker push -q ${IMAGE}`);
  await run(`docker rmi ${IMAGE} alpine; docker logout regplatzi.azurecr.io`);
  lab.writeFile("manager1", "app/compose.yaml", `services:\n  web:\n    image: ${IMAGE}\n    command: sleep 600\n`);
  lab.writeFile("manager1", "hija/Dockerfile", `FROM ${IMAGE}\nRUN echo hola > /hola\n`);
  lab.writeFile(
    "manager1",
    "construye/compose.yaml",
    "services:\n  web:\n    build: ../hija\n    command: cat /hola\n",
  );
});

const login = () => run("az acr login -n regplatzi");

const REFUSED =
  "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://regplatzi.azurecr.io/oauth2/token?scope=repository%3Aweb%3Apull&service=regplatzi.azurecr.io: 401 Unauthorized";

describe("an image of a registry that lets nobody in without a login", () => {
  it("is refused to compose, and comes with the login", async () => {
    const pull = await run("docker compose -f app/compose.yaml pull");
    expect(pull.exit).toBe(1);
    expect(pull.output).toContain(`failed to resolve reference "${IMAGE}": ${REFUSED}`);
    expect((await run("docker compose -f app/compose.yaml up -d")).exit).toBe(1);
    await login();
    expect((await run("docker compose -f app/compose.yaml pull")).output).toContain("✔ web Pulled");
    await run(`docker rmi ${IMAGE}`);
    expect((await run("docker compose -f app/compose.yaml up -d")).exit).toBe(0);
    expect((await run("docker compose -f app/compose.yaml ps --services")).output).toBe("web\n");
    expect((await run("docker compose -f app/compose.yaml config --resolve-image-digests")).output).toContain(
      `image: ${IMAGE}@sha256:`,
    );
  });

  it("is refused to a build in BuildKit's words, and comes with the login", async () => {
    const refused = await run("docker build -q hija");
    expect(refused.exit).toBe(1);
    expect(refused.output).toContain(
      `failed to solve: ${IMAGE}: failed to resolve source metadata for ${IMAGE}: ${REFUSED}\n`,
    );
    expect((await run("DOCKER_BUILDKIT=0 docker build hija")).output).toContain(REFUSED);
    await login();
    expect((await run("docker build -q -t hija hija")).exit).toBe(0);
    expect((await run("docker compose -f construye/compose.yaml run --rm web")).output).toContain("hola\n");
    await run(`docker rmi -f ${IMAGE}; docker builder prune -af`);
    expect((await run("DOCKER_BUILDKIT=0 docker build hija")).output).toContain("Successfully built");
  });

  it("is refused to docker-compose's builds and digests, and comes with the login", async () => {
    const build = "docker-compose -f construye/compose.yaml build";
    const digests = "docker-compose -f app/compose.yaml config --resolve-image-digests";
    expect((await run(build)).output).toContain(REFUSED);
    expect((await run(digests)).output).toContain("Digest not found for service 'web'.");
    await login();
    expect((await run(digests)).output).toContain(`image: ${IMAGE}@sha256:`);
    expect((await run(build)).output).toContain("Successfully built");
  });

  it("comes to a build in the cloud, whose agent is logged in to its registry", async () => {
    expect((await run("az acr build -r regplatzi -t hija:v1 hija")).output).toMatch(/Run ID: ca1 was successful/);
  });

  it("shows its manifest to who has logged in", async () => {
    expect((await run(`docker manifest inspect ${IMAGE}`)).output).toBe(`${REFUSED}\n`);
    await login();
    expect((await run(`docker manifest inspect ${IMAGE}`)).output).toContain('"schemaVersion": 2');
    expect((await run(`docker buildx imagetools inspect ${IMAGE}`)).output).toContain(`Name:      ${IMAGE}\n`);
  });
});

describe("a swarm", () => {
  beforeEach(async () => {
    await run("docker swarm init");
    const token = (await run("docker swarm join-token -q worker")).output.trim();
    await run(`docker swarm join --token ${token} 192.168.99.100:2377`, "worker1");
    await login();
  });

  const ON_WORKER = "--constraint node.hostname==worker1 --restart-condition none";

  it("has its tasks rejected on other nodes without --with-registry-auth, and then takes it by an update", async () => {
    const create = await run(`docker service create -d --name web ${ON_WORKER} ${IMAGE} sleep 600`);
    expect(create.output).toContain(`image ${IMAGE} could not be accessed on a registry to record\nits digest.`);
    await lab.advance(10);
    const ps = () => run("docker service ps web --no-trunc --format '{{.CurrentState}}|{{.Error}}'");
    expect((await ps()).output).toMatch(/^Rejected \d+ seconds ago\|"No such image: regplatzi.azurecr.io\/web:v1"\n/);
    const update = await run(`docker service update -q --with-registry-auth --image ${IMAGE} web`);
    expect(update).toMatchObject({ exit: 0, output: "web\n" });
    expect((await ps()).output).toMatch(/^Running \d+ seconds? ago\|\n/);
    expect((await run("docker service inspect web")).output).not.toContain("eyJ");
  });

  it("brings the image to every node with it", async () => {
    const create = await run(
      `docker service create -q --with-registry-auth --name web ${ON_WORKER} ${IMAGE} sleep 600`,
    );
    expect(create.output).not.toContain("could not be accessed");
    expect((await run("docker service ps web --format '{{.Node}} {{.Image}}'")).output).toBe(`worker1 ${IMAGE}\n`);
    expect((await run("docker ps --format '{{.Image}}'", "worker1")).output).toBe(`${IMAGE}\n`);
    const before = (await run("docker service ps web -q")).output;
    await run("docker logout regplatzi.azurecr.io");
    // A task that has its image is not replaced for what it would be pulled with.
    await run("docker service update -q --with-registry-auth web");
    expect((await run("docker service ps web -q")).output).toBe(before);
  });

  it("does the same for a stack", async () => {
    lab.writeFile(
      "manager1",
      "pila.yml",
      `version: "3.8"\nservices:\n  web:\n    image: ${IMAGE}\n    command: sleep 600\n    deploy:\n      placement:\n        constraints: [node.hostname == worker1]\n`,
    );
    await run("docker stack deploy -c pila.yml app");
    await lab.advance(10);
    expect((await run("docker stack ps --no-trunc app --format '{{.Error}}'")).output).toContain("No such image: ");
    await run("docker stack deploy --with-registry-auth -c pila.yml app");
    await lab.advance(20);
    expect((await run("docker stack services app --format '{{.Replicas}}'")).output).toBe("1/1\n");
    // A later deploy without the flag leaves what the service has.
    await run("docker stack deploy --resolve-image never -c pila.yml app");
    await lab.advance(20);
    expect((await run("docker stack services app --format '{{.Replicas}}'")).output).toBe("1/1\n");
  });
});
