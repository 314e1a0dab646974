import { beforeEach, describe, expect, it } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;

const run = (line: string, input: readonly string[] = []) => lab.run("manager1", line, { columns: 200, input });
const output = async (line: string) => (await run(line)).output;

beforeEach(async () => {
  lab = new HeadlessLab();
  await run("docker pull -q alpine");
});

describe("a container's mounts", () => {
  const mounted = (flags: string, path = "/t") => output(`docker run --rm ${flags} alpine mount | grep ' on ${path} '`);

  it.each([
    ["--tmpfs /t", "rw,nosuid,nodev,noexec,relatime"],
    ["--tmpfs /t:size=10m", "rw,nosuid,nodev,noexec,relatime,size=10240k"],
    ["--tmpfs /t:rw,size=10m,mode=1777,exec", "rw,nosuid,nodev,relatime,size=10240k"],
    ["--tmpfs /t:ro,uid=1000,gid=1000", "ro,nosuid,nodev,noexec,relatime,uid=1000,gid=1000"],
    [
      "--tmpfs /t:nr_inodes=100,gid=5,uid=3,mode=0755,size=5m,noatime",
      "rw,nosuid,nodev,noexec,noatime,size=5120k,nr_inodes=100,mode=755,uid=3,gid=5",
    ],
    ["--mount type=tmpfs,dst=/t,tmpfs-size=1m,tmpfs-mode=700", "rw,nosuid,nodev,noexec,relatime,size=1024k,mode=700"],
    ["--mount type=tmpfs,dst=/t,readonly", "ro,nosuid,nodev,noexec,relatime"],
  ])("in memory, by %s, have the options that the kernel lists", async (flags, options) => {
    expect(await mounted(flags)).toBe(`tmpfs on /t type tmpfs (${options})\n`);
  });

  it("have an owner and a mode when the options give them", async () => {
    expect(await output("docker run --rm --tmpfs /t:uid=5,gid=6,mode=700 alpine stat -c '%u %g %a' /t")).toBe(
      "5 6 700\n",
    );
  });

  it("of the kernel's own are as runc makes them", async () => {
    expect(await mounted("", "/proc")).toBe("proc on /proc type proc (rw,nosuid,nodev,noexec,relatime)\n");
    expect(await mounted("--shm-size 1m", "/dev/shm")).toBe(
      "shm on /dev/shm type tmpfs (rw,nosuid,nodev,noexec,relatime,size=1024k)\n",
    );
  });
});

describe("a container's namespaces", () => {
  it("for IPC bring /dev/shm with them", async () => {
    await run("docker run -d --name lender --ipc shareable alpine sleep 600");
    await run("docker exec lender sh -c 'echo shared > /dev/shm/x'; echo host > /dev/shm/y");
    expect(await output("docker run --rm --ipc container:lender alpine cat /dev/shm/x")).toBe("shared\n");
    expect(await output("docker run --rm --ipc host alpine cat /dev/shm/y")).toBe("host\n");
    expect(await output("docker run --rm alpine ls /dev/shm")).toBe("");
    expect(await run("docker run --rm --ipc none alpine ls /dev/shm")).toMatchObject({
      output: "ls: /dev/shm: No such file or directory\n",
      exit: 1,
    });
  });

  it("for UTS have a domain, which is a name's rest", async () => {
    const told = "docker run --rm -h box --domainname example.org alpine sh -c 'hostname; hostname -f; hostname -d'";
    expect(await output(told)).toBe("box\nbox.example.org\nexample.org\n");
    expect(await output("hostname -f; hostname -d")).toBe("manager1\n");
  });

  it("for UTS are the host's when asked", async () => {
    expect(await output("docker run --rm --uts host alpine hostname")).toBe("manager1\n");
  });

  it.each([
    [
      "host",
      "none",
      "container sharing network namespace with another container or host cannot be connected to any other network",
    ],
    ["bridge", "host", "cannot connect container to host network - container must be created in host network mode"],
    [
      "none",
      "bridge",
      "container cannot be connected to multiple networks with one of the networks in private (none) mode",
    ],
  ])("for the network are no two at once: %s and %s", async (one, other, why) => {
    expect(await run(`docker run --rm --network ${one} --network ${other} alpine true`)).toMatchObject({
      output: `docker: Error response from daemon: failed to set up container networking: ${why}\n\nRun 'docker run --help' for more information\n`,
      exit: 125,
    });
  });
});

