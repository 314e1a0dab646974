import { beforeEach, describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const DENIED = "permission denied while trying to connect to the docker API at unix:///var/run/docker.sock\n";

let lab: HeadlessLab;

beforeEach(() => {
  lab = new HeadlessLab();
});

const run = async (line: string, host = "manager1", input: string[] = []) =>
  (await lab.run(host, line, { input })).output;

describe("a lab of an ordinary user", () => {
  beforeEach(() => {
    lab.lab.user = "dev";
  });

  test("opens that user's shell, at home", async () => {
    expect(await run("whoami; pwd; echo $HOME $USER; id")).toBe(
      "dev\n/home/dev\n/home/dev dev\nuid=1000(dev) gid=1000(dev) groups=1000(dev),27(sudo),100(users)\n",
    );
  });

  test("has Docker say no until the user is in its group and has logged in again", async () => {
    expect(await lab.run("manager1", "docker ps")).toEqual({ output: DENIED, exit: 1 });
    expect(await run("docker --version")).toMatch(/^Docker version 29\./);
    expect(await run("docker context ls")).toContain("default *");
    expect(await run("docker --help")).toContain("Usage:  docker [OPTIONS] COMMAND");
    expect(await run("sudo docker ps")).toMatch(/^CONTAINER ID/);
    expect((await lab.run("manager1", "docker run hello-world")).output).toBe(
      `docker: ${DENIED}\nRun 'docker run --help' for more information\n`,
    );
    expect(await run("sudo groupadd docker")).toBe("groupadd: group 'docker' already exists\n");
    expect(await run("sudo usermod -aG docker $USER; groups; docker ps")).toBe(`dev sudo users\n${DENIED}`);
    expect(await run("su - dev -c 'docker ps'", "manager1", ["\n"])).toContain("su: Authentication failure");
    expect(await run("ssh localhost docker ps || ssh manager1 docker ps -q; echo $?")).toContain("0\n");
    expect(await run("newgrp docker", "manager1", ["id -gn; docker ps\n", "exit\n"])).toMatch(/docker\nCONTAINER ID/);
    expect(await run("docker ps")).toBe(DENIED);
  });

  test("is kept when the lab is stored", async () => {
    await run("sudo usermod -aG docker dev");
    await lab.reopen();
    expect(await run("id -un; docker ps -q; groups")).toBe("dev\ndev sudo users docker\n");
  });

  test("has no way to what is root's, but by sudo", async () => {
    expect(await run("cat /etc/shadow; ls /root")).toBe(
      "cat: /etc/shadow: Permission denied\nls: cannot open directory '/root': Permission denied\n",
    );
    expect(await run("kill 1; kill -9 532")).toBe(
      "bash: kill: (1) - Operation not permitted\nbash: kill: (532) - Operation not permitted\n",
    );
    expect(await run("sudo -i", "manager1", ["whoami; pwd\n", "exit\n"])).toContain(
      "root\r\n/root\r\n".replaceAll("\r", ""),
    );
    expect(await run("curl -s --unix-socket /var/run/docker.sock http://localhost/_ping || echo $?")).toBe("7\n");
    expect(await run("sudo curl -s --unix-socket /var/run/docker.sock http://localhost/_ping")).toBe("OK");
  });
});

describe("ssh", () => {
  test("opens the shell of the user it names", async () => {
    expect(await run("ssh dev@worker1 'id -un; hostname; pwd'")).toBe("dev\nworker1\n/home/dev\n");
    expect(await run("ssh worker1 id -un")).toBe("root\n");
    expect(await run("ssh -l dev worker1 docker ps")).toBe(DENIED);
  });

  test("asks for the password of who has no key there", async () => {
    await run("useradd -m -s /bin/bash ana; echo ana:uno | chpasswd", "worker1");
    expect(await run("ssh ana@worker1 id -un", "manager1", ["uno\n"])).toBe("ana@worker1's password: \nana\n");
    expect(await run("ssh ana@worker1 id -un", "manager1", ["a\n", "b\n", "c\n"])).toContain(
      "ana@worker1: Permission denied (publickey,password).\n",
    );
  });
});

describe("in a container", () => {
  test("a user's files and ports are Linux's, but port 80 is anybody's", async () => {
    expect(
      await run("docker run --rm -u nobody alpine sh -c 'id -un; touch /root/x; touch /x; cat /etc/shadow'"),
    ).toMatch(
      /nobody\ntouch: \/root\/x: Permission denied\ntouch: \/x: Permission denied\ncat: can't open '\/etc\/shadow': Permission denied\n$/,
    );
    expect(
      await run(
        "docker run -d --name web -u 1000 python:alpine python3 -m http.server 80 > /dev/null 2>&1; sleep 1; docker ps --format '{{.Names}}'",
      ),
    ).toBe("web\n");
    expect(await run("docker exec web id -u; docker exec -u 0 web id -u")).toBe("1000\n0\n");
  });

  test("a Dockerfile's users work", async () => {
    await run("mkdir u");
    lab.writeFile(
      "manager1",
      "u/Dockerfile",
      'FROM alpine\nRUN addgroup -S app && adduser -S app -G app\nUSER app\nCMD ["sh", "-c", "id; touch /etc/x"]\n',
    );
    await run("docker build -q -t u u");
    expect(await run("docker run --rm u")).toBe(
      "uid=100(app) gid=101(app) groups=101(app),101(app)\ntouch: /etc/x: Permission denied\n",
    );
  });
});
