import { beforeEach, describe, expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;
const output = async (line: string) => (await lab.run("manager1", line)).output;
const admin = (script: string) => output(`docker run --rm --cap-add NET_ADMIN alpine sh -c '${script}'`);

beforeEach(async () => {
  lab = new HeadlessLab();
  await output("docker pull -q alpine nginx:alpine; docker pull -q alpine; docker pull -q nginx:alpine");
});

describe("in a network with IPv6", () => {
  beforeEach(async () => {
    await output("docker network create --ipv6 --subnet 172.28.0.0/16 --subnet fd00:28::/64 seis");
    await output("docker run -d --name web --network seis -p 8080:80 nginx:alpine");
    await output("docker run -d --name uno --network seis alpine sleep 900");
  });

  test("ip shows addresses and routes of it", async () => {
    expect(await output("docker exec uno ip -6 addr show eth0")).toMatch(
      /mtu 1500 \n {4}inet6 fd00:28::3\/64 scope global flags 02 \n.*\n {4}inet6 fe80::[0-9a-f:]+\/64 scope link \n/,
    );
    expect(await output("docker exec uno ip -6 route")).toBe(
      "fd00:28::/64 dev eth0  metric 256 \nfe80::/64 dev eth0  metric 256 \ndefault via fd00:28::1 dev eth0  metric 1024 \n",
    );
    expect(await output("ip -6 -br a show $(docker network ls -qf name=seis | sed s/^/br-/)")).toMatch(
      /^br-\w{12} +UP +fd00:28::1\/64 fe80::\S+ \n$/,
    );
  });

  test("a name has two addresses, of which musl calls the IPv4 one before a unique local one", async () => {
    expect(await output("docker exec uno ping -c1 web | head -1")).toBe("PING web (172.28.0.2): 56 data bytes\n");
    expect(await output("docker exec uno ping6 -c1 web | head -1")).toBe("PING web (fd00:28::2): 56 data bytes\n");
    expect(await output("docker exec uno nslookup -type=aaaa web | tail -3")).toBe(
      "Name:\tweb\nAddress: fd00:28::2\n\n",
    );
    expect(await output("docker exec uno nslookup fd00:28::2 | tail -2")).toBe(
      `${[..."fd000028000000000000000000000002"].reverse().join(".")}.ip6.arpa\tname = web.seis\n\n`,
    );
  });

  test("servers answer by it, from containers and from the host", async () => {
    expect(await output("docker exec uno wget -qO- http://[fd00:28::2] | grep -c Welcome")).toBe("2\n");
    expect(await output("curl -so /dev/null -w '%{http_code} %{remote_ip}' 'http://[fd00:28::2]'")).toBe(
      "200 fd00:28::2",
    );
    expect(await output("curl -so /dev/null -w '%{http_code}' 'http://[::1]:8080'")).toBe("200");
    expect(await output("ps -ef | grep 'host-ip ::' | grep -v grep")).toContain("-container-ip fd00:28::2 ");
  });

  test("inspect counts what 64 bits hold", async () => {
    expect(await output("docker network inspect seis -f '{{json .Status}}'")).toContain(
      '"fd00:28::/64":{"IPsInUse":4,"DynamicIPsAvailable":18446744073709551612}',
    );
  });

  test("neighbours are those it talked with", async () => {
    expect(await output("docker exec uno ip neigh")).toBe("");
    await output("docker exec uno ping -c1 web; docker exec uno ping -c1 -W1 172.28.0.9");
    expect(await output("docker exec uno ip neigh")).toMatch(
      /^172\.28\.0\.2 dev eth0 lladdr [0-9a-f:]{17} ref 1 used \d\/\d\/\d probes 4 REACHABLE\n172\.28\.0\.9 dev eth0 {2}used .* FAILED\n$/,
    );
    expect(await output("docker exec uno arp")).toMatch(
      /^web\.seis \(172\.28\.0\.2\) at [0-9a-f:]{17} \[ether\] {2}on eth0\n\? \(172\.28\.0\.9\) at <incomplete> {2}on eth0\n$/,
    );
    expect(await output("docker exec web cat /proc/net/arp | tail -1")).toMatch(
      /^172\.28\.0\.3 +0x1 +0x2 +[0-9a-f:]{17} {5}\*/,
    );
    expect(await output("docker exec uno arp nadie")).toBe("arp: nadie: Host name lookup failure\n");
    expect(await output("docker exec uno ip neigh show dev eth0 | head -1")).toMatch(/^172\.28\.0\.2 lladdr /);
    expect(await output("docker exec uno nslookup -type=ptr 2.0.28.172.in-addr.arpa | tail -2")).toBe(
      "2.0.28.172.in-addr.arpa\tname = web.seis\n\n",
    );
    await lab.advance(60);
    expect(await output("docker exec uno ip neigh | head -1")).toMatch(/STALE\n$/);
  });
});

describe("what root may change with NET_ADMIN", () => {
  test("nothing without it", async () => {
    for (const [what, why] of [
      ["ip addr add 10.9.9.9/24 dev eth0", "ip: RTNETLINK answers: Operation not permitted\n"],
      ["ip link set eth0 down", "ip: SIOCSIFFLAGS: Operation not permitted\n"],
      ["ip route del default", "ip: RTNETLINK answers: Operation not permitted\n"],
      ["ifconfig eth0 down", "ifconfig: SIOCSIFFLAGS: Operation not permitted\n"],
    ])
      expect(await output(`docker run --rm alpine ${what}`)).toBe(why);
  });

  test("addresses and routes come and go", async () => {
    expect(
      await admin(
        "ip addr add 10.9.9.9/24 dev eth0; ip -o -4 a show eth0; ip route add 10.20.0.0/16 via 172.17.0.1; ip route",
      ),
    ).toBe(
      "2: eth0    inet 172.17.0.2/16 brd 172.17.255.255 scope global eth0\\       valid_lft forever preferred_lft forever\n" +
        "2: eth0    inet 10.9.9.9/24 scope global eth0\\       valid_lft forever preferred_lft forever\n" +
        "default via 172.17.0.1 dev eth0 \n10.9.9.0/24 dev eth0 scope link  src 10.9.9.9 \n" +
        "10.20.0.0/16 via 172.17.0.1 dev eth0 \n172.17.0.0/16 dev eth0 scope link  src 172.17.0.2 \n",
    );
    expect(await admin("ip route del default; ip r; ping -c1 1.1.1.1 2>&1; ping -c1 172.17.0.1 | grep -c seq")).toBe(
      "172.17.0.0/16 dev eth0 scope link  src 172.17.0.2 \nPING 1.1.1.1 (1.1.1.1): 56 data bytes\nping: sendto: Network unreachable\n1\n",
    );
    expect(await admin("ip addr del 172.17.0.2/16 dev eth0; ip r; ip -4 a show eth0")).toBe("");
  });

  test("a card that is down has no routes, and takes settings", async () => {
    expect(
      await admin("ip link set eth0 down; ip r; ip link show eth0 | head -1; ping -c1 172.17.0.1 2>&1 | tail -1"),
    ).toMatch(/^2: eth0@if\d+: <BROADCAST,MULTICAST,M-DOWN> mtu 1500 .*\nping: sendto: Network unreachable\n$/);
    expect(await admin("ip link set eth0 mtu 1400 name lan0; ip link show lan0 | head -1")).toMatch(
      /^2: lan0@if\d+: .* mtu 1400 /,
    );
    expect(await admin("ifconfig eth0 10.7.7.7 netmask 255.255.255.0; route | tail -n +3")).toBe(
      "10.7.7.0        *               255.255.255.0   U     0      0        0 eth0\n",
    );
  });

  test("a card that comes up again has no default route; route makes one", async () => {
    expect(
      await admin(
        "ip link set eth0 down; ifconfig | grep -c eth0; ip link set eth0 up; route add default gw 172.17.0.1; route -n | tail -n +3",
      ),
    ).toBe(
      "0\n0.0.0.0         172.17.0.1      0.0.0.0         UG    0      0        0 eth0\n" +
        "172.17.0.0      0.0.0.0         255.255.0.0     U     0      0        0 eth0\n",
    );
    expect(await admin("route add -net 10.8.0.0 netmask 255.255.0.0 gw 172.17.0.1; route del default; ip r")).toBe(
      "10.8.0.0/16 via 172.17.0.1 dev eth0 \n172.17.0.0/16 dev eth0 scope link  src 172.17.0.2 \n",
    );
    expect(await output("docker run --rm alpine route add default gw 172.17.0.1")).toBe(
      "route: SIOCADDRT: Operation not permitted\n",
    );
  });

  test("flush takes all addresses of a card, and the neighbours that are known", async () => {
    expect(await admin("ip addr flush dev eth0; ip -4 -o a | wc -l; ip r")).toBe("1\n");
    expect(await admin("ping -c1 172.17.0.1 >/dev/null; ip neigh flush dev eth0; ip neigh")).toBe(
      "\n*** Round 1, deleting 1 entries ***\n*** Flush is complete after 1 round(s) ***\n",
    );
  });

  test("a program that is started as privileged may, though its container may not", async () => {
    await output("docker run -d --name uno alpine sleep 900");
    expect(await output("docker exec uno ip addr add 10.9.9.9/24 dev eth0")).toContain("Operation not permitted");
    expect(await output("docker exec --privileged uno ip addr add 10.9.9.9/24 dev eth0")).toBe("");
    expect(await output("docker exec uno ip -4 -o a show eth0 | tail -1")).toContain(
      "inet 10.9.9.9/24 scope global eth0",
    );
  });

  test("a dummy card is there until it is taken away", async () => {
    expect(
      await admin(
        "ip link add dummy0 type dummy; ip link set dummy0 up; ip -o link show dummy0; ip link del dummy0; ip link show dummy0",
      ),
    ).toMatch(/^3: dummy0: <BROADCAST,NOARP,UP,LOWER_UP> mtu 1500 .*\nip: can't find device 'dummy0'\n$/);
  });

  test("on a host, root may without asking", async () => {
    await output("ip addr add 10.77.0.1/24 dev docker0");
    expect(await output("ip -4 -o a show docker0 | tail -1")).toContain("inet 10.77.0.1/24 scope global docker0");
    expect(await lab.run("manager1", "ip addr add 10.77.0.1/24 dev docker0")).toEqual({
      output: "Error: ipv4: Address already assigned.\n",
      exit: 2,
    });
    expect(await output("ip route add 10.99.0.0/16 via 1.2.3.4")).toBe("Error: Nexthop has invalid gateway.\n");
  });
});
