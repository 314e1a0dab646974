import { beforeEach, expect, test } from "vitest";
import { nameList, sizeText } from "../commands/apt/sizes.ts";
import { HeadlessLab } from "./headless-lab.ts";

let lab: HeadlessLab;
const host = (line: string) => lab.run("manager1", line);
const output = async (line: string) => (await host(line)).output;

beforeEach(() => {
  lab = new HeadlessLab();
});

test("sizes and lists of names look as in a run of apt-get on record", () => {
  expect([1108, 78_900, 140_000, 436_000, 1_270_784, 7_406_000, 21_300_000].map(sizeText)).toEqual([
    "1108 ",
    "78.9 k",
    "140 k",
    "436 k",
    "1271 k",
    "7406 k",
    "21.3 M",
  ]);
  const names =
    "bash-completion ca-certificates krb5-locales libbrotli1 libcom-err2 libcurl4t64 libffi8 libgnutls30t64 libgssapi-krb5-2 " +
    "libidn2-0 libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 libldap-common libldap2 libnghttp2-14 libnghttp3-9 publicsuffix";
  expect(nameList(names.split(" "))).toBe(
    "  bash-completion ca-certificates krb5-locales libbrotli1 libcom-err2\n" +
      "  libcurl4t64 libffi8 libgnutls30t64 libgssapi-krb5-2 libidn2-0 libk5crypto3\n" +
      "  libkeyutils1 libkrb5-3 libkrb5support0 libldap-common libldap2 libnghttp2-14\n" +
      "  libnghttp3-9 publicsuffix\n",
  );
});

test("without lists nothing is found; with them a command appears, and goes again", async () => {
  expect(await host("apt-get install -y cowsay 2>&1 | tail -1")).toEqual({
    output: "E: Unable to locate package cowsay\n",
    exit: 0,
  });
  expect(await output("apt-get update | cat")).toMatch(
    /^Get:1 http:\/\/deb\.debian\.org\/debian forky InRelease \[140 kB\]\n.*\nFetched 9819 kB in 2s \(\d+ kB\/s\)\nReading package lists\.\.\.\n$/,
  );
  expect(await output("apt-get update | head -1")).toBe("Hit:1 http://deb.debian.org/debian forky InRelease\n");
  expect((await host("traceroute")).exit).toBe(127);
  expect(await output("apt-get install -y traceroute | cat")).toContain(
    "update-alternatives: using /usr/bin/traceroute.db to provide /usr/bin/traceroute (traceroute) in auto mode\n",
  );
  expect(await output("dpkg -s traceroute | grep Status; which traceroute")).toBe(
    "Status: install ok installed\n/usr/bin/traceroute\n",
  );
  await host("apt-get purge -y traceroute");
  expect((await host("which traceroute")).exit).toBe(1);
  expect(await output("dpkg -s traceroute 2>&1 | head -1")).toBe(
    "dpkg-query: package 'traceroute' is not installed and no information is available\n",
  );
});

test("what came along is told of when nobody needs it, and autoremove takes it", async () => {
  await host("apt-get update -qq; apt-get install -y socat rsync");
  const { output: removed } = await host("apt-get remove -y rsync | cat");
  expect(removed).toContain(
    "The following package was automatically installed and is no longer required:\n  libpopt0\n",
  );
  expect(removed).toMatch(/Removing rsync \(\S+\) \.\.\.\n/);
  expect(await output("apt-get autoremove -y | cat")).toMatch(/Removing libpopt0:amd64/);
  expect(await output("dpkg -l socat | tail -1")).toMatch(/^ii {2}socat /);
});

test("apt asks before it installs more than was named", async () => {
  await host("apt-get update -qq");
  expect(await host("apt-get install cowsay < /dev/null")).toMatchObject({
    exit: 1,
    output: expect.stringMatching(/Do you want to continue\? \[Y\/n\] Abort\.\n$/),
  });
});

test("a container has its own packages, and a layer without lists is smaller", async () => {
  const { output: built } = await host(
    "printf 'FROM debian\\nRUN apt-get update && apt-get install -y jq\\nRUN echo {} | jq . \\n' > Dockerfile; docker build --progress plain -t j . 2>&1",
  );
  expect(built).toContain("Selecting previously unselected package libonig5:amd64.\n");
  expect(built).toMatch(/Preparing to unpack \.\.\.\/libonig5_\S+_amd64\.deb \.\.\.\n/);
  await host(
    "printf 'FROM debian\\nRUN apt-get update && apt-get install -y jq && rm -rf /var/lib/apt/lists/*\\n' > Dockerfile; docker build -t k .",
  );
  const sizes = (
    await output("docker history --format '{{.Size}}' j | sed -n 2p; docker history --format '{{.Size}}' k | head -1")
  ).split("\n");
  expect(Number.parseFloat(sizes[0] ?? "")).toBeGreaterThan(10);
  expect(sizes[1]).toMatch(/^1\.\d+MB$/);
});

