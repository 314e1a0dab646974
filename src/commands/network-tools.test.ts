import { describe, expect, test } from "vitest";
import { answerHttp, type HttpHandler, type HttpRequest, type HttpResponse } from "../kernel/http.ts";
import type { Layer } from "../kernel/layer.ts";
import { NetworkNamespace } from "../kernel/network.ts";
import { NetworkError } from "../kernel/network-error.ts";
import type { Program } from "../kernel/process.ts";
import type { Router } from "../kernel/router.ts";
import type { SocketTable } from "../kernel/socket-table.ts";
import { alpine } from "../programs/rootfs/alpine.ts";
import { busybox } from "./busybox.ts";
import { curl } from "./curl/curl.ts";
import { loadCommand } from "./programs.ts";
import { TestMachine } from "./test-machine.ts";

const WEB = "172.18.0.2";

/** A machine on a network with a server called `web`; `far` drops what it is sent, `gone` is nobody's address. */
class NetworkedMachine extends TestMachine {
  constructor(base?: Layer, handler: HttpHandler = answer) {
    super({}, base);
    const refuse = (name: string): never => {
      throw new NetworkError("ENOTFOUND", name);
    };
    let own: SocketTable | undefined;
    const router: Router = {
      interfaces: () => [
        {
          ...{ name: "lo", address: "127.0.0.1", prefix: 8, mac: "00:00:00:00:00:00" },
          addresses6: [{ address: "::1", prefix: 128, scope: "host" }],
        },
        { name: "eth0", address: "172.18.0.3", prefix: 16, mac: "02:00:00:00:00:03", peer: 5 },
      ],
      resolve: (name) => (name === "web" ? [WEB] : refuse(name)),
      query: (name) => (name === "web" ? [WEB] : refuse(name)),
      nameserver: () => "127.0.0.11",
      gateway: () => ({ address: "172.18.0.1", device: "eth0" }),
      route: (address, port = 0) => {
        if (address === "172.18.0.9") throw new NetworkError("EHOSTUNREACH", address);
        if (address === "172.19.0.9") throw new NetworkError("ETIMEDOUT", address);
        if (address !== WEB && !address.startsWith("127.") && address !== "::1")
          throw new NetworkError("ENETUNREACH", address);
        if (!own) throw new Error("no sockets yet");
        return { sockets: own, port, sourceAddress: "172.18.0.3", latency: 0.14 };
      },
    };
    const network = new NetworkNamespace(router);
    own = network.sockets;
    own.listen(80, (connection) => answerHttp(connection, handler), { address: WEB });
    Object.assign(this.machine, {
      network,
      program: (name: string): Promise<Program | undefined> =>
        this.clock.hold(
          name === "curl"
            ? Promise.resolve(curl((socket) => (socket === "docker" ? (c) => answerHttp(c, answer) : undefined)))
            : name === "busybox"
              ? Promise.resolve(busybox)
              : Promise.resolve(loadCommand(name)),
        ),
    });
  }

  async line(line: string) {
    return this.run(line.split(" "));
  }
}

const moved = (Location: string): HttpResponse => ({ status: 302, headers: { Location }, body: "" });

const answer = ({ method, target, headers, body, version }: HttpRequest): HttpResponse => {
  if (target === "/move") return moved("/status");
  if (target === "/loop") return moved("/loop");
  if (target === "/none")
    return { status: 404, headers: { "Content-Type": "application/json" }, body: "no\n", version: "HTTP/1.0" };
  if (target === "/echo") return { status: 200, headers: {}, body: JSON.stringify({ method, headers, body, version }) };
  return { status: 200, headers: { "Content-Type": "application/json" }, body: '{"status": "OK"}\n' };
};

