import { beforeEach, describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";
import { answer } from "./json-protocol.ts";

let lab: HeadlessLab;

beforeEach(() => {
  lab = new HeadlessLab();
});

const plain = (text: string) => text.replace(/\x1b\[[\d;?]*[a-zA-Z]/g, "");
const run = async (line: string, input: readonly string[] = [], host = "manager1") => {
  const { output, exit } = await lab.run(host, line, { columns: 120, input });
  return { output: plain(output), exit };
};
const said = async (line: string, input: readonly string[] = [], host?: string) =>
  (await run(line, input, host)).output;
const create = (name: string, flags = "") => run(`docker-machine create -d virtualbox ${flags} ${name}`);

const CREATED = `Running pre-create checks...
Creating machine...
(platzi-01) Copying /root/.docker/machine/cache/boot2docker.iso to /root/.docker/machine/machines/platzi-01/boot2docker.iso...
(platzi-01) Creating VirtualBox VM...
(platzi-01) Creating SSH key...
(platzi-01) Starting the VM...
(platzi-01) Check network to re-create if needed...
(platzi-01) Waiting for an IP...
Waiting for machine to be running, this may take a few minutes...
Detecting operating system of created instance...
Waiting for SSH to be available...
Detecting the provisioner...
Provisioning with boot2docker...
Copying certs to the local machine directory...
Copying certs to the remote machine...
Setting Docker configuration on the remote daemon...
Checking connection to Docker...
Docker is up and running!
To see how to connect your Docker Client to the Docker Engine running on this virtual machine, run: docker-machine env platzi-01
`;

describe("create", () => {
  test("says once what it is, makes an authority and fetches boot2docker for the first machine only", async () => {
    const first = await create("platzi-00");
    expect(first.output).toMatch(
      /^docker-machine is gone: .*\nCreating CA: \/root\/\.docker\/machine\/certs\/ca\.pem\n/,
    );
    expect(first.output).toContain("(platzi-00) Latest release for github.com/boot2docker/boot2docker is v19.03.12\n");
    expect(await create("platzi-01")).toEqual({ output: CREATED, exit: 0 });
    expect(await said("ls -1 ~/.docker/machine/machines/platzi-01")).toBe(
      "boot2docker.iso\nca.pem\ncert.pem\nconfig.json\ndisk.vmdk\nid_rsa\nid_rsa.pub\nkey.pem\nplatzi-01\nserver-key.pem\nserver.pem\n",
    );
  });

  test("adds a host to the lab, with the next address and two cards", async () => {
    await create("platzi-00");
    expect(await said("docker-machine ls")).toBe(
      "NAME        ACTIVE   DRIVER       STATE     URL                         SWARM   DOCKER    ERRORS\n" +
        "platzi-00   -        virtualbox   Running   tcp://192.168.99.103:2376           v29.7.2   \n",
    );
    expect(await answer(lab, '{"host":"platzi-00","run":"ip -4 addr | grep -o \\"inet [0-9.]*\\""}')).toEqual({
      output: "inet 127.0.0.1\ninet 10.0.2.15\ninet 192.168.99.103\ninet 172.17.0.1\n",
      exit: 0,
    });
    expect(await said("ping -c 1 192.168.99.103")).toContain("1 received");
    expect(await said("ping -c 1 platzi-00")).toContain("Name or service not known");
  });

  test("writes labels into its Docker, and says what the lab only writes down", async () => {
    const { output } = await create("platzi-00", "--engine-label zona=a --virtualbox-memory 2048");
    expect(output).toContain("(the lab writes --virtualbox-memory down in the machine's configuration");
    expect(await said("docker-machine inspect -f '{{.Driver.Memory}}' platzi-00")).toBe("2048\n");
    await run("eval $(docker-machine env platzi-00)");
    expect(await said("docker info -f '{{.Labels}} {{.OperatingSystem}}'")).toBe(
      "[zona=a provider=virtualbox] Boot2Docker 19.03.12 (TCL 10.1)\n",
    );
  });

  test.each([
    ["docker-machine create", "Error: No machine name specified\n"],
    ["docker-machine create a b", "Invalid command line. Found extra arguments [b]\n"],
    [
      "docker-machine create a_b",
      "Error creating machine: Invalid hostname specified. Allowed hostname chars are: 0-9a-zA-Z . -\n",
    ],
    [
      "docker-machine create -d kvm x",
      'Driver "kvm" not found. Do you have the plugin binary accessible in your PATH?\n',
    ],
    ["docker-machine create -d azure x", 'This lab has only the driver virtualbox; docker-machine had "azure" too.\n'],
    ["docker-machine create --swarm x", "--swarm was for the classic Docker Swarm, the one before Docker 1.12"],
    ["docker-machine create worker1", "the lab has a machine worker1 already; choose another name\n"],
    ["docker-machine create --virtualbox-boot2docker-url https://a.b/c.iso x", "dial tcp: lookup a.b: no such host\n"],
  ])("%s is refused", async (line, message) => {
    const { output, exit } = await run(line);
    expect(output).toContain(message);
    expect(exit).not.toBe(0);
    expect(await said("docker-machine ls -q")).toBe("");
    expect([...lab.lab.hosts.keys()]).toEqual(["manager1", "worker1", "worker2"]);
  });

  test("refuses a name that it has used", async () => {
    await create("platzi-00");
    expect(await create("platzi-00")).toEqual({ output: 'Docker machine "platzi-00" already exists\n', exit: 1 });
  });
});

describe("env", () => {
  test("makes this shell's docker speak to a machine, until it is taken back", async () => {
    await create("platzi-00");
    expect(await said("docker-machine env platzi-00")).toBe(
      'export DOCKER_TLS_VERIFY="1"\nexport DOCKER_HOST="tcp://192.168.99.103:2376"\n' +
        'export DOCKER_CERT_PATH="/root/.docker/machine/machines/platzi-00"\nexport DOCKER_MACHINE_NAME="platzi-00"\n' +
        "# Run this command to configure your shell: \n# eval $(docker-machine env platzi-00)\n",
    );
    await run("docker run -d --name aqui alpine sleep 100");
    await run("eval $(docker-machine env platzi-00); docker run -d --name alli -p 8080:80 nginx");
    expect(await said("docker ps --format '{{.Names}}'; docker-machine active")).toBe("alli\nplatzi-00\n");
    expect(await said("docker-machine ls --format '{{.Name}} {{.Active}}'")).toBe("platzi-00 *\n");
    expect(await said("curl -s http://192.168.99.103:8080 | grep -c nginx")).not.toBe("0\n");
    await run("eval $(docker-machine env -u)");
    expect(await said("docker ps --format '{{.Names}}'; echo ${DOCKER_HOST-none}; docker-machine active")).toBe(
      "aqui\nnone\nNo active host found\n",
    );
    expect(await said("docker $(docker-machine config platzi-00) ps --format '{{.Names}}'")).toBe("alli\n");
  });

  test("is what TLS lets in: without the certificates nobody gets an answer", async () => {
    await create("platzi-00");
    const host = "tcp://192.168.99.103:2376";
    expect(await said(`docker -H ${host} ps`)).toBe(
      "Error response from daemon: Client sent an HTTP request to an HTTPS server.\n",
    );
    expect(await said(`docker --tlsverify -H ${host} ps`)).toBe(
      "Failed to initialize: unable to resolve docker endpoint: open /root/.docker/ca.pem: no such file or directory\n",
    );
    expect(await said("docker -H tcp://192.168.99.103:2375 ps")).toContain("Cannot connect to the Docker daemon at");
    const certificates = "/root/.docker/machine/machines/platzi-00";
    await run(
      `docker context create remoto --docker host=${host},ca=${certificates}/ca.pem,cert=${certificates}/cert.pem,key=${certificates}/key.pem`,
    );
    expect((await run("docker --context remoto ps")).exit).toBe(0);
    expect(await said("docker context inspect -f '{{json .TLSMaterial}}' remoto")).toBe(
      '{"docker":["ca.pem","cert.pem","key.pem"]}\n',
    );
    await run(`docker context update remoto --docker host=${host}`);
    expect(await said("docker --context remoto ps")).toContain("Client sent an HTTP request to an HTTPS server.");
    await run("mv ~/.docker/machine/certs /tmp; docker-machine create otra");
    const wrong = await said(
      `DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=/root/.docker/machine/machines/otra docker -H ${host} ps`,
    );
    expect(wrong).toContain("x509: certificate signed by unknown authority");
  });

  test("leaves a shell behind that knows no Docker when its machine is removed", async () => {
    await create("platzi-00");
    await run("eval $(docker-machine env platzi-00); docker-machine rm -y platzi-00");
    expect(await said("docker ps")).toBe(
      "Failed to initialize: unable to resolve docker endpoint: open /root/.docker/machine/machines/platzi-00/ca.pem: no such file or directory\n",
    );
    await run("eval $(docker-machine env -u)");
    expect((await run("docker ps")).exit).toBe(0);
  });
});

describe("ssh", () => {
  test("is a shell as boot2docker's user, or one command there", async () => {
    await create("platzi-00");
    const { output } = await run("docker-machine ssh platzi-00", ["id; sudo whoami\n", "exit\n"]);
    expect(output).toContain("/) TC (\\   Core is distributed with ABSOLUTELY NO WARRANTY.");
    expect(output).toContain("docker@platzi-00:~$ ");
    expect(output).toContain("uid=1000(docker) gid=50(staff) groups=50(staff),100(docker)\n");
    expect(output).toContain("root\n");
    expect(await run("docker-machine ssh platzi-00 'docker ps -q; false'")).toEqual({
      output: "exit status 1\n",
      exit: 1,
    });
    expect(await said("docker-machine ssh platzi-00 -- ls -d /var/lib/boot2docker")).toBe("/var/lib/boot2docker\n");
    expect(await said("docker-machine ssh platzi-00 sudo /etc/init.d/docker status")).toBe(
      "Docker daemon is running\n",
    );
  });

  test("is OpenSSH's, with the key that was made for the machine", async () => {
    await create("platzi-00");
    const key = "~/.docker/machine/machines/platzi-00/id_rsa";
    expect(await said(`ssh -i ${key} docker@192.168.99.103 hostname`)).toBe("platzi-00\n");
    const { output } = await run("ssh docker@192.168.99.103 hostname", ["tcuser\n"]);
    expect(output).toContain("docker@192.168.99.103's password: ");
    expect(output).toContain("platzi-00\n");
    expect(await said("docker -H ssh://docker@192.168.99.103 ps")).toContain("Permission denied (publickey,password).");
    await run("cat ~/.ssh/id_ed25519.pub | docker-machine ssh platzi-00 'cat >> .ssh/authorized_keys'");
    expect((await run("docker -H ssh://docker@192.168.99.103 ps")).exit).toBe(0);
  });

  test("has a scp that knows machines by name", async () => {
    await create("platzi-00");
    await run("mkdir -p web && echo hola > web/a.txt && docker-machine scp -r web platzi-00:");
    expect(await said("docker-machine ssh platzi-00 cat web/a.txt")).toBe("hola\n");
    await run("docker-machine scp platzi-00:web/a.txt /tmp/b.txt");
    expect(await said("cat /tmp/b.txt")).toBe("hola\n");
    expect(await run("docker-machine scp web platzi-00:")).toEqual({
      output: "scp: /root/curso/web: not a regular file\nexit status 1\n",
      exit: 1,
    });
    expect(await said("docker-machine scp a nope:b")).toContain(
      'Error loading host: Docker machine "nope" does not exist',
    );
  });
});

describe("a swarm over machines", () => {
  const token = "$(docker-machine ssh platzi-00 docker swarm join-token -q worker)";
  const nodes = async () =>
    (await said("docker-machine ssh platzi-00 docker node ls --format '{{.Hostname}}/{{.Status}}'")).trim().split("\n");

  test("has to be told an address, and is joined by 2377 whatever port was advertised", async () => {
    await create("platzi-00");
    await create("platzi-01");
    expect(await said("docker-machine ssh platzi-00 docker swarm init")).toContain(
      "multiple addresses on different interfaces (10.0.2.15 on eth0 and 192.168.99.103 on eth1) - specify one with --advertise-addr\n",
    );
    const init = await said("docker-machine ssh platzi-00 docker swarm init --advertise-addr 192.168.99.103:2376");
    expect(init).toMatch(/docker swarm join --token \S+ 192\.168\.99\.103:2376\n/);
    expect(await said(`docker-machine ssh platzi-01 docker swarm join --token ${token} 192.168.99.103:2376`)).toBe(
      'Error response from daemon: rpc error: code = Unavailable desc = connection error: desc = "transport: authentication handshake failed: remote error: tls: no application protocol"\nexit status 1\n',
    );
    expect(await said(`docker-machine ssh platzi-01 docker swarm join --token ${token} 192.168.99.103:2377`)).toBe(
      "This node joined a swarm as a worker.\n",
    );
    expect(await nodes()).toEqual(["platzi-00/Ready", "platzi-01/Ready"]);
    await run("docker-machine stop platzi-01");
    await lab.advance(25);
    expect(await nodes()).toEqual(["platzi-00/Ready", "platzi-01/Down"]);
    await run("docker-machine start platzi-01");
    await lab.advance(10);
    expect(await nodes()).toEqual(["platzi-00/Ready", "platzi-01/Ready"]);
    await run("docker-machine rm -f platzi-01");
    await lab.advance(25);
    expect(await nodes()).toEqual(["platzi-00/Ready", "platzi-01/Down"]);
  });

  test("takes in the lab's other hosts, and tells them by their engine's labels", async () => {
    await create("platzi-00", "--engine-label zona=a");
    await run("docker-machine ssh platzi-00 docker swarm init --advertise-addr eth1");
    await lab.run("manager1", `docker swarm join --token ${token} 192.168.99.103:2377`);
    await run("docker-machine ssh platzi-00 docker service create -q --name web --replicas 2 nginx");
    await lab.advance(10);
    expect(await said("docker ps --format '{{.Image}}'")).toBe("nginx:latest\n");
    const there = "docker-machine ssh platzi-00";
    await run(`${there} docker service create -q --name solo --constraint engine.labels.zona==a --replicas 2 nginx`);
    await lab.advance(10);
    expect(await said(`${there} docker service ps solo --format {{.Node}}`)).toBe("platzi-00\nplatzi-00\n");
    expect(await said(`${there} docker node inspect self --pretty | grep -A2 Engine.Labels`)).toBe(
      "Engine Labels:\n - zona=a\n - provider=virtualbox\n",
    );
  });
});

describe("a machine's life", () => {
  test("is stopped, started, killed, restarted and removed, and each is told twice", async () => {
    await create("platzi-00");
    await run(
      "eval $(docker-machine env platzi-00); docker run -d --restart always --name web nginx; eval $(docker-machine env -u)",
    );
    expect(await said("docker-machine stop platzi-00; docker-machine stop platzi-00")).toBe(
      'Stopping "platzi-00"...\nMachine "platzi-00" was stopped.\nStopping "platzi-00"...\nMachine "platzi-00" is already stopped.\n',
    );
    expect(await said("docker-machine ls")).toBe(
      "NAME        ACTIVE   DRIVER       STATE     URL   SWARM   DOCKER    ERRORS\n" +
        "platzi-00   -        virtualbox   Stopped                 Unknown   \n",
    );
    expect(await said("docker-machine env platzi-00")).toBe("Error checking TLS connection: Host is not running\n");
    expect(
      await said("docker-machine ip platzi-00; docker-machine url platzi-00; docker-machine status platzi-00"),
    ).toBe("Error getting IP address: Host is not running\nHost is not running\nStopped\n");
    expect(await said("docker-machine ssh platzi-00")).toBe(
      'Error: Cannot run SSH command: Host "platzi-00" is not running\n',
    );
    expect(await said("docker-machine start platzi-00")).toBe(
      'Starting "platzi-00"...\n(platzi-00) Check network to re-create if needed...\n(platzi-00) Waiting for an IP...\nMachine "platzi-00" was started.\n' +
        "Waiting for SSH to be available...\nDetecting the provisioner...\nStarted machines may have new IP addresses. You may need to re-run the `docker-machine env` command.\n",
    );
    expect(await said("docker-machine ssh platzi-00 docker ps --format '{{.Names}}'")).toBe("web\n");
    expect(await said("docker-machine kill platzi-00; docker-machine status platzi-00")).toContain("Stopped\n");
    expect(await said("docker-machine restart platzi-00; docker-machine status platzi-00")).toContain("Running\n");
    expect((await run("docker-machine upgrade platzi-00")).output).toContain("Restarting docker...\n");
    expect((await run("docker-machine regenerate-certs -f platzi-00")).exit).toBe(0);
    expect((await run("eval $(docker-machine env platzi-00); docker ps; eval $(docker-machine env -u)")).exit).toBe(0);
  });

  test("is not removed unless the answer is yes", async () => {
    await create("platzi-00");
    const asked =
      "About to remove platzi-00\nWARNING: This action will delete both local reference and remote instance.\nAre you sure? (y/n): ";
    expect(await said("docker-machine rm platzi-00", ["n\n"])).toBe(`${asked}n\n`);
    expect(await said("docker-machine ls -q")).toBe("platzi-00\n");
    expect(await said("docker-machine rm platzi-00", ["y\n"])).toBe(`${asked}y\nSuccessfully removed platzi-00\n`);
    expect(await said("docker-machine ls -q")).toBe("");
    expect(await answer(lab, '{"host":"platzi-00","run":"true"}')).toEqual({ error: "no host platzi-00 in the lab" });
    expect(await said("docker-machine rm -f platzi-00")).toContain(
      'Error removing host "platzi-00": Docker machine "platzi-00" does not exist. Use "docker-machine ls" to list machines. Use "docker-machine create" to add a new one.\nCan\'t remove "platzi-00"\n',
    );
  });

  test("goes on after the lab was stored and opened again", async () => {
    await create("platzi-00");
    await create("platzi-01");
    await run(
      "eval $(docker-machine env platzi-00); docker run -d --name web -p 80:80 nginx; docker-machine stop platzi-01",
    );
    await lab.reopen();
    expect(await said("docker-machine ls --format '{{.Name}} {{.State}} {{.URL}}'")).toBe(
      "platzi-00 Running tcp://192.168.99.103:2376\nplatzi-01 Stopped \n",
    );
    expect(await said("curl -s 192.168.99.103 | grep -c nginx")).not.toBe("0\n");
    expect(await said("eval $(docker-machine env platzi-00); docker ps --format '{{.Names}}'")).toBe("web\n");
    expect((await run("docker-machine start platzi-01")).exit).toBe(0);
    expect(await said("docker-machine ip platzi-01")).toBe("192.168.99.104\n");
  });

  test("is off when its own user switches it off, and its address is given again when it is gone", async () => {
    await create("platzi-00");
    await run("docker-machine ssh platzi-00 sudo poweroff");
    await lab.advance(10);
    expect(await said("docker-machine status platzi-00")).toBe("Stopped\n");
    await run("docker-machine rm -y platzi-00");
    await create("otra");
    expect(await said("docker-machine ip otra")).toBe("192.168.99.103\n");
  });
});

describe("what is asked of it", () => {
  test("a filter chooses machines, a template prints them", async () => {
    await create("platzi-00");
    await create("platzi-01", "--engine-label zona=a");
    await run("docker-machine stop platzi-00");
    expect(await said("docker-machine ls -q --filter state=Running")).toBe("platzi-01\n");
    expect(await said("docker-machine ls -q --filter name=00 --filter name=01")).toBe("platzi-00\nplatzi-01\n");
    expect(await said("docker-machine ls -q --filter label=zona=a")).toBe("platzi-01\n");
    expect(await said("docker-machine ls --filter color=red")).toBe("Unsupported filter key 'color'\n");
    expect(await said("docker-machine ls -f 'table {{.Name}}\\t{{.State}}'")).toBe(
      "NAME        STATE\nplatzi-00   Stopped\nplatzi-01   Running\n",
    );
    expect(await said("docker-machine ls -f '{{.Nope}}'")).toContain("can't evaluate field Nope");
    expect(await said("docker-machine inspect -f '{{json .Driver.CPU}}' platzi-00")).toBe("1\n");
    expect(await said("docker-machine inspect -f '{{prettyjson .HostOptions.EngineOptions.Labels}}' platzi-01")).toBe(
      '[\n    "zona=a"\n]\n',
    );
  });

  test("commands without a name mean the machine called default", async () => {
    expect(await said("docker-machine ip")).toContain(
      'Error: No machine name(s) specified and no "default" machine exists\n',
    );
    await create("default");
    expect(await said("docker-machine ip")).toBe("192.168.99.103\n");
  });

  test.each([
    ["docker-machine foo", "docker-machine: 'foo' is not a docker-machine command. See 'docker-machine --help'.\n", 1],
    ["docker-machine -v", "docker-machine version 0.16.2, build bd45ab13\n", 0],
    ["docker-machine env a b", "Error: Expected one machine name as an argument\n", 1],
    ["docker-machine env -u a", "Error: Expected no machine name when the -u flag is present\n", 1],
    ["docker-machine ls --nope", "flag provided but not defined: -nope\n", 0],
    ["docker-machine mount a:/x /y", 'This playground does not simulate "docker-machine mount".', 1],
  ])("%s", async (line, message, exit) => {
    const result = await run(line);
    expect(result.output).toContain(message);
    expect(result.exit).toBe(exit);
  });

  test("its help is laid out with tabs", async () => {
    expect(await said("docker-machine --help")).toContain(
      "  regenerate-certs\tRegenerate TLS Certificates for a machine\n  restart\t\tRestart a machine\n",
    );
    expect(await said("docker-machine help rm")).toBe(await said("docker-machine rm --help"));
  });

  test("another user's docker-machine knows other machines", async () => {
    await create("platzi-00");
    expect(await said("docker-machine ls -q", [], "worker1")).toContain("docker-machine is gone");
    expect(await said("docker-machine ls -q", [], "worker1")).toBe("");
    expect(await said("docker-machine create platzi-00", [], "worker1")).toContain(
      "the lab has a machine platzi-00 already; choose another name\n",
    );
  });
});
