import { describe, expect, it } from "vitest";
import { testEngine } from "../../engine/testing.ts";
import { nothing, TextOutput, textInput } from "../../kernel/stream.ts";
import { Tty } from "../../kernel/tty.ts";
import { docker } from "../docker.ts";
import { DetachDetector, detachKeys } from "./detach-keys.ts";
import { displayPorts } from "./display-ports.ts";

/** A host on which docker lines are run; words are split at blanks. */
function host(images: string[] = ["alpine"]) {
  const { engine, clock } = testEngine({ images });
  const { host: machine } = engine.ports;
  const run = async (line: string, input?: string) => {
    const out = new TextOutput();
    const err = new TextOutput();
    const child = machine.processes.start(
      machine,
      docker(() => engine),
      {
        args: line.split(" "),
        env: { HOME: "/root" },
        cwd: "/root",
        stdin: input === undefined ? nothing : textInput(input),
        stdout: out,
        stderr: err,
      },
    );
    const status = await clock.settle(child.exited);
    return { status, out: out.text, err: err.text };
  };
  /** At a terminal: what is typed comes after so many ms of the lab's time. */
  const type = async (line: string, keys: readonly string[]) => {
    const tty = new Tty(80, 24);
    let screen = "";
    tty.onOutput = (text) => {
      screen += text;
    };
    tty.onSignal = (signal) => machine.processes.killGroup(child.group, signal);
    const child = machine.processes.start(
      machine,
      docker(() => engine),
      {
        args: line.split(" "),
        env: { HOME: "/root" },
        cwd: "/root",
        stdin: tty.input,
        stdout: tty.output,
        stderr: tty.output,
        tty,
        group: "new",
      },
    );
    for (const [index, text] of keys.entries()) clock.after(2000 * (index + 1), () => tty.type(text));
    const status = await clock.settle(child.exited);
    return { status, screen, raw: tty.raw };
  };
  return { engine, clock, run, type };
}

