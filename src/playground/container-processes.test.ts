import { beforeEach, describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;

const run = async (line: string, input: readonly string[] = []) =>
  (await lab.run("manager1", line, { columns: 200, input })).output;

beforeEach(async () => {
  lab = new HeadlessLab();
  for (const image of ["alpine", "nginx", "redis"]) await run(`docker pull -q ${image}`);
});

const BUSY = "docker run -d --name busy alpine sh -c 'while :; do :; done'";
const pidOf = async (name: string) => Number(await run(`docker inspect -f '{{.State.Pid}}' ${name}`));

describe("a container's processes, seen from its host", () => {
  it("stand in ps under their shim, with the host's numbers and its names for their users", async () => {
    await run("docker run -d -u 999 --name cache redis");
    const pid = await pidOf("cache");
    const [shim, server] = (await run("ps -e -o pid,ppid,user,args | grep -E '[c]ontainerd-shim|[r]edis-server'"))
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/));
    expect(shim?.slice(1, 4)).toEqual(["1", "root", "/usr/bin/containerd-shim-runc-v2"]);
    // No user of the host has redis's number, so its number is shown.
    expect(server?.slice(0, 3)).toEqual([String(pid), shim?.[0], "999"]);
    expect(await run("docker top cache -o pid,user")).toMatch(new RegExp(`^PID +USER\\n${pid} +999\\n$`));
    expect(await run(`cat /proc/${pid}/cmdline | tr '\\0' ' '`)).toMatch(/^redis-server/);
    expect(await run(`grep memory: /proc/${pid}/cgroup`)).toMatch(/^5:memory:\/docker\/[0-9a-f]{64}\n$/);
    expect(await run("pgrep -x redis-server")).toBe(`${pid}\n`);
  });

  it("cannot kill their first one from beside it", async () => {
    expect(await run("docker run --rm alpine sh -c 'kill -9 $$; kill -STOP 1; echo still here'")).toBe("still here\n");
  });

  it("take signals by the host's numbers", async () => {
    await run(BUSY);
    const pid = await pidOf("busy");
    // A container's init without a handler heeds only SIGKILL.
    await run(`kill ${pid}; sleep 1`);
    expect(await run("docker ps -q")).not.toBe("");
    await run(`kill -9 ${pid}; sleep 1`);
    expect(await run("docker inspect -f '{{.State.ExitCode}}' busy")).toBe("137\n");
    expect(await run(`ps -p ${pid} -o pid=`)).toBe("");
  });

  it("are all there for a container in the host's PID namespace", async () => {
    await run("docker run -d --name web nginx");
    // 101 is nginx in the image, and sshd on a Debian.
    expect(await run("docker top web -o pid,user,args | tail -1")).toMatch(/^\d+ +sshd +nginx: worker process\n$/);
    const [web, output] = [await pidOf("web"), await run("docker run --rm --pid host alpine ps")];
    expect(output).toMatch(/^ +1 root +\/sbin\/init$/m);
    expect(output).toMatch(new RegExp(`^ *${web} root +nginx: master process`, "m"));
    // Its own process is not number 1 there.
    expect(output).toMatch(/^ *\d{3,} root +ps$/m);
    await run("docker run --rm --pid host alpine sh -c 'kill -9 $(pgrep -o nginx)'; sleep 1");
    expect(await run("docker inspect -f '{{.State.ExitCode}}' web")).toBe("137\n");
  });

  it("use the processor when they compute", async () => {
    await run(`${BUSY}; docker run -d --name idle alpine sleep 600`);
    await lab.advance(10);
    expect(await run("ps -C sh -o %cpu= -o time=")).toMatch(/^ *(9\d\.\d|100\.0) 00:00:(09|10|11)\n$/);
    expect(await run("top -b -n 2 -d 1 | grep ' sh$' | tail -1")).toMatch(/ R +(99|100)\.\d /);
    expect(await run("ps -C sleep -o %cpu=")).toBe(" 0.0\n");
  });
});

describe("docker stats", () => {
  it("tells what programs compute, within their limit", async () => {
    await run(`${BUSY}; docker run -d --name half --cpus .5 alpine sh -c 'yes > /dev/null'`);
    await run("docker run -d --name idle alpine sleep 600");
    expect(await run("docker stats --no-stream --format '{{.Name}} {{.CPUPerc}} {{.PIDs}}' | sort")).toBe(
      "busy 100.00% 1\nhalf 50.00% 1\nidle 0.00% 1\n",
    );
    await run("docker pause busy");
    expect(await run("docker stats --no-stream --format '{{.CPUPerc}}' busy")).toBe("0.00%\n");
  });

  it("counts what goes over a container's network, and not what stays in it", async () => {
    await run("docker run -d --name web -p 8080:80 -m 64m nginx");
    const read = () => run("docker stats --no-stream --format '{{.NetIO}} {{.MemUsage}} {{.PIDs}}' web");
    expect(await read()).toBe("0B / 0B 9.6MiB / 64MiB 3\n");
    await run("docker exec web curl -s localhost > /dev/null");
    expect(await read()).toMatch(/^0B \/ 0B /);
    await run("curl -s localhost:8080 > /dev/null");
    const [, received = "", sent = ""] = /^([\d.]+)B \/ ([\d.]+)kB /.exec(await read()) ?? [];
    // A request of some hundred bytes, and the page of 896 with its head and the frames around.
    expect(Number(received)).toBeGreaterThan(300);
    expect(Number(sent)).toBeGreaterThan(1.1);
    expect(Number(sent)).toBeLessThan(2);
    await run("docker run --rm --link web alpine wget -qO- web > /dev/null");
    expect(await read()).toMatch(/^[\d.]+B \/ [23]\.\d+kB |^[\d.]+kB \/ [23]\.\d+kB /);
  });

  it("draws itself anew every second until Ctrl-C", async () => {
    await run("docker run -d --name idle alpine sleep 600");
    const output = await run("docker stats", ["\x03"]);
    expect(output.startsWith("\x1b[HCONTAINER ID")).toBe(true);
    expect(output).toContain("\x1b[J");
  });
});