describe("curl", () => {
  const run = (line: string) => new NetworkedMachine().line(line);

  test.each([
    ["curl -s http://web/status", '{"status": "OK"}\n', 0],
    ["curl -s -o /dev/null -w %{http_code}\\n http://web/none", "404\n", 0],
    ["curl -s -w %{http_code}:%{size_download}:%{content_type} -o /dev/null web/status", "200:17:application/json", 0],
    [
      "curl -sI http://web/none",
      "HTTP/1.0 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 3\r\n\r\n",
      0,
    ],
    ["curl -sL http://web/move", '{"status": "OK"}\n', 0],
    ["curl -s http://web/move", "", 0],
    ["curl -sS -L http://web/loop", "curl: (47) Maximum (50) redirects followed\n", 47],
    ["curl -sSf http://web/none", "curl: (22) The requested URL returned error: 404\n", 22],
    ["curl -sS http://web:81/", "curl: (7) Failed to connect to web:81 after 0 ms: Could not connect to server\n", 7],
    ["curl -sS http://nosuch/", "curl: (6) Could not resolve host: nosuch\n", 6],
    [
      "curl -sS http://172.18.0.9/",
      "curl: (7) Failed to connect to 172.18.0.9:80 after 3060 ms: Could not connect to server\n",
      7,
    ],
    [
      "curl -sS --connect-timeout 2 http://172.19.0.9/",
      "curl: (28) Connection timed out after 2000 milliseconds\n",
      28,
    ],
    [
      "curl -sS https://web:80/",
      "curl: (35) TLS connect error: error:0A00010B:SSL routines::wrong version number\n",
      35,
    ],
    ["curl -sS gopher://web/", 'curl: (1) Protocol "gopher" not supported\n', 1],
    [
      "curl --nope",
      "curl: option --nope: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n",
      2,
    ],
    ["curl", "curl: try 'curl --help' or 'curl --manual' for more information\n", 2],
    ["curl -s --unix-socket /var/run/docker.sock http://localhost/x", '{"status": "OK"}\n', 0],
  ])("%s", async (line, output, status) => expect(await run(line)).toMatchObject({ output, status }));

  test("sends what it is told", async () => {
    const { stdout } = await run("curl -s -d a=1 -d b=2 -H X-Uno:1 -u ana:clave http://web/echo");
    expect(JSON.parse(stdout)).toEqual({
      method: "POST",
      headers: {
        Host: "web",
        Authorization: "Basic YW5hOmNsYXZl",
        "User-Agent": "curl/8.22.0",
        Accept: "*/*",
        "X-Uno": "1",
        "Content-Length": "7",
        "Content-Type": "application/x-www-form-urlencoded",
      },
      body: "a=1&b=2",
      version: "HTTP/1.1",
    });
    const json = JSON.parse((await run("curl -s --json {} -X PUT http://web/echo")).stdout);
    expect(json).toMatchObject({ method: "PUT", body: "{}", headers: { Accept: "application/json" } });
  });

  test("shows its meter when the output is no terminal, header names in bold when it is", async () => {
    const machine = new NetworkedMachine();
    const { output } = await machine.line("curl http://web/status -o f");
    expect(output).toMatch(
      /^ {2}% Total {4}% Received % Xferd.*\n.*Speed\n\r {2}0 {6}0 {3}0 {6}0.*\r100 {5}17 100 {5}17 {3}0 {6}0 .*\n$/s,
    );
    expect(machine.read("f")).toBe('{"status": "OK"}\n');
    const child = await machine.start(["curl", "-i", "http://web/none"]);
    await machine.clock.settle(child.exited);
    expect(machine.screen).toBe(
      "HTTP/1.0 404 Not Found\r\n\x1b[1mContent-Type\x1b[0m: application/json\r\n\x1b[1mContent-Length\x1b[0m: 3\r\n\r\nno\r\n",
    );
  });
});

describe("wget", () => {
  test("GNU's tells what it does, and numbers a name that is taken", async () => {
    const machine = new NetworkedMachine();
    expect((await machine.line("wget http://web/status")).output).toMatch(
      /^--2026-11-24 12:00:00-- {2}http:\/\/web\/status\nResolving web \(web\)\.\.\. 172\.18\.0\.2\nConnecting to web \(web\)\|172\.18\.0\.2\|:80\.\.\. connected\.\nHTTP request sent, awaiting response\.\.\. 200 OK\nLength: 17 \[application\/json\]\nSaving to: ‘status’\n\n {5}0K {55}100% .*=.*s\n\n.* - ‘status’ saved \[17\/17\]\n\n$/s,
    );
    expect((await machine.line("wget -nv http://web/status")).output).toMatch(
      /URL:http:\/\/web\/status \[17\/17\] -> "status\.1" \[1\]\n$/,
    );
    expect(await machine.line("wget -qO- http://web/status")).toMatchObject({
      output: '{"status": "OK"}\n',
      status: 0,
    });
    expect((await machine.line("wget -q http://web/none")).status).toBe(8);
    expect((await machine.line("wget http://nosuch/")).output).toMatch(
      /Resolving nosuch \(nosuch\)\.\.\. failed: Name or service not known\.\nwget: unable to resolve host address ‘nosuch’\n$/,
    );
  });

  test.each([
    ["wget -qO- http://web/status", '{"status": "OK"}\n', 0],
    ["wget -q http://web/none", "wget: server returned error: HTTP/1.0 404 Not Found\n", 1],
    ["wget -q http://web:81/", "wget: can't connect to remote host (172.18.0.2): Connection refused\n", 1],
    ["wget http://nosuch/", "wget: bad address 'nosuch'\n", 1],
    ["wget -q http://172.18.0.9/", "wget: can't connect to remote host (172.18.0.9): Host is unreachable\n", 1],
    ["wget --spider http://web/", "Connecting to web (172.18.0.2:80)\nremote file exists\n", 0],
    [
      "wget http://web/status",
      "Connecting to web (172.18.0.2:80)\nsaving to 'status'\nstatus               100% |********************************|    17  0:00:00 ETA\n'status' saved\n",
      0,
    ],
  ])("busybox: %s", async (line, output, status) =>
    expect(await new NetworkedMachine(alpine("3.22.2")).line(line)).toMatchObject({ output, status }),
  );
});