describe("a container's command", () => {
  it("is no directory", async () => {
    const { output, exit } = await run("docker run --rm alpine /etc");
    expect(output).toContain('error during container init: exec: "/etc": is a directory: permission denied\n');
    expect(exit).toBe(126);
  });

  it("that is a shell's script ends at Ctrl-C, as the first process of a container too", async () => {
    const loop = "docker run --rm alpine sh -c 'while true; do sleep 1; done'";
    expect(await run(loop, ["\x03"])).toMatchObject({ output: "^C", exit: 130 });
  });
});

describe("docker exec", () => {
  beforeEach(() => run("docker run -d --name up alpine sleep 600"));

  it.each([
    [
      "-u nobody-here",
      "Error response from daemon: unable to find user nobody-here: no matching entries in passwd file\n",
      1,
    ],
    ["-w etc", "OCI runtime exec failed: exec failed: Cwd must be an absolute path\n", 128],
  ])("says what is wrong with %s", async (flags, output, exit) => {
    expect(await run(`docker exec ${flags} up id`)).toMatchObject({ output, exit });
  });

  it("tells even when detached that there is no such program, and is done once it runs", async () => {
    expect(await run("docker exec -d up nosuch")).toMatchObject({
      output:
        'Error response from daemon: OCI runtime exec failed: exec failed: unable to start container process: exec: "nosuch": executable file not found in $PATH\n',
      exit: 1,
    });
    expect(await run("docker exec -d up sleep 100; docker exec up ps -o args")).toMatchObject({
      output: "COMMAND\nsleep 600\nsleep 100\nps -o args\n",
      exit: 0,
    });
  });
});

describe("the servers of official images", () => {
  it("run as users of their own", async () => {
    await run("docker run -d --name cache redis:7; docker run -d --name db -e POSTGRES_PASSWORD=x postgres");
    await lab.advance(5);
    const passwd = await output("grep -E '^[^:]*:x:(999|101):' /etc/passwd");
    const named = /^(\w+):x:999:/m.exec(passwd)?.[1] ?? "999";
    expect(await output("docker top cache -eo user,pid,cmd | tail -n +2")).toMatch(
      new RegExp(`^${named} +\\d+ +redis-server \\*:6379\\n$`),
    );
    expect(await output("docker top db -eo user,cmd,pid | tail -n +2")).toMatch(new RegExp(`^${named} +postgres`));
    expect(await output("docker exec cache redis-cli set a 1; docker exec cache stat -c %U /data /data/dump.rdb")).toBe(
      "OK\nredis\nredis\n",
    );
    expect(await output("docker logs db 2>&1 | tail -1")).toContain("ready to accept connections");
    expect(await output("docker exec db stat -c %U /var/lib/postgresql")).toBe("postgres\n");
  });
});

describe("what is told of running processes", () => {
  beforeEach(async () => {
    await run("docker pull -q redis:7; docker run -d --name cache redis:7");
    await lab.advance(3);
  });

  it("top shows as the host's ps does, by the names that ps has for its columns", async () => {
    const titles = async (args: string) => (await output(`docker top cache ${args} | head -1`)).trim().split(/ {2,}/);
    expect(await titles("aux")).toEqual("USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND".split(" "));
    expect(await titles("-o pid,tty,etime,nice,pcpu,args")).toEqual("PID TT ELAPSED NI %CPU COMMAND".split(" "));
    expect(await titles("-o pid,ppid=parent")).toEqual(["PID", "parent"]);
    expect(await output("docker top cache aux | tail -1")).toMatch(/ Ssl +\d\d:\d\d +0:00 +redis-server \*:6379\n$/);
    expect(await output("docker top cache -eo pid,comm | tail -1")).toMatch(/^\d+ +redis-server\n$/);
    expect(await run("docker top cache -o bogus")).toMatchObject({
      output: 'Error response from daemon: ps: error: unknown user-defined format specifier "bogus"\n',
      exit: 1,
    });
  });

  it("stats counts threads and what was written, and nothing of what does not run", async () => {
    await run("docker exec cache sh -c 'echo x > /written'");
    const stats = (format: string) => output(`docker stats --no-stream --format '${format}' cache`);
    expect(await stats("{{.Container}} {{.PIDs}} {{.BlockIO}}")).toBe("cache 6 0B / 4.1kB\n");
    await run("docker stop cache");
    expect(await stats("{{.CPUPerc}} {{.MemUsage}} {{.MemPerc}} {{.NetIO}} {{.BlockIO}} {{.PIDs}}")).toBe(
      "0.00% 0B / 0B 0.00% 0B / 0B 0B / 0B 0\n",
    );
  });
});

