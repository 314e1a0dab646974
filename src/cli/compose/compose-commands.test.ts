import { describe, expect, it } from "vitest";
import { ComposeLine } from "./compose-line.fixture.ts";

const TWO = `
services:
  data:
    image: alpine
    command: sleep 1000
    volumes: [milestones:/data]
  web:
    image: alpine
    command: server
    ports: ["8000:80"]
    depends_on: [data]
volumes:
  milestones:
`;

describe("up", () => {
  it("makes networks, volumes and containers, those that others depend on first", async () => {
    const line = new ComposeLine(TWO);
    const { status, err } = await line.compose("up -d");
    expect(status).toBe(0);
    expect(err.split("\n").map((text) => text.trim())).toEqual([
      "Network curso_default  Creating",
      "Network curso_default  Created",
      "Volume curso_milestones  Creating",
      "Volume curso_milestones  Created",
      "Container curso-data-1  Creating",
      "Container curso-data-1  Created",
      "Container curso-web-1  Creating",
      "Container curso-web-1  Created",
      "Container curso-data-1  Starting",
      "Container curso-data-1  Started",
      "Container curso-web-1  Starting",
      "Container curso-web-1  Started",
      "",
    ]);
    expect(line.containers).toEqual(["curso-data-1 running", "curso-web-1 running"]);
  });

  it("writes on each container whose it is", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d");
    const web = Object.values(line.engine.state.containers).find(({ name }) => name === "curso-web-1");
    expect(web?.config.Labels).toMatchObject({
      "com.docker.compose.project": "curso",
      "com.docker.compose.service": "web",
      "com.docker.compose.container-number": "1",
      "com.docker.compose.oneoff": "False",
      "com.docker.compose.depends_on": "data:service_started:false",
      "com.docker.compose.project.config_files": "/curso/compose.yaml",
      "com.docker.compose.project.working_dir": "/curso",
    });
    expect(Object.keys(web?.networks ?? {})).toEqual(["curso_default"]);
    expect(web?.networks.curso_default?.Aliases).toEqual(["curso-web-1", "web"]);
  });

  it("leaves alone what is as the file says, and makes anew what is not", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d");
    const before = Object.keys(line.engine.state.containers);
    expect((await line.compose("up -d")).err).toContain("Container curso-web-1  Running");
    expect(Object.keys(line.engine.state.containers)).toEqual(before);
    line.write(TWO.replace("    command: server\n", "    command: server\n    environment: [A=1]\n"));
    const { err } = await line.compose("up -d -t 0");
    expect(err).toContain("Container curso-web-1  Recreated");
    expect(err).toContain("Container curso-data-1  Running");
    expect(line.containers).toEqual(["curso-data-1 running", "curso-web-1 running"]);
  });

  it("makes more containers and fewer, the last ones first", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d --scale data=3");
    expect(line.containers.filter((text) => text.includes("data"))).toHaveLength(3);
    await line.compose("up -d -t 0 --scale data=1");
    expect(line.containers).toEqual(["curso-data-1 running", "curso-web-1 running"]);
  });

  it("keeps anonymous volumes of a container it makes anew, unless told", async () => {
    const line = new ComposeLine("services:\n  a:\n    image: alpine\n    command: sleep 1000\n    volumes: [/x]\n");
    const volume = () => Object.values(line.engine.state.containers)[0]?.mounts[0]?.Name;
    await line.compose("up -d");
    const first = volume();
    await line.compose("up -d -t 0 --force-recreate");
    expect(volume()).toBe(first);
    await line.compose("up -d -t 0 --force-recreate -V");
    expect(volume()).not.toBe(first);
  });

  it("waits until a dependency is healthy, and says so when it never is", async () => {
    const file = (probe: string) => `
services:
  db:
    image: alpine
    command: sleep 1000
    healthcheck: {test: [CMD, ${probe}], interval: 1s, retries: 2}
  web:
    image: alpine
    command: sleep 1000
    depends_on: {db: {condition: service_healthy}}
`;
    const well = new ComposeLine(file('"true"'));
    const { err } = await well.compose("up -d");
    expect(err.indexOf("curso-db-1  Healthy")).toBeGreaterThan(0);
    expect(err.indexOf("curso-web-1  Starting")).toBeGreaterThan(err.indexOf("curso-db-1  Healthy"));
    const ill = new ComposeLine(file('"false"'));
    const failed = await ill.compose("up -d");
    expect(failed.status).toBe(1);
    expect(failed.err).toContain("dependency failed to start: container curso-db-1 is unhealthy\n");
    expect(ill.containers).toEqual(["curso-db-1 running", "curso-web-1 created"]);
  });

  it("starts what waits for a job once that has succeeded", async () => {
    const file = (program: string) => `
services:
  job: {image: alpine, command: "${program}"}
  app:
    image: alpine
    command: sleep 1000
    depends_on: {job: {condition: service_completed_successfully}}
`;
    const good = new ComposeLine(file("sleep 3"));
    await good.compose("up -d");
    expect(good.containers).toEqual(["curso-job-1 exited", "curso-app-1 running"]);
    const bad = await new ComposeLine(file("exit 3")).compose("up -d");
    expect(bad.err).toContain(`service "job" didn't complete successfully: exit 3\n`);
  });

  it("tells of containers that the file does not know, and removes them when asked", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d");
    line.write("services:\n  data:\n    image: alpine\n    command: sleep 1000\n");
    expect((await line.compose("up -d")).err).toContain("Found orphan containers ([curso-web-1]) for this project.");
    await line.compose("up -d --remove-orphans");
    expect(line.containers).toEqual(["curso-data-1 running"]);
  });

  it("refuses what is not there", async () => {
    const line = new ComposeLine(TWO);
    expect(await line.compose("up nosuch")).toMatchObject({ status: 1, err: "no such service: nosuch\n" });
    line.write("services:\n  a:\n    image: alpine\n    networks: [x]\nnetworks:\n  x: {external: true}\n");
    expect((await line.compose("up -d")).err).toBe("network x declared as external, but could not be found\n");
  });
});