describe("ping", () => {
  test("busybox's (tape 12)", async () => {
    const machine = new NetworkedMachine(alpine("3.22.2"));
    expect(await machine.line("ping -c 1 web")).toEqual({
      stdout: expect.anything(),
      status: 0,
      output:
        "PING web (172.18.0.2): 56 data bytes\n64 bytes from 172.18.0.2: seq=0 ttl=64 time=0.140 ms\n\n--- web ping statistics ---\n1 packets transmitted, 1 packets received, 0% packet loss\nround-trip min/avg/max = 0.140/0.140/0.140 ms\n",
    });
    expect(await machine.line("ping -c 1 nosuch")).toMatchObject({ output: "ping: bad address 'nosuch'\n", status: 1 });
    expect(await machine.line("ping -c 1 8.8.8.8")).toMatchObject({
      output: "PING 8.8.8.8 (8.8.8.8): 56 data bytes\nping: sendto: Network unreachable\n",
      status: 1,
    });
  });

  test("iputils'", async () => {
    const machine = new NetworkedMachine();
    expect((await machine.line("ping -c 2 172.18.0.2")).output).toBe(
      "PING 172.18.0.2 (172.18.0.2) 56(84) bytes of data.\n64 bytes from 172.18.0.2: icmp_seq=1 ttl=64 time=0.140 ms\n64 bytes from 172.18.0.2: icmp_seq=2 ttl=64 time=0.140 ms\n\n--- 172.18.0.2 ping statistics ---\n2 packets transmitted, 2 received, 0% packet loss, time 1000ms\nrtt min/avg/max/mdev = 0.140/0.140/0.140/0.000 ms\n",
    );
    expect(await machine.line("ping -c 1 172.18.0.9")).toMatchObject({
      status: 1,
      output: expect.stringContaining("From 172.18.0.3 icmp_seq=1 Destination Host Unreachable\n"),
    });
    expect(await machine.line("ping google.com")).toMatchObject({
      output: "ping: google.com: Temporary failure in name resolution\n",
      status: 2,
    });
  });

  test("Ctrl-C tells what came so far", async () => {
    const machine = new NetworkedMachine();
    const child = await machine.start(["ping", "web"]);
    await machine.clock.advance(1500);
    machine.tty.type("\x03");
    expect(await machine.clock.settle(child.exited)).toBe(0);
    expect(machine.screen).toContain("2 packets transmitted, 2 received, 0% packet loss");
  });
});

describe("nc", () => {
  test.each([
    ["nc -zv web 80", "Connection to web (172.18.0.2) 80 port [tcp/http] succeeded!\n", 0],
    ["nc -zv web 81", "nc: connect to web (172.18.0.2) port 81 (tcp) failed: Connection refused\n", 1],
    ["nc -z nosuch 81", 'nc: getaddrinfo for host "nosuch" port 81: Name or service not known\n', 1],
  ])("%s", async (line, output, status) =>
    expect(await new NetworkedMachine().line(line)).toMatchObject({ output, status }),
  );

  test("speaks HTTP by hand", async () => {
    const machine = new NetworkedMachine();
    const { output } = await machine.run(["nc", "web", "80"], { stdin: "GET /status HTTP/1.0\r\n\r\n" });
    expect(output).toBe(
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{"status": "OK"}\n',
    );
  });

  test("listens", async () => {
    const machine = new NetworkedMachine();
    const listening = await machine.start(["nc", "-l", "-p", "9000"]);
    await machine.run(["nc", "127.0.0.1", "9000"], { stdin: "hola\n" });
    expect(await machine.clock.settle(listening.exited)).toBe(0);
    expect(machine.screen).toBe("hola\r\n");
  });
});