describe("docker events", () => {
  // Of the second that runs nothing is told.
  const told = async (flags: string) => {
    await lab.advance(1);
    return output(`docker events --since 1m --until 0s ${flags}`);
  };

  it("tell of a stop before the end that it brings, and of what looks into a container", async () => {
    await run("docker run -d --name one alpine sleep 600; docker top one; docker cp one:/etc/hostname - | cat");
    await run("echo x > x; docker cp x one:/; docker stop -t 0 one; docker commit one made");
    expect(await told("--filter container=one --format {{.Action}}")).toBe(
      "create start top archive-path extract-to-dir kill kill stop die commit ".replaceAll(" ", "\n"),
    );
    expect(await told("--filter type=image --format {{.Action}} | tail -2")).toBe("create\ntag\n");
  });

  it("have the fields of a message, and refuse others before they begin", async () => {
    await run("docker create --name one alpine");
    expect(await told("--filter event=create --format '{{.Scope}} {{.Action}}' --filter nothing=1")).toBe(
      "local create\n",
    );
    expect(await run("docker events --since 1m --until 0s --format '{{.Bogus}}'")).toMatchObject({
      output: `Error parsing format: template: :1:2: executing "" at <.Bogus>: can't evaluate field Bogus in type *events.Message\n`,
      exit: 64,
    });
  });
});

describe("docker cp", () => {
  beforeEach(() => run("docker run -d --name one alpine sleep 600"));

  it("sees nothing of the kernel's file systems", async () => {
    expect(await output("docker cp one:/proc/version .")).toBe(
      "Error response from daemon: Could not find the file /proc/version in container one\n",
    );
  });

  it("shows the whole path of a folder that is not there", async () => {
    expect(await output("docker cp one:/etc/passwd ./sub/pw")).toBe(
      'invalid output path: directory "/root/curso/sub" does not exist\n',
    );
  });
});

describe("docker update", () => {
  it("looks at what is asked by itself, then beside what the container has", async () => {
    await run(
      "docker run -d --name one -m 64m --cpus 1.5 alpine sleep 600; docker run -d --name free alpine sleep 600",
    );
    const refused = async (flags: string, name = "one") => {
      const { output, exit } = await run(`docker update ${flags} ${name}`);
      expect(exit).toBe(1);
      return output.replace(/^Error response from daemon: (Cannot update container [0-9a-f]{64}: )?/, "").trim();
    };
    expect(await refused("--cpu-quota 50000")).toBe(
      "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set",
    );
    expect(await refused("--cpu-quota 500")).toBe("CPU cfs quota can not be less than 1ms (i.e. 1000)");
    expect(await refused("-c 1")).toContain("the minimum allowed cpu-shares is 2");
    const swap =
      "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time";
    expect(await refused("-m 256m")).toBe(swap);
    expect(await refused("-m 64m", "free")).toBe(swap);
    expect(await output("docker update --memory-reservation 512m one")).toBe("one\n");
    expect(await output("docker update --memory-swap -1 --pids-limit -1 one")).toBe("one\n");
    expect(await refused("-m 32m")).toBe(swap);
    expect(await output("docker inspect -f '{{.HostConfig.MemorySwap}} {{.HostConfig.PidsLimit}}' one")).toBe("-1 0\n");
  });
});