describe("up in the foreground", () => {
  it("shows what containers say, each with its name, and ends with them", async () => {
    const line = new ComposeLine(
      "services:\n  uno: {image: alpine, command: echo hola}\n  largo: {image: alpine, command: echo adios}\n",
    );
    const { status, out } = await line.compose("up");
    expect(status).toBe(0);
    expect(out).toContain("Attaching to largo-1, uno-1\n");
    expect(out).toMatch(/^(largo|uno)-1 +\| (adios|hola)$/m);
    expect(out).toContain("uno-1 exited with code 0\n");
  });

  it("ends with all when one ends, and with its status", async () => {
    const line = new ComposeLine(
      "services:\n  a: {image: alpine, command: sleep 1000}\n  b: {image: alpine, command: exit 4}\n",
    );
    const { status, out } = await line.compose("up --exit-code-from b");
    expect(status).toBe(4);
    expect(out).toContain("Aborting on container exit...\n");
    expect(line.containers).toEqual(["curso-a-1 exited", "curso-b-1 exited"]);
  });
});

describe("down", () => {
  it("removes containers and networks, and volumes only when asked", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d");
    await line.compose("down -t 0");
    expect(line.containers).toEqual([]);
    expect(Object.keys(line.engine.state.volumes)).toEqual(["curso_milestones"]);
    expect(Object.values(line.engine.state.networks).map(({ name }) => name)).not.toContain("curso_default");
    const { err } = await line.compose("down -v");
    expect(err).toBe(" Volume curso_milestones  Removing\n Volume curso_milestones  Removed\n");
  });

  it("needs no file when the project is named", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d");
    await line.run("docker compose -p curso down -t 0 -v");
    expect(line.containers).toEqual([]);
    expect(Object.keys(line.engine.state.volumes)).toEqual([]);
  });
});