test("Docker's own packages come with Docker's key, as its installation page says", async () => {
  await lab.run("manager1", "docker run -d --name deb debian sleep 99999");
  const inside = async (line: string) => (await host(`docker exec deb bash -c '${line}'`)).output;
  await inside("apt-get update -qq && apt-get install -y -qq ca-certificates curl");
  await inside(
    'echo "deb [arch=amd64 signed-by=/etc/apt/keyrings/docker.asc] https://download.docker.com/linux/debian trixie stable" > /etc/apt/sources.list.d/docker.list',
  );
  expect(await inside("apt-get update 2>&1")).toContain("is not signed.\n");
  await inside(
    "mkdir -p /etc/apt/keyrings; curl -fsSL https://download.docker.com/linux/debian/gpg -o /etc/apt/keyrings/docker.asc",
  );
  expect(await inside("apt-get update")).toContain(
    "https://download.docker.com/linux/debian trixie/stable amd64 Packages",
  );
  expect(await inside("apt-get install -y docker-ce-cli | tail -20; which docker")).toMatch(
    /Setting up docker-ce-cli \(5:29\.7\.2-1~debian\.13~trixie\) \.\.\.[\s\S]*\/usr\/bin\/docker\n$/,
  );
});

test("without a network nothing is fetched", async () => {
  expect(await output("docker run --rm --network none debian apt-get update")).toContain(
    "  Temporary failure resolving 'deb.debian.org'\n",
  );
});

test("only root may", async () => {
  expect(await output("su dev -c 'apt-get install -y tree' 2>&1")).toMatch(
    /^E: Could not open lock file \/var\/lib\/dpkg\/lock-frontend - open \(13: Permission denied\)\n/,
  );
});

test("dpkg and apt-cache tell of packages", async () => {
  expect(await output("dpkg -S /usr/bin/jq; dpkg -L jq | head -2")).toBe("jq: /usr/bin/jq\n/.\n/usr/bin/jq\n");
  expect(await output("apt list --installed 2>/dev/null | grep ^jq/")).toMatch(
    /^jq\/now \S+ amd64 \[installed,local\]\n$/,
  );
  await host("apt-get update -qq");
  expect(await output("apt-cache policy figlet")).toMatch(/^figlet:\n {2}Installed: \(none\)\n {2}Candidate: 2\.2\.5/);
  expect(await output("apt-cache search figlet")).toBe(
    "figlet - Make large character ASCII banners out of ordinary text\n",
  );
  expect(await host("apt-get frob")).toEqual({ output: "E: Invalid operation frob\n", exit: 100 });
});

test("what an image of one's own installs runs: Debian's nginx serves its page", async () => {
  const lab = new HeadlessLab();
  const { output } = await lab.run(
    "manager1",
    'printf \'FROM debian:bookworm\\nRUN apt-get update && apt-get install -y nginx\\nCMD ["nginx", "-g", "daemon off;"]\\n\' | docker build -q -t mine - >/dev/null; ' +
      "docker run -d -p 81:80 --name mine mine >/dev/null; sleep 1; curl -s localhost:81 | grep title; docker exec mine nginx -v; docker exec mine nginx -t 2>&1 | tail -1",
  );
  expect(output).toBe(
    "<title>Welcome to nginx!</title>\nnginx version: nginx/1.22.1\nnginx: configuration file /etc/nginx/nginx.conf test is successful\n",
  );
});

test("node tells the version of its package, or of its image", async () => {
  const lab = new HeadlessLab();
  const { output } = await lab.run(
    "manager1",
    "docker pull -q debian; docker pull -q node:20-alpine; docker run --rm debian sh -c 'apt-get update -qq && apt-get install -y -qq nodejs >/dev/null 2>&1; node -v'; docker run --rm node:20-alpine node -v",
  );
  expect(output.split("\n").slice(2)).toEqual([expect.stringMatching(/^v20\.19\.\d+$/), "v20.19.5", ""]);
});

test.each(["apache2", "nodejs", "php", "default-jre-headless", "mariadb-server", "redis-server", "ruby", "cron"])(
  "%s can be installed in Debian and Ubuntu",
  async (name) => {
    const lab = new HeadlessLab();
    const install = `sh -c 'apt-get update -qq && apt-get install -y --no-install-recommends ${name}' 2>&1 | grep -c 'Setting up ${name} '`;
    const { output } = await lab.run(
      "manager1",
      `for i in debian ubuntu; do docker pull -q $i >/dev/null; docker run --rm $i ${install}; done`,
    );
    expect(output).toBe("1\n1\n");
  },
);