describe("docker run", () => {
  it("shows what the container prints, each stream on its own, and ends with its status", async () => {
    const { run } = host();
    expect(await run("docker run alpine echo hola mundo")).toEqual({ status: 0, out: "hola mundo\n", err: "" });
    expect((await run("docker run alpine exit 7")).status).toBe(7);
  });

  it("pulls an image that is not there, on standard error", async () => {
    const { run } = host([]);
    const { status, out, err } = await run("docker run alpine true");
    expect({ status, out }).toEqual({ status: 0, out: "" });
    expect(err).toMatch(/^Unable to find image 'alpine:latest' locally\nlatest: Pulling from library\/alpine\n/);
    expect(err).toMatch(/Status: Downloaded newer image for alpine:latest\n$/);
  });

  it("says why it cannot, with the status that tells why", async () => {
    const { run } = host();
    const help = "\n\nRun 'docker run --help' for more information\n";
    expect(await run("docker run --pull never nosuch")).toMatchObject({
      status: 125,
      err: `docker: Error response from daemon: No such image: nosuch:latest${help}`,
    });
    expect((await run("docker run alpine nosuchcmd")).status).toBe(127);
    expect((await run("docker run alpine /etc/passwd")).status).toBe(126);
    expect(await run("docker run -p abc:80 alpine")).toMatchObject({
      status: 125,
      err: `docker: invalid hostPort: abc${help}`,
    });
    expect(await run("docker run --rm --restart always alpine true")).toMatchObject({
      status: 125,
      err: `docker: conflicting options: cannot specify both --restart and --rm${help}`,
    });
    expect(await run("docker run -it alpine cat")).toMatchObject({
      status: 1,
      err: "cannot attach stdin to a TTY-enabled container because stdin is not a terminal\n",
    });
  });

  it.each([
    ["--ulimit foo", 'invalid argument "foo" for "--ulimit" flag: invalid ulimit argument: foo'],
    ["--ulimit x=1", 'invalid argument "x=1" for "--ulimit" flag: invalid ulimit type: x'],
    [
      "--ulimit nofile=10:5",
      'invalid argument "nofile=10:5" for "--ulimit" flag: ulimit soft limit must be less than or equal to hard limit: 10 > 5',
    ],
    ["--sysctl foo", 'invalid argument "foo" for "--sysctl" flag: sysctl \'foo\' is not allowed'],
    ["--security-opt foo", 'docker: invalid --security-opt: "foo"'],
    ["--pid foo", "docker: --pid: invalid PID mode"],
    ["--env-file nosuch", "docker: open nosuch: no such file or directory"],
    ["--network-alias x", "docker: network-scoped aliases are only supported for user-defined networks"],
    ["--rm --restart foo", "docker: conflicting options: cannot specify both --restart and --rm"],
    [
      "--restart foo",
      "docker: Error response from daemon: invalid restart policy: unknown policy 'foo'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'",
    ],
    ["--cap-add foo", 'docker: Error response from daemon: invalid CapAdd: unknown capability: "CAP_FOO"'],
    ["--ipc foo", "docker: Error response from daemon: invalid IPC mode: foo"],
    ["--stop-signal FOO", "docker: Error response from daemon: invalid signal: FOO"],
    [
      "--log-driver foo",
      'docker: Error response from daemon: error looking up logging plugin foo: plugin "foo" not found',
    ],
    ["--log-opt foo=1", "docker: Error response from daemon: unknown log opt 'foo' for json-file log driver"],
    [
      "--log-opt max-size=x",
      "docker: Error response from daemon: failed to create task for container: failed to initialize logging driver: invalid size: 'x'",
    ],
    [
      "--health-cmd ls --health-interval 1us",
      "docker: Error response from daemon: Interval in Healthcheck cannot be less than 1ms",
    ],
    ["--tmpfs /t:size=1m,foo", 'docker: Error response from daemon: invalid tmpfs option "foo"'],
    ["--gpus all", 'docker: Error response from daemon: could not select device driver "" with capabilities: [[gpu]]'],
    [
      "--network container:x -p 80:80",
      "docker: Error response from daemon: conflicting options: port publishing and the container type network mode",
    ],
    [
      "--network container:nosuch",
      "docker: Error response from daemon: joining network namespace of container: No such container: nosuch",
    ],
  ])("refuses %s", async (options, message) => {
    const { run } = host();
    const { status, out, err } = await run(`docker run ${options} alpine true`);
    expect({ status, out }).toEqual({ status: 125, out: "" });
    expect(err.split("\n\n")[0]).toBe(message);
  });

  it("ends with 127 for a device that the host does not have, as for all that is not there", async () => {
    const { run } = host();
    const { status, err } = await run("docker run --device /nosuch alpine true");
    expect(status).toBe(127);
    expect(err).toContain('error gathering device information while adding custom device "/nosuch"');
  });

  it("warns of ports that the host's network discards", async () => {
    const { run } = host();
    expect(await run("docker run --network host -p 80:80 alpine true")).toEqual({
      status: 0,
      out: "",
      err: "WARNING: Published ports are discarded when using host network mode\n",
    });
  });

  it("hands its input on until the end of it", async () => {
    const { run } = host();
    expect((await run("docker run --rm -i alpine cat", "uno\ndos\n")).out).toBe("uno\ndos\n");
  });

  it("-d prints the id and leaves", async () => {
    const { engine, run } = host();
    const { out } = await run("docker run -d --name web alpine sleep 100");
    expect(out).toMatch(/^[0-9a-f]{64}\n$/);
    expect(Object.values(engine.state.containers)[0]?.status).toBe("running");
  });

  it("is a terminal's other end with -it: echo, keys, end of input", async () => {
    const { type } = host();
    expect(await type("docker run -it alpine cat", ["hola\r", "\x04"])).toEqual({
      status: 0,
      screen: "hola\r\nhola\r\n",
      raw: false,
    });
  });

  it("lets go at the detach keys, and the container goes on", async () => {
    const { engine, type } = host();
    const { status, raw } = await type("docker run -it --name caja alpine cat", ["\x10\x11"]);
    expect({ status, raw }).toEqual({ status: 0, raw: false });
    expect(Object.values(engine.state.containers)[0]?.status).toBe("running");
    expect(await type("docker attach caja", ["\x10\x11"])).toMatchObject({
      status: 1,
      screen: "read escape sequence\r\n",
    });
  });

  it("passes Ctrl-C on as a signal when it has no terminal of its own", async () => {
    const { type } = host(["nginx"]);
    const { status } = await type("docker run --stop-signal SIGINT nginx server", ["\x03", "\x03", "\x03"]);
    expect(status).toBe(1);
  });
});