describe("the rest of a project's life", () => {
  it("stops, starts, restarts, pauses and kills", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d");
    await line.compose("stop -t 0 web");
    expect(line.containers).toEqual(["curso-data-1 running", "curso-web-1 exited"]);
    await line.compose("start web");
    expect(line.containers).toEqual(["curso-data-1 running", "curso-web-1 running"]);
    expect((await line.compose("pause web")).err).toBe(" Container curso-web-1  Paused\n");
    await line.compose("unpause");
    expect((await line.compose("restart -t 0 web")).err).toContain("Container curso-web-1  Started");
    await line.compose("kill");
    expect((await line.compose("rm -f")).out).toBe("Going to remove curso-web-1, curso-data-1\n");
    expect(line.containers).toEqual([]);
  });

  it("lists its containers and its projects", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d");
    await line.compose("stop -t 0 data");
    expect((await line.compose("ps --services")).out).toBe("web\n");
    expect((await line.compose("ps -a --format {{.Name}}:{{.State}}")).out).toBe(
      "curso-data-1:exited\ncurso-web-1:running\n",
    );
    const { out } = await line.run("docker compose ls -a");
    expect(out).toBe(
      "NAME                STATUS                  CONFIG FILES\ncurso               exited(1), running(1)   /curso/compose.yaml\n",
    );
    expect((await line.compose("port web 80")).out).toBe("0.0.0.0:8000\n");
  });

  it("runs a command in a service's container, and in one of its own", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d");
    expect(await line.compose("exec -T web exit 3")).toMatchObject({ status: 3 });
    expect((await line.compose("exec nosuch sh")).err).toBe('service "nosuch" is not running\n');
    expect((await line.compose("run --rm -T -e X=1 web env")).out).toContain("X=1\n");
    expect(line.containers).toHaveLength(2);
    await line.compose("run -T --name una data true");
    expect(line.containers).toContain("una exited");
  });

  it("takes -it as docker does, and waits for two different things in run", async () => {
    const line = new ComposeLine(TWO);
    expect((await line.compose("up -d data")).status).toBe(0);
    expect((await line.compose("exec -it -T data exit 3")).status).toBe(3);
    const { out } = await line.compose("run --rm -it web exit 4", { columns: 100 });
    expect(out).toContain("[+] Creating 1/1");
    expect((await line.compose("run -d web sleep 5")).out).toMatch(/^[0-9a-f]{64}\n$/);
    expect((await line.compose("run -T -it web true")).err).toBe("--tty and --no-TTY can't be used together\n");
  });

  it("makes an image of a container, and an archive", async () => {
    const line = new ComposeLine(TWO);
    await line.compose("up -d web");
    expect((await line.compose("commit web mia:1")).err).toMatch(
      /curso-web-1 Commit curso-web-1 Committed as sha256:[0-9a-f]{64}\n/,
    );
    await line.compose("export -o /curso/web.tar web");
    expect(line.machine.files.exists("/curso/web.tar")).toBe(true);
    expect((await line.compose("commit nada")).err).toBe('service "nada" is not running\n');
  });

  it("says what it cannot list, scale or watch", async () => {
    const line = new ComposeLine(TWO);
    expect((await line.run("docker compose ls --format xml")).err).toBe(
      'format value "xml" could not be parsed: parsing failed\n',
    );
    expect((await line.compose("up -d --scale nada=2")).err).toBe("no such service: nada: not found\n");
    expect((await line.compose("up -d --scale web=2 data")).err).toBe("no such service: web: disabled\n");
    expect((await line.compose("scale web=x")).err).toBe(
      "invalid scale specifier: can't parse replica value as int: web=x\n",
    );
    expect((await line.compose("start")).err).toContain('service "data" has no container to start\n');
    expect((await line.compose("watch --no-up")).err).toBe(
      "none of the selected services is configured for watch, consider setting a 'develop' section\n",
    );
    await line.compose("up -d web");
    expect((await line.compose("port web 81")).err).toBe(
      "no port 81/tcp for container curso-web-1: 8000/tcp, 8000/tcp\n",
    );
    expect((await line.compose("logs --index 9 web")).err).toBe('service "web" is not running container #9\n');
    expect((await line.compose("events --json --until 0s")).err).toBe("EOF\n");
  });

  it("changes nothing in a dry run", async () => {
    const line = new ComposeLine(TWO);
    const { err } = await line.run("docker compose --dry-run -f /curso/compose.yaml up -d");
    expect(err).toContain("DRY-RUN MODE -  Container curso-web-1  Started");
    expect(line.containers).toEqual([]);
    expect(Object.keys(line.engine.state.volumes)).toEqual([]);
  });
});