describe("DNS", () => {
  test("nslookup, both", async () => {
    expect((await new NetworkedMachine(alpine("3.22.2")).line("nslookup web")).output).toBe(
      "Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\nNon-authoritative answer:\n\nNon-authoritative answer:\nName:\tweb\nAddress: 172.18.0.2\n\n",
    );
    expect(await new NetworkedMachine().line("nslookup nosuch")).toMatchObject({
      output: "Server:\t\t127.0.0.11\nAddress:\t127.0.0.11#53\n\n** server can't find nosuch: NXDOMAIN\n\n",
      status: 1,
    });
  });

  test("dig and host", async () => {
    const machine = new NetworkedMachine();
    expect((await machine.line("dig +short web")).output).toBe("172.18.0.2\n");
    expect((await machine.line("dig web")).output).toContain(";; ANSWER SECTION:\nweb.\t\t600\tIN\tA\t172.18.0.2\n");
    expect((await machine.line("host web")).output).toBe("web has address 172.18.0.2\n");
    expect((await machine.line("host nosuch")).output).toBe("Host nosuch not found: 3(NXDOMAIN)\n");
  });
});

describe("ip, ifconfig, route, ss and netstat", () => {
  test("in a container", async () => {
    const machine = new NetworkedMachine(alpine("3.22.2"));
    expect((await machine.line("ip addr show eth0")).output).toBe(
      "2: eth0@if5: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue state UP \n    link/ether 02:00:00:00:00:03 brd ff:ff:ff:ff:ff:ff\n    inet 172.18.0.3/16 brd 172.18.255.255 scope global eth0\n       valid_lft forever preferred_lft forever\n",
    );
    expect((await machine.line("ip route")).output).toBe(
      "default via 172.18.0.1 dev eth0 \n172.18.0.0/16 dev eth0 scope link  src 172.18.0.3 \n",
    );
    expect((await machine.line("netstat -tln")).output).toContain(
      "tcp        0      0 172.18.0.2:80           0.0.0.0:*               LISTEN",
    );
    expect((await machine.line("ifconfig eth0")).output).toContain(
      "inet addr:172.18.0.3  Bcast:172.18.255.255  Mask:255.255.0.0\n",
    );
  });

  test("on a host", async () => {
    const machine = new NetworkedMachine();
    const forever = "\\       valid_lft forever preferred_lft forever\n";
    expect((await machine.line("ip -o addr")).output).toBe(
      `1: lo    inet 127.0.0.1/8 scope host lo${forever}1: lo    inet6 ::1/128 scope host proto kernel_lo ${forever}` +
        `2: eth0    inet 172.18.0.3/16 brd 172.18.255.255 scope global eth0${forever}`,
    );
    expect((await machine.line("ip -6 addr show eth0")).output).toBe("");
    expect((await machine.line("ip -br -6 addr")).output).toBe("lo               UNKNOWN        ::1/128 \n");
    expect((await machine.line("ip -br addr show lo")).output).toBe(
      "lo               UNKNOWN        127.0.0.1/8 ::1/128 \n",
    );
    expect((await machine.line("ss -tln")).output).toBe(
      "State  Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0      4096      172.18.0.2:80        0.0.0.0:*   \n",
    );
    expect((await machine.line("ss -tlH sport = :81 or")).output).toBe(
      'ss: this playground does not simulate the filter "sport = :81 or".\n',
    );
    expect((await machine.line("ss -tlH ( sport = :81 )")).output).toBe("");
    expect((await machine.line("ss -tlH sport >= :http")).output).toContain(":80 ");
    expect((await machine.line("ss -tlH state established")).output).toBe("");
    expect((await machine.line("ss -6tlH")).output).toBe("");
  });
});