describe("a container's control groups", () => {
  const inWeb = (files: string) => run(`docker exec web sh -c 'cd /sys/fs/cgroup; cat ${files}'`);

  it("say what its flags limit, as docker info's version 1 does", async () => {
    expect(await run("docker info -f '{{.CgroupVersion}} {{.CgroupDriver}}'")).toBe("1 cgroupfs\n");
    await run("docker run -d --name web -m 64m --cpus .5 --cpu-shares 512 --pids-limit 50 nginx");
    const id = (await run("docker inspect -f '{{.Id}}' web")).trim();
    expect(await run("docker exec web grep -E 'memory|pids' /proc/1/cgroup")).toBe(
      `5:memory:/docker/${id}\n4:pids:/docker/${id}\n`,
    );
    expect(await inWeb("memory/memory.limit_in_bytes memory/memory.memsw.limit_in_bytes")).toBe(
      "67108864\n134217728\n",
    );
    expect(await inWeb("cpu/cpu.cfs_quota_us cpu/cpu.cfs_period_us cpu/cpu.shares")).toBe("50000\n100000\n512\n");
    expect(await inWeb("pids/pids.max pids/pids.current")).toMatch(/^50\n\d\n$/);
    expect(await run(`cat /sys/fs/cgroup/memory/docker/${id}/memory.limit_in_bytes`)).toBe("67108864\n");
    await run("docker update -m 32m --memory-swap 32m web");
    expect(await inWeb("memory/memory.limit_in_bytes")).toBe("33554432\n");
  });

  it("say that there is no limit where none was asked for", async () => {
    await run("docker run -d --name web nginx");
    expect(await inWeb("memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us cpu/cpu.shares pids/pids.max")).toBe(
      "9223372036854771712\n-1\n1024\nmax\n",
    );
    expect(await run("docker run --rm --cgroupns private alpine grep memory /proc/self/cgroup")).toBe("5:memory:/\n");
  });
});

describe("what listens on a host", () => {
  it("is sshd, docker-proxy for each published address, and dockerd in a swarm", async () => {
    await run("docker run -d --name web -p 8080:80 nginx");
    const proxies = (await run("pgrep -x docker-proxy")).trim().split("\n");
    expect(await run("ps -C docker-proxy -o args= | head -1")).toBe(
      "/usr/bin/docker-proxy -proto tcp -host-ip 0.0.0.0 -host-port 8080 -container-ip 172.17.0.2 -container-port 80 -use-listen-fd\n",
    );
    const columns = (text: string) =>
      text
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/));
    expect(columns(await run("ss -Hltnp")).map((cells) => [cells[3], cells[4], cells[5]])).toEqual([
      ["0.0.0.0:22", "0.0.0.0:*", 'users:(("sshd",pid=461,fd=3))'],
      ["[::]:22", "[::]:*", 'users:(("sshd",pid=461,fd=3))'],
      ["0.0.0.0:8080", "0.0.0.0:*", `users:(("docker-proxy",pid=${proxies[0]},fd=3))`],
      ["[::]:8080", "[::]:*", `users:(("docker-proxy",pid=${proxies[1]},fd=3))`],
    ]);
    await run("docker swarm init");
    expect(columns(await run("netstat -ltnp | grep dockerd")).map((cells) => [cells[0], cells[3], cells[6]])).toEqual([
      ["tcp6", ":::2377", "532/dockerd"],
      ["tcp6", ":::7946", "532/dockerd"],
    ]);
    expect(await run("nc -zv localhost 2377")).toContain("succeeded");
    expect(await run("nc -w 1 localhost 22 < /dev/null")).toContain("SSH-2.0-OpenSSH");
    await run("docker swarm leave --force; docker rm -f web; systemctl stop ssh");
    expect(await run("ss -Hltn")).toBe("");
  });

  it("keeps its ports from containers", async () => {
    expect(await run("docker run --rm -p 22:22 alpine true")).toContain(
      "failed to bind host port 0.0.0.0:22/tcp: address already in use",
    );
  });
});
