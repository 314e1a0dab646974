import { beforeEach, describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const DOWN = "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n";
const NO_SOCKET =
  "failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct and if the daemon is running: dial unix /var/run/docker.sock: connect: no such file or directory\n";
const TRIGGERS = "Stopping 'docker.service', but its triggering units are still active:\ndocker.socket\n";

let lab: HeadlessLab;

beforeEach(() => {
  lab = new HeadlessLab();
});

const run = async (line: string, host = "manager1", input: string[] = []) =>
  (await lab.run(host, line, { input })).output;

describe("docker's service", () => {
  test("is shown as it is", async () => {
    const status = await lab.run("manager1", "systemctl status docker | cat");
    expect(status.output).toContain("● docker.service - Docker Application Container Engine\n");
    expect(status.output).toContain(
      "     Loaded: loaded (/usr/lib/systemd/system/docker.service; enabled; preset: enabled)\n",
    );
    expect(status.output).toMatch(/ {5}Active: active \(running\) since Tue 2026-11-24 08:13:\d\d UTC; 47min ago\n/);
    expect(status.output).toContain("TriggeredBy: ● docker.socket\n");
    expect(status.output).toMatch(/Started docker\.service - Docker Application Container Engine\.\n$/);
    expect(await run("systemctl is-active docker; systemctl is-enabled docker.socket containerd")).toBe(
      "active\nenabled\nenabled\n",
    );
    expect(await run("service docker status | head -1")).toBe(
      "● docker.service - Docker Application Container Engine\n",
    );
  });

  test("takes its containers along when it stops, and brings back those that are to restart", async () => {
    await run("docker run -d --name keeps --restart unless-stopped alpine sleep 1000");
    await run("docker run -d --name goes alpine sleep 1000");
    expect(await run("systemctl stop docker docker.socket; docker ps")).toBe(DOWN);
    expect(await run("pgrep -l dockerd; systemctl is-active docker")).toBe("inactive\n");
    const status = await lab.run("manager1", "systemctl status docker | cat; systemctl status docker > /dev/null");
    expect(status.output).toContain("○ docker.service");
    expect(status.output).toContain("     Active: inactive (dead) since");
    expect(status.exit).toBe(3);
    await run("systemctl start docker");
    expect(await run("docker ps --format '{{.Names}}'; docker ps -a --format '{{.Names}} {{.State}}'")).toBe(
      "keeps\ngoes exited\nkeeps running\n",
    );
    expect(await run("systemctl is-active docker.socket; pgrep -l dockerd")).toMatch(/^active\n\d+ dockerd\n$/);
  });

  test("is started again by its socket for whoever connects", async () => {
    await run("docker run -d --name keeps --restart always alpine sleep 1000");
    expect(await run("systemctl stop docker")).toBe(TRIGGERS);
    expect(await run("systemctl is-active docker docker.socket")).toBe("inactive\nactive\n");
    expect(await run("docker --version > /dev/null; systemctl is-active docker")).toBe("inactive\n");
    expect(await run("docker ps --format '{{.Names}}'")).toBe("keeps\n");
    expect(await run("systemctl stop docker; docker info | grep -c '^Client'")).toBe(`${TRIGGERS}1\n`);
    expect(await run("systemctl is-active docker")).toBe("active\n");
  });

  test("stops with its socket", async () => {
    expect(await run("systemctl stop docker.socket; systemctl is-active docker")).toBe("inactive\n");
    expect(await run("curl -s --unix-socket /var/run/docker.sock http://localhost/_ping; echo $?")).toBe("7\n");
    expect(await run("rm /var/run/docker.sock; docker ps")).toBe(NO_SOCKET);
    expect(await run("systemctl start docker; docker ps -q; stat -c '%A %U %G' /var/run/docker.sock")).toBe(
      "srw-rw---- root docker\n",
    );
  });

  test("does not start at a boot that it is not enabled for", async () => {
    expect(await run("systemctl disable docker docker.socket")).toContain(
      "Removed '/etc/systemd/system/multi-user.target.wants/docker.service'.\n",
    );
    expect(await run("systemctl is-enabled docker; docker ps -q")).toBe("disabled\n");
    await lab.setPower("manager1", false);
    await lab.setPower("manager1", true);
    expect(await run("docker ps")).toBe(NO_SOCKET);
    expect(await run("systemctl enable --now docker 2>&1 | tail -1; docker ps -q")).toBe(
      "Created symlink '/etc/systemd/system/multi-user.target.wants/docker.service' → '/usr/lib/systemd/system/docker.service'.\n",
    );
  });

  test("is missed by its swarm", async () => {
    await run("docker swarm init --advertise-addr 192.168.99.100");
    const token = (await run("docker swarm join-token -q worker")).trim();
    await run(`docker swarm join --token ${token} 192.168.99.100:2377`, "worker1");
    await run("systemctl stop docker.socket", "worker1");
    await lab.advance(60);
    expect(await run("docker node ls --format '{{.Hostname}} {{.Status}}'")).toBe("manager1 Ready\nworker1 Down\n");
    await run("systemctl start docker", "worker1");
    await lab.advance(20);
    expect(await run("docker node ls --format '{{.Hostname}} {{.Status}}'")).toBe("manager1 Ready\nworker1 Ready\n");
  });

  test("remembers in the journal, also in a stored lab", async () => {
    await run("systemctl restart docker");
    await lab.reopen();
    const journal = await run("journalctl -u docker --no-pager");
    expect(journal.match(/Started docker\.service/g)).toHaveLength(2);
    expect(journal).toContain("systemd[1]: docker.service: Deactivated successfully.\n");
    expect(journal).toContain('msg="API listen on /run/docker.sock"');
    expect(await run("journalctl -u docker -n 1 -o cat")).toBe(
      "Started docker.service - Docker Application Container Engine.\n",
    );
  });
});

describe("systemctl", () => {
  test.each([
    ["systemctl start nosuch", "Failed to start nosuch.service: Unit nosuch.service not found.\n", 5],
    ["systemctl stop nosuch", "Failed to stop nosuch.service: Unit nosuch.service not loaded.\n", 5],
    ["systemctl status nosuch", "Unit nosuch.service could not be found.\n", 4],
    ["systemctl is-enabled nosuch", "not-found\n", 4],
    ["systemctl frobnicate docker", "Unknown command verb 'frobnicate'.\n", 1],
    ["systemctl daemon-reload", "", 0],
  ])("%s", async (line, output, exit) => {
    expect(await lab.run("manager1", line)).toEqual({ output, exit });
  });

  test("lists what runs", async () => {
    const list = await run("systemctl list-units --type=service 2> /dev/null | cat");
    expect(list).toMatch(/^ {2}UNIT +LOAD +ACTIVE SUB +DESCRIPTION\n/);
    expect(list).toMatch(/^ {2}ssh\.service +loaded active running OpenBSD Secure Shell server$/m);
  });

  test("is root's where it changes something", async () => {
    lab.lab.user = "dev";
    expect(await lab.run("manager1", "systemctl stop docker")).toEqual({
      output:
        "Failed to stop docker.service: Interactive authentication required.\nSee system logs and 'systemctl status docker.service' for details.\n",
      exit: 1,
    });
    expect(await run("systemctl is-active docker; sudo systemctl stop docker 2>&1 | head -1")).toBe(
      "active\nStopping 'docker.service', but its triggering units are still active:\n",
    );
  });

  test("ends new ssh logins with ssh's service", async () => {
    await run("systemctl stop ssh", "worker1");
    expect(await run("ssh worker1 hostname")).toBe("ssh: connect to host worker1 port 22: Connection refused\n");
    expect(await run("ps aux | grep -c '[s]shd:'", "worker1")).toBe("0\n");
  });
});