/** What iputils' ping, OpenBSD's nc and net-tools of Debian printed in two network namespaces. */
describe("as Debian's tools answer", () => {
  const USAGE = "usage: nc [-46CDdFhklNnrStUuvZz]";

  test.each([
    ["ping -c 1", "ping: usage error: Destination address required\n", 1],
    ["ping -c 1 -t 300 127.0.0.1", "ping: invalid argument: '300': out of range: 0 <= value <= 255\n", 1],
    ["ping -c 1 -t 0 127.0.0.1", "ping: cannot set unicast time-to-live: Invalid argument\n", 2],
    [
      "ping -c 3 -W 1 172.18.0.9",
      "PING 172.18.0.9 (172.18.0.9) 56(84) bytes of data.\n\n--- 172.18.0.9 ping statistics ---\n3 packets transmitted, 0 received, 100% packet loss, time 2000ms\npipe 3\n",
      1,
    ],
    [
      "ping -c 1 -W 1 172.18.0.9",
      "PING 172.18.0.9 (172.18.0.9) 56(84) bytes of data.\n\n--- 172.18.0.9 ping statistics ---\n1 packets transmitted, 0 received, 100% packet loss, time 0ms\n\n",
      1,
    ],
    [
      "ping -c 3 172.18.0.9",
      "PING 172.18.0.9 (172.18.0.9) 56(84) bytes of data.\nFrom 172.18.0.3 icmp_seq=1 Destination Host Unreachable\nFrom 172.18.0.3 icmp_seq=2 Destination Host Unreachable\nFrom 172.18.0.3 icmp_seq=3 Destination Host Unreachable\n\n--- 172.18.0.9 ping statistics ---\n3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 2000ms\npipe 3\n",
      1,
    ],
    [
      "ping -c 1 -s 8 172.18.0.2",
      "PING 172.18.0.2 (172.18.0.2) 8(36) bytes of data.\n16 bytes from 172.18.0.2: icmp_seq=1 ttl=64\n\n--- 172.18.0.2 ping statistics ---\n1 packets transmitted, 1 received, 0% packet loss, time 0ms\n\n",
      0,
    ],
    ["nc 172.18.0.2", "nc: missing port number\n", 1],
    ["nc -z 172.18.0.2 80", "", 0],
    ["nc -z 172.18.0.2 81", "", 1],
    ["nc -zv 172.18.0.2 http", "Connection to 172.18.0.2 80 port [tcp/http] succeeded!\n", 0],
    [
      "nc -zv 172.18.0.2 79-80",
      "nc: connect to 172.18.0.2 port 79 (tcp) failed: Connection refused\nConnection to 172.18.0.2 80 port [tcp/http] succeeded!\n",
      0,
    ],
    ["nc -zv web 81", "nc: connect to web (172.18.0.2) port 81 (tcp) failed: Connection refused\n", 1],
    ["nc -zv 172.18.0.2 nosuch", "nc: port number invalid: nosuch\n", 1],
    ["nc -zv 172.18.0.2 99999", "nc: port number too large: 99999\n", 1],
    ["nc -zv 172.18.0.2 0", "nc: port number too small: 0\n", 1],
    ["nc -zvw 1 172.18.0.9 80", "nc: connect to 172.18.0.9 port 80 (tcp) timed out: Operation now in progress\n", 1],
    ["nc -w x 172.18.0.2 80", "nc: timeout invalid: x\n", 1],
    [
      "netstat -rn",
      "Kernel IP routing table\nDestination     Gateway         Genmask         Flags   MSS Window  irtt Iface\n0.0.0.0         172.18.0.1      0.0.0.0         UG        0 0          0 eth0\n172.18.0.0      0.0.0.0         255.255.0.0     U         0 0          0 eth0\n",
      0,
    ],
    [
      "netstat -i",
      "Kernel Interface table\nIface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\neth0             1500        0      0      0 0             0      0      0      0 BMRU\nlo              65536        0      0      0 0             0      0      0      0 LRU\n",
      0,
    ],
    ["ifconfig nosuch", "nosuch: error fetching interface information: Device not found\n", 1],
    ["ip -x a", 'Option "-x" is unknown, try "ip -help".\n', 255],
    ["ip -s link", 'ip: this playground does not simulate the option "-s".\n', 255],
    ["ip -j a", 'ip: this playground does not simulate the option "-j".\n', 255],
    ["ip nosuch", 'Object "nosuch" is unknown, try "ip help".\n', 1],
  ])("%s", async (line, output, status) => {
    expect(await new NetworkedMachine().line(line)).toMatchObject({ output, status });
  });

  test.each(["nc", "nc -z", "nc -Q"])("%s shows the usage", async (line) => {
    const { output, status } = await new NetworkedMachine().line(line);
    expect(output).toContain(USAGE);
    expect(output.startsWith("nc: invalid option -- 'Q'\n")).toBe(line === "nc -Q");
    expect(status).toBe(1);
  });
});