describe("ulimit in a container", () => {
  const inside = (flags: string, script: string, image = "alpine") =>
    output(`docker run --rm ${flags} ${image} sh -c '${script}'`);

  it("shows what --ulimit gave, and no more is to be had", async () => {
    expect(await inside("--ulimit nofile=64:128", "ulimit -n; ulimit -Hn")).toBe("64\n128\n");
    expect(await inside("--ulimit nofile=64", "ulimit -a | grep -n open; ulimit -n 100")).toBe(
      "8:open files                      (-n) 64\nsh: error setting limit: Operation not permitted\n",
    );
    expect(await inside("--ulimit core=1024 --ulimit memlock=-1", "ulimit -c; ulimit -l")).toBe("2\nunlimited\n");
    expect(await inside("", "ulimit -n 100; ulimit -n; ulimit -n 200")).toBe(
      "100\nsh: error setting limit: Operation not permitted\n",
    );
  });

  it("speaks as the shell that it is", async () => {
    expect(await inside("", "ulimit -p; ulimit -n x")).toBe(
      "ulimit: invalid option -- \u0027p\u0027\nsh: invalid number \u0027x\u0027\n",
    );
    expect(await output("ulimit -a | head -2; dash -c 'ulimit -a' | head -1")).toBe(
      "real-time non-blocking time  (microseconds, -R) unlimited\ncore file size              (blocks, -c) 0\ntime(seconds)        unlimited\n",
    );
  });
});

describe("the groups of a container's user", () => {
  it.each([
    ["run --rm alpine", "0(root),0(root),1(bin),2(daemon)"],
    ["run --rm -u 1000 alpine", "0(root)"],
    ["run --rm -u 1000:1000 --group-add 5 alpine", "5(tty),1000"],
    ["exec up", "0(root),0(root),1(bin)"],
    ["exec -u root up", "0(root),1(bin),2(daemon)"],
  ])("are those that runc gives: docker %s", async (asked, groups) => {
    await run("docker run -d --name up alpine sleep 600");
    expect((await output(`docker ${asked} id`)).trim().split(" groups=")[1]).toMatch(
      new RegExp(`^${groups.replace(/[()]/g, "\\$&")}`),
    );
  });
});

describe("docker logs --details", () => {
  it("tells labels, variables and the tag that --log-opt asked for", async () => {
    const options = "--log-opt labels=tier --log-opt env=FOO --log-opt tag='{{.Name}} {{.ImageName}}'";
    await run(`docker run --name one --label tier=x --label other=y -e FOO=bar ${options} alpine echo hi`);
    expect(await output("docker logs --details one")).toBe("FOO=bar,tag=one+alpine,tier=x hi\n");
    await run("docker run --name bare alpine echo hi");
    expect(await output("docker logs --details bare")).toBe(" hi\n");
  });
});

describe("docker start -a", () => {
  it("leaves at Ctrl-C, and the container has the signal", async () => {
    await run(`docker create --name deaf alpine sleep 600`);
    expect(await run("docker start -a deaf", ["\x03"])).toMatchObject({ output: "^C", exit: 0 });
    expect(await output("docker ps --format {{.Names}}")).toBe("deaf\n");
    await run(`docker create --name one alpine sh -c 'trap "exit 3" INT; while true; do sleep 0.1; done'`);
    await run("docker start -a one", ["\x03"]);
    await lab.advance(1);
    expect(await output("docker inspect -f {{.State.ExitCode}} one")).toBe("3\n");
  });
});

describe("what docker run reads", () => {
  it("takes no label from a name alone in a file", async () => {
    await run("printf 'one=1\\ntwo\\n' > labels");
    await run("docker create --name one --label-file labels --label three alpine");
    expect(await output("docker inspect -f '{{json .Config.Labels}}' one")).toBe('{"one":"1","three":""}\n');
  });

  it("makes no container for a link to one that is not there", async () => {
    expect(await run("docker run -d --link nothing alpine; docker ps -aq")).toMatchObject({
      output:
        "docker: Error response from daemon: could not get container for nothing: No such container: nothing\n\nRun 'docker run --help' for more information\n",
    });
  });
});