describe("docker create", () => {
  it("points to its help only where the line cannot be read", async () => {
    const { run } = host();
    await run("docker create --name uno alpine true");
    const taken = await run("docker create --name uno alpine true");
    expect(taken.status).toBe(1);
    expect(taken.err).toMatch(/^Error response from daemon: Conflict\. The container name "\/uno" .*\n$/);
    expect(await run("docker create --env-file nosuch alpine true")).toMatchObject({
      status: 125,
      err: "docker: open nosuch: no such file or directory\n\nRun 'docker create --help' for more information\n",
    });
  });
});

describe("docker ps --format", () => {
  it("asks for sizes only where they are shown, and lets -q win", async () => {
    const { run } = host();
    await run("docker run -d --name uno alpine sleep 100");
    expect((await run("docker ps --format json")).out).toContain('"Size":"0B"');
    expect((await run("docker ps --format {{.|json}}")).out).toMatch(/"Size":"[\d.]+kB \(virtual /);
    const quiet = await run("docker ps -q --format {{.Names}}");
    expect(quiet.out).toMatch(/^[0-9a-f]{12}\n$/);
    expect(quiet.err).toBe("WARNING: Ignoring custom format, because both --format and --quiet are set.\n");
    expect((await run("docker ps -q --format raw")).out).toMatch(/^container_id: [0-9a-f]{12}\n$/);
    expect((await run("docker ps --format raw")).out).toMatch(/\nnames: uno\nlabels:\nports:\n\n$/);
  });
});

describe("commands on containers", () => {
  it("print the names it worked for, then what went wrong", async () => {
    const { run } = host();
    await run("docker run -d --name uno alpine sleep 100");
    expect(await run("docker stop -t 0 uno nosuch")).toEqual({
      status: 1,
      out: "uno\n",
      err: "Error response from daemon: No such container: nosuch\n",
    });
    expect(await run("docker rm -f uno nosuch")).toEqual({ status: 0, out: "uno\n", err: "" });
    expect(await run("docker start nosuch")).toEqual({
      status: 1,
      out: "",
      err: "Error response from daemon: No such container: nosuch\nfailed to start containers: nosuch\n",
    });
  });

  it("wait tells the status, logs what was printed", async () => {
    const { run } = host();
    await run("docker run -d --name tres alpine exit 3");
    expect((await run("docker wait tres")).out).toBe("3\n");
    await run("docker run --name eco alpine echo hola");
    expect((await run("docker logs eco")).out).toBe("hola\n");
    expect(await run("docker logs --since ayer eco")).toMatchObject({
      status: 1,
      err: 'invalid value for "since": failed to parse value as time or duration: "ayer"\n',
    });
    expect((await run("docker logs -t eco")).out).toMatch(/^2026-11-24T03:00:\d\d\.\d{9}Z hola\n$/);
  });

  it("cp copies in and out", async () => {
    const { engine, run } = host();
    await run("docker run -d --name caja alpine sleep 100");
    engine.ports.host.files.writeFile("/root/nota", "hola");
    expect((await run("docker cp nota caja:/tmp/")).status).toBe(0);
    expect((await run("docker exec caja cat /tmp/nota")).out).toBe("hola");
    expect((await run("docker cp caja:/tmp/nota copia")).status).toBe(0);
    expect(engine.ports.host.files.readFile("/root/copia")).toBe("hola");
    for (const line of ["docker cp nota caja:/nosuch/", "docker cp caja:/tmp/nota nosuch/"])
      expect(await run(line)).toMatchObject({ status: 1, err: "no such directory\n" });
    expect(await run("docker cp caja:/nosuch .")).toMatchObject({
      status: 1,
      err: "Error response from daemon: Could not find the file /nosuch in container caja\n",
    });
  });

  it("export and commit keep what a container has", async () => {
    const { engine, run } = host();
    await run("docker run --name caja alpine write /e e");
    expect((await run("docker export caja -o e.tar")).status).toBe(0);
    expect(engine.ports.host.files.readFile("/root/e.tar")).toContain("ustar");
    expect((await run("docker commit -a yo caja firmada")).status).toBe(0);
    expect((await run("docker image inspect -f {{.Author}} firmada")).out).toBe("yo\n");
    expect((await run("docker commit caja copia:v1")).out).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    expect((await run("docker run --rm copia:v1 cat /e")).out).toBe("e");
  });

  it("events tell what happened", async () => {
    const { run, clock } = host();
    await run("docker run --name eco alpine echo hola");
    // Of the second that runs nothing is told.
    await clock.advance(1000);
    const { out } = await run("docker events --since 1m --until 0s --filter type=container --format {{.Action}}");
    expect(out.trim().split("\n")).toEqual(["create", "attach", "start", "die"]);
  });

  it("system df and prune agree on what there is", async () => {
    const { run } = host();
    await run("docker run --name eco alpine echo hola");
    expect((await run("docker system df --format {{.Type}}:{{.TotalCount}}:{{.Reclaimable}}")).out).toMatch(
      /^Images:1:0B \(0%\)\nContainers:1:4\.096kB \(100%\)\n/,
    );
    expect((await run("docker container prune -f")).out).toMatch(
      /^Deleted Containers:\n[0-9a-f]{64}\n\nTotal reclaimed space: 4\.096kB\n$/,
    );
  });
});

describe("PORTS", () => {
  const port = (IP: string, PublicPort: number, PrivatePort: number, Type = "tcp") => ({
    IP,
    PublicPort,
    PrivatePort,
    Type,
  });

  it("folds neighbours, and puts other numbers last", () => {
    expect(displayPorts([port("0.0.0.0", 9000, 9000), port("0.0.0.0", 9001, 9001), port("0.0.0.0", 9002, 9002)])).toBe(
      "0.0.0.0:9000-9002->9000-9002/tcp",
    );
    expect(displayPorts([{ PrivatePort: 80, Type: "tcp" }, port("0.0.0.0", 8000, 3332), port("::", 8000, 3332)])).toBe(
      "80/tcp, 0.0.0.0:8000->3332/tcp, [::]:8000->3332/tcp",
    );
    expect(displayPorts([])).toBe("");
  });
});

describe("detach keys", () => {
  it("are found in what is typed; keys that only began like them pass", () => {
    const detector = new DetachDetector(detachKeys(""));
    expect(detector.feed("ls\r\x10")).toEqual({ pass: "ls\r", detached: false });
    expect(detector.feed("x\x10")).toEqual({ pass: "\x10x", detached: false });
    expect(detector.feed("\x11")).toEqual({ pass: "", detached: true });
  });

  it("can be others", () => {
    expect(detachKeys("ctrl-a,d")).toBe("\x01d");
    expect(() => detachKeys("ctrl-?")).toThrow("invalid detach keys");
  });
});

describe("what is refused before anything is done", () => {
  it("docker rm --link takes a link, and nothing else", async () => {
    const { engine, run } = host();
    await run("docker run -d --name db alpine sleep 99");
    await run("docker run -d --name web --link db:store alpine sleep 99");
    expect((await run("docker rm --link web/nope")).err).toBe(
      "Error response from daemon: No such container: web/nope\n",
    );
    expect((await run("docker rm --link nosuch")).err).toBe("Error response from daemon: No such container: nosuch\n");
    expect((await run("docker rm --link web")).err).toBe(
      "Error response from daemon: Conflict, cannot remove the default link name of the container\n",
    );
    expect(await run("docker rm --link /web/store")).toMatchObject({ status: 0, err: "" });
    const web = Object.values(engine.state.containers).find(({ name }) => name === "web");
    expect(web?.links).toEqual([]);
    expect(web?.status).toBe("running");
  });

  it("docker cp looks at where it is to write, and what it is to read", async () => {
    const { run } = host();
    await run("docker run -d --name web alpine sleep 99");
    expect((await run("docker cp web:/etc/passwd /nosuch/dir/")).err).toBe(
      'invalid output path: directory "/nosuch" does not exist\n',
    );
    expect((await run("docker cp web: .")).err).toBe(
      "Error response from daemon: bad parameter: pathcannot be empty\n",
    );
    for (const there of ["web:/nosuch", "nosuch:/tmp"])
      expect((await run(`docker cp - ${there}`, "")).err).toBe(`destination "${there}" must be a directory\n`);
    expect((await run("docker cp nosuch nosuch:/tmp")).err).toMatch(/^lstat \/\S*nosuch: no such file or directory\n$/);
  });

  it("docker commit reads the reference itself", async () => {
    const { run } = host();
    await run("docker run -d --name web alpine sleep 99");
    expect((await run("docker commit web Foo:bar")).err).toBe(
      "invalid reference format: repository name (library/Foo) must be lowercase\n",
    );
  });
});
