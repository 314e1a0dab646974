import { describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

/** A lab with a compose file on manager1, and what docker-compose prints there. */
async function labWith(compose: string, files: Readonly<Record<string, string>> = {}) {
  const lab = new HeadlessLab();
  for (const [name, text] of Object.entries({ "docker-compose.yml": compose, ...files }))
    lab.writeFile("manager1", name, text);
  const run = (line: string, input: readonly string[] = []) => lab.run("manager1", line, { input });
  /** What it prints without the colours and the movements of the cursor. */
  const text = async (line: string, input: readonly string[] = []) =>
    (await run(line, input)).output.replace(/\x1b\[[\d;]*[A-Za-z]/g, "").replaceAll("\r", "");
  return { lab, run, text };
}

const SLEEPER = "services:\n  web:\n    image: busybox\n    command: sleep 1000\n    stop_grace_period: 1s\n";

describe("what docker-compose makes", () => {
  test("a container has the labels of 1.29, and answers to its service's name and its id", async () => {
    const { text } = await labWith(SLEEPER);
    await text("docker-compose up -d");
    const label = (name: string) =>
      text(`docker inspect -f '{{index .Config.Labels "com.docker.compose.${name}"}}' curso_web_1`);
    expect(await label("version")).toBe("1.29.2\n");
    expect(await label("project.config_files")).toBe("docker-compose.yml\n");
    expect(await label("project.working_dir")).toBe("/root/curso\n");
    expect(await label("config-hash")).toMatch(/^[0-9a-f]{64}\n$/);
    const aliases = await text(
      "docker inspect -f '{{json .NetworkSettings.Networks.curso_default.Aliases}} {{.Id}}' curso_web_1",
    );
    const [list = "", id = ""] = aliases.trim().split(" ");
    expect(JSON.parse(list)).toEqual(["web", id.slice(0, 12)]);
  });

  test("services find each other by name, and by the name that a link gives", async () => {
    const { text } = await labWith(
      "version: '2'\nservices:\n  db:\n    image: redis:alpine\n  web:\n    image: busybox\n    command: sleep 1000\n    links: ['db:base']\n",
    );
    await text("docker-compose up -d");
    expect(await text("docker exec curso_web_1 ping -c1 base")).toContain("1 packets received");
    expect(await text("docker exec curso_web_1 ping -c1 db_1")).toContain("1 packets received");
    await text("docker-compose down");
  });

  test("a file of the oldest format has no network of its own", async () => {
    const { text } = await labWith("web:\n  image: busybox\n  command: sleep 1000\n");
    expect(await text("docker-compose up -d")).not.toContain("Creating network");
    expect(await text("docker inspect -f '{{.HostConfig.NetworkMode}}' curso_web_1")).toMatch(/^(bridge|default)\n$/);
  });

  test("volumes have the project's name, and go with -v", async () => {
    const { text } = await labWith(`${SLEEPER}    volumes: ['datos:/datos', './x:/x:ro']\nvolumes: {datos: }\n`);
    expect(await text("docker-compose up -d")).toContain('Creating volume "curso_datos" with default driver');
    const binds = await text("docker inspect -f '{{json .HostConfig.Binds}}' curso_web_1");
    expect(JSON.parse(binds)).toEqual(["curso_datos:/datos:rw", "/root/curso/x:/x:ro"]);
    expect(await text("docker-compose down -v")).toContain("Removing volume curso_datos\n");
    expect(await text("docker volume ls -q")).toBe("");
  });

  test("deploy is translated as far as it can be", async () => {
    const { text } = await labWith(
      `version: '3.8'\n${SLEEPER}    deploy:\n      replicas: 2\n      endpoint_mode: vip\n      resources: {limits: {memory: 32M}}\n`,
    );
    const printed = await text("docker-compose up -d");
    expect(printed).toContain("The following deploy sub-keys are not supported and have been ignored: endpoint_mode");
    expect(printed).toContain("Creating curso_web_2 ... done");
    expect(await text("docker inspect -f '{{.HostConfig.Memory}}' curso_web_1")).toBe("33554432\n");
  });

  test("one that depends on a healthy service waits for it, and fails with it", async () => {
    const health = (test: string) =>
      `version: '2.4'\nservices:\n  db:\n    image: busybox\n    command: sleep 1000\n    healthcheck: {test: ${test}, interval: 1s, retries: 1}\n  web:\n    image: busybox\n    command: sleep 1000\n    depends_on: {db: {condition: service_healthy}}\n`;
    const good = await labWith(health("'true'"));
    await good.text("docker-compose up -d");
    expect(await good.text("docker-compose ps")).toMatch(/curso_db_1 .*Up \(healthy\)/);
    const bad = await labWith(health("'false'"));
    const { output, exit } = await bad.run("docker-compose up -d");
    expect(output).toMatch(/ERROR: for web {2}Container "[0-9a-f]{12}" is unhealthy\./);
    expect(output).toContain("Encountered errors while bringing up the project.");
    expect(exit).toBe(1);
  });
});

describe("what changes", () => {
  test("a service that says something else is made anew, and there 1.29 fails with today's Engine", async () => {
    const { run, text } = await labWith(SLEEPER);
    await text("docker-compose up -d");
    expect(await text("docker-compose up -d")).toBe("curso_web_1 is up-to-date\n");
    await text("sed -i s/1000/2000/ docker-compose.yml");
    const { output, exit } = await run("docker-compose up -d");
    expect(output.replaceAll("\r", "")).toContain(
      "Recreating curso_web_1 ... \n\nERROR: for curso_web_1  'ContainerConfig'\n\nERROR: for web  'ContainerConfig'\nTraceback",
    );
    expect(output.trimEnd()).toMatch(/KeyError: 'ContainerConfig'$/);
    expect(exit).toBe(1);
    expect(await text("docker ps -a --format '{{.Names}} {{.State}}'")).toMatch(/^[0-9a-f]{12}_curso_web_1 exited\n$/);
    expect(await text("docker-compose up -d -V")).toMatch(/Recreating [0-9a-f]{12}_curso_web_1 ... done/);
    expect(await text("docker ps -a --format '{{.Names}} {{.Command}}'")).toContain('curso_web_1 "sleep 2000"');
  });

  test("containers of a service that is gone are told of, or removed", async () => {
    const { text } = await labWith(`${SLEEPER}  old:\n    image: busybox\n    command: sleep 1000\n`);
    await text("docker-compose up -d");
    await text("sed -i '/old:/,$d' docker-compose.yml");
    expect(await text("docker-compose up -d")).toContain(
      "WARNING: Found orphan containers (curso_old_1) for this project.",
    );
    expect(await text("docker-compose up -d --remove-orphans")).toContain('Removing orphan container "curso_old_1"\n');
    expect(await text("docker ps -aq --filter name=curso_old_1")).toBe("");
  });

  test("more containers than the host has ports", async () => {
    const { text } = await labWith(`${SLEEPER}    ports: ['8000:80']\n`);
    const printed = await text("docker-compose up -d --scale web=2");
    expect(printed).toContain('WARNING: The "web" service specifies a port on the host.');
    expect(printed).toContain("ERROR: for web  Cannot start service web: ");
    expect(printed).toContain("WARNING: Host is already in use by another container");
  });

  test("a profile turns services on, and naming one does too", async () => {
    const { text } = await labWith(
      `${SLEEPER}    profiles: [extra]\n  base:\n    image: busybox\n    command: sleep 1000\n`,
    );
    expect(await text("docker-compose up -d")).not.toContain("curso_web_1");
    expect(await text("docker-compose --profile extra up -d")).toContain("Creating curso_web_1 ... done");
  });
});

describe("what one sees of containers", () => {
  const TALKER = `services:\n  web:\n    image: busybox\n    command: sh -c 'trap "exit 3" TERM; echo hola; while :; do sleep 1; done'\n`;

  test("Ctrl-C stops what up has started", async () => {
    const { run, text } = await labWith(TALKER);
    const { output, exit } = await run("docker-compose up", ["\x03"]);
    expect(output).toContain("Attaching to curso_web_1\n\x1b[36mweb_1  |\x1b[0m hola\n");
    expect(output).toContain("^CGracefully stopping... (press Ctrl+C again to force)\n");
    expect(output).toMatch(/Stopping curso_web_1 ... \x1b\[32mdone\x1b\[0m\r\x1b\[1B$/);
    expect(exit).toBe(0);
    expect(await text("docker-compose ps")).toMatch(/curso_web_1 .*Exit 3/);
  });

  test("Ctrl-C in a log is an error", async () => {
    const { run } = await labWith(TALKER);
    await run("docker-compose up -d");
    const { output, exit } = await run("docker-compose logs -f", ["\x03"]);
    expect(output).toMatch(/\^C\x1b\[31mERROR\x1b\[0m: Aborting\.\n$/);
    expect(exit).toBe(1);
  });

  test("all stop with the first that ends, and its status is that of the command", async () => {
    const { run } = await labWith(
      `${TALKER}  one:\n    image: busybox\n    command: sh -c 'echo uno; sleep 2; exit 4'\n`,
    );
    const { output, exit } = await run("docker-compose up --abort-on-container-exit --no-color");
    expect(output).toContain("one_1  | uno\n");
    expect(output).toContain("curso_one_1 exited with code 4\nAborting on container exit...\n");
    expect(output).toContain("\x1b[31mERROR\x1b[0m: 4\n");
    expect(exit).toBe(4);
  });

  test("exec and run end with the status of what they ran; of exec's own errors nothing is said", async () => {
    const { run, text } = await labWith(TALKER);
    await run("docker-compose up -d");
    expect(await run("docker-compose exec -T web sh -c 'exit 5'")).toMatchObject({ output: "", exit: 5 });
    expect(await run("docker-compose exec nope ls")).toMatchObject({ output: "", exit: 1 });
    const { output, exit } = await run("docker-compose run --rm -e A=1 web sh -c 'echo $A; exit 6'");
    expect(output).toMatch(/Creating curso_web_run ... .*1\n.*ERROR.*: 6\n/s);
    expect(exit).toBe(6);
    expect(await text("docker-compose run -d web sleep 1000")).toMatch(/curso_web_run_[0-9a-f]{12}\n$/);
    expect(await text("docker-compose ps")).toMatch(/curso_web_run_[0-9a-f]{12} +sleep 1000 +Up/);
  });

  test("rm asks", async () => {
    const { text } = await labWith(TALKER);
    await text("docker-compose up -d; docker-compose kill");
    expect(await text("docker-compose rm", ["n\n"])).toBe("Going to remove curso_web_1\nAre you sure? [yN] n\n");
    expect(await text("docker-compose rm", ["y\n"])).toContain("Removing curso_web_1 ... done");
  });

  test("an image that does not exist is taken for one that was removed", async () => {
    const { run } = await labWith("services: {web: {image: nosuch/image}}\n");
    const { output, exit } = await run("docker-compose up -d", ["n\n"]);
    expect(output).toContain("Pulling web (nosuch/image:)...\n");
    expect(output).toContain("Continue with the new image? [yN]n\n");
    expect(output).toContain("pull access denied for nosuch/image");
    expect(exit).toBe(1);
  });
});

describe("what compose says of itself and of its surroundings", () => {
  test("a usage that does not fit shows the help, as a success", async () => {
    const { run } = await labWith(SLEEPER);
    const { output, exit } = await run(
      "docker-compose up --nope 2>&1 | head -1; docker-compose up --nope 2> /dev/null",
    );
    expect(output).toBe("Builds, (re)creates, starts, and attaches to containers for a service.\n");
    expect(exit).toBe(0);
    expect((await run("docker-compose --nope 2> /dev/null")).exit).toBe(1);
  });

  test("without a daemon there is a traceback", async () => {
    const { run } = await labWith(SLEEPER);
    await run("systemctl stop docker.socket docker");
    const { output, exit } = await run("docker-compose ps");
    expect(output).toMatch(/^Traceback \(most recent call last\):\n/);
    expect(output).toMatch(
      /\ndocker\.errors\.DockerException: Error while fetching server API version: \('Connection aborted\.', (FileNotFoundError\(2|ConnectionRefusedError\(111), '[^']+'\)\)\n$/,
    );
    expect(exit).toBe(1);
    expect((await run("docker-compose config -q")).exit).toBe(0);
  });

  test("builds are docker's own unless told otherwise", async () => {
    const { text } = await labWith("services: {web: {build: .}}\n", { Dockerfile: "FROM busybox\nRUN echo hola\n" });
    expect(await text("docker-compose build")).toContain("Step 1/2 : FROM busybox\n");
    const printed = await text("COMPOSE_DOCKER_CLI_BUILD=1 docker-compose build");
    expect(printed).toContain("Building web\n");
    expect(printed).toContain("naming to docker.io/library/curso_web");
  });

  test("labels of a build are its last step", async () => {
    const { text } = await labWith("services: {web: {build: {context: ., labels: {curso: docker}}}}\n", {
      Dockerfile: "FROM busybox\n",
    });
    expect(await text("docker-compose build")).toContain("Step 2/2 : LABEL curso=docker\n");
    expect(await text("docker inspect -f '{{.Config.Labels.curso}}' curso_web")).toBe("docker\n");
  });

  test("what is not simulated says so in the reader's language", async () => {
    const { text } = await labWith(SLEEPER);
    expect(await text("LANG=es_ES.UTF-8 docker-compose --verbose ps")).toContain("Este laboratorio no simula");
    expect(await text("LANG=en_US.UTF-8 docker-compose --verbose ps")).toContain("This playground does not simulate");
  });

  test("two ways to say an image's name are told in the table of images", async () => {
    const { text } = await labWith(SLEEPER);
    await text("docker-compose up -d");
    expect(await text("docker-compose images")).toMatch(/curso_web_1 +busybox +latest +[0-9a-f]{12} +[\d.]+ MB/);
  });
});
