import { beforeEach, describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;

beforeEach(() => {
  lab = new HeadlessLab();
});

const run = async (line: string, input: string[] = []) => {
  const { output, exit } = await lab.run("manager1", line, { columns: 200, input });
  return { output: output.replace(/\x1b\[[\d;?]*[a-zA-Z]/g, ""), exit };
};

const WARNING = "WARNING! Using --password via the CLI is insecure. Use --password-stdin.\n";

describe("docker login", () => {
  it.each([
    ["192.168.1.77", 'Get "https://192.168.1.77/v2/": dial tcp 192.168.1.77:443: connect: '],
    [
      "192.168.99.77:5000",
      'Get "http://192.168.99.77:5000/v2/": dial tcp 192.168.99.77:5000: connect: no route to host',
    ],
    ["localhost:5999", 'Get "http://localhost:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused'],
    ["nada.example", 'Get "https://nada.example/v2/": dial tcp: lookup nada.example: no such host'],
  ])("to %s tells what the network answers", async (server, why) => {
    const { output, exit } = await run(`docker login -u ana -p x ${server}`);
    expect(output).toContain(`${WARNING}Error response from daemon: ${why}`);
    expect(exit).toBe(1);
  });

  it("to a server that is no registry tells its status", async () => {
    await run("docker run -d -p 8080:80 nginx");
    expect((await run("docker login -u ana -p x localhost:8080")).output).toContain(
      "login attempt to http://localhost:8080/v2/ failed with status: 404 Not Found",
    );
  });

  it("keeps what was typed, says so once, and uses it the next time", async () => {
    await run("docker run -d -p 5001:5000 registry:2");
    expect((await run("docker login localhost:5001", ["ana\n", "x\n"])).output).toContain("are stored unencrypted");
    expect((await run("docker login -u ana -p x localhost:5001")).output).toBe(`${WARNING}Login Succeeded\n`);
    expect((await run("docker login localhost:5001")).output).toBe(
      "Authenticating with existing credentials... [Username: ana]\n\ni Info → To login with a different account, run 'docker logout' followed by 'docker login'\n\n\nLogin Succeeded\n",
    );
    await run("docker logout localhost:5001");
    expect((await run("cat .docker/config.json ~/.docker/config.json")).output).toContain('"auths": {}');
  });

  it("keeps it in the folder that --config names", async () => {
    const { output } = await run("docker --config /tmp/otra login -u ana -p x 192.168.99.1:5000");
    expect(output).toContain("stored unencrypted in '/tmp/otra/config.json'");
    expect((await run("grep -c auth /tmp/otra/config.json; ls ~/.docker/config.json")).output).toContain("2\nls: ");
  });

  it.each([
    ["-u '' -p x", "username is empty\n"],
    ["-u ana -p ''", "password is empty\n"],
    ["-u ana -p x --password-stdin", "conflicting options: cannot specify both --password and --password-stdin\n"],
    ["--password-stdin", "the --password-stdin option requires --username to be set\n"],
    ["-u ana --password-stdin < /dev/null", "error: cannot perform an interactive login from a non-TTY device\n"],
  ])("refuses %s", async (flags, why) => {
    expect(await run(`docker login ${flags} 192.168.99.1:5000`.replace(/(<.*) (\S+)$/, "$2 $1"))).toEqual({
      output: why,
      exit: 1,
    });
  });
});
