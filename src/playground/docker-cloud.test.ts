import { describe, expect, it } from "vitest";
import { layOutCourseFiles } from "./course-files.ts";
import { HeadlessLab } from "./headless-lab.ts";

/** A shell on manager1 with Python 2.7.14 and docker-cloud; the terminal's colours are taken out. */
async function shell() {
  const lab = new HeadlessLab();
  layOutCourseFiles(lab.lab);
  const run = async (line: string, input?: readonly string[]) => {
    const { output, exit } = await lab.run("manager1", line, { columns: 120, ...(input ? { input } : {}) });
    return { output: output.replace(/\x1b\[[\d;?]*[a-zA-Z]|\r/g, ""), exit };
  };
  const output = async (line: string, input?: readonly string[]) => (await run(line, input)).output;
  await run('pyenv install 2.7.14 2>/dev/null; pyenv global 2.7.14; eval "$(pyenv init -)"');
  await run("pip install -q -U docker-cloud 2>/dev/null");
  return { lab, run, output };
}

const CREATE = "docker-cloud nodecluster create -t 1 --tag platzi platzi-big digitalocean fra1 2gb";

/** The same, with the lesson's node. */
async function withNode() {
  const made = await shell();
  await made.run(CREATE);
  await made.lab.advance(60);
  return made;
}

describe("the client", () => {
  it("comes with pip under Python 2.7, and tells its version on standard error as argparse does", async () => {
    const { run } = await shell();
    expect(await run("docker-cloud --version 2>/dev/null")).toEqual({ output: "", exit: 0 });
    expect(await run("docker-cloud --version")).toEqual({ output: "docker-cloud 1.0.9\n", exit: 0 });
  });

  it("was Python 2's: under Python 3 it ends at a module that is no longer there", async () => {
    const { run } = await shell();
    await run("pyenv install 3.12.12 2>/dev/null; pyenv global 3.12.12; pip install -q docker-cloud 2>/dev/null");
    const { output, exit } = await run("docker-cloud --version");
    expect(output).toMatch(
      /^Traceback \(most recent call last\):\n[\s\S]*\nModuleNotFoundError: No module named 'exceptions'\n$/,
    );
    expect(exit).toBe(1);
  });

  it("says once that it is a reconstruction, in the reader's language", async () => {
    const { run } = await shell();
    expect((await run("LANG=es_ES.UTF-8 docker-cloud stack ls")).output).toMatch(/^Docker Cloud cerró en 2018/);
    expect((await run("docker-cloud stack ls")).output).toBe("NAME    UUID    STATUS    DEPLOYED    DESTROYED\n\n");
  });

  it("refuses a wrong line in argparse's words", async () => {
    const { run } = await shell();
    expect(await run("docker-cloud nodecluster create a b 2>&1 | tail -1")).toMatchObject({
      output: "docker-cloud nodecluster create: error: too few arguments\n",
    });
    const choice = await run("docker-cloud node frob");
    expect(choice.output).toBe(
      "usage: docker-cloud node [-h] {byo,inspect,ls,rm,upgrade} ...\n" +
        "docker-cloud node: error: argument subcmd: invalid choice: 'frob' (choose from 'byo', 'inspect', 'ls', 'rm', 'upgrade')\n",
    );
    expect(choice.exit).toBe(2);
    expect((await run("docker-cloud service ps --sta x 2>&1 | tail -1")).output).toBe(
      "docker-cloud service ps: error: ambiguous option: --sta could match --status, --stack\n",
    );
  });

  it("shows its help for a command that is nothing without arguments", async () => {
    const { output } = await shell();
    expect(await output("docker-cloud tag add")).toBe(
      "usage: docker-cloud tag add [-h] -t TAG identifier [identifier ...]\n\nAdd tags to services, nodes or nodeclusters\n\n" +
        "positional arguments:\n  identifier         UUID or name of services, nodes or nodeclusters\n\n" +
        "optional arguments:\n  -h, --help         show this help message and exit\n  -t TAG, --tag TAG  name of the tag\n",
    );
  });

  it("cannot reach the cloud without a network", async () => {
    const { lab, run } = await shell();
    await lab.setConnected("manager1", false);
    expect(await run("docker-cloud nodecluster ls")).toMatchObject({
      output: expect.stringContaining("HTTPSConnectionPool(host='cloud.docker.com', port=443)"),
      exit: 3,
    });
  });
});

describe("a node cluster", () => {
  it("is being deployed, then deployed, then terminated; its node with it", async () => {
    const { lab, run, output } = await shell();
    expect((await run(CREATE)).output).toMatch(
      /\n[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/,
    );
    expect(await output("docker-cloud nodecluster ls")).toMatch(
      /^NAME {8}UUID {6}REGION {7}TYPE {4}DEPLOYED {4}STATUS {7}CURRENT#NODES {4}TARGET#NODES\nplatzi-big {2}[0-9a-f]{8} {2}Frankfurt 1 {2}2GB {17}Deploying {16}1 {15}1\n$/,
    );
    await lab.advance(60);
    expect(await output("docker-cloud nodecluster ls")).toMatch(/ 2GB +\d+ seconds ago +Deployed +1 +1\n$/);
    expect(await output("docker-cloud node ls")).toMatch(
      /\n([0-9a-f]{8}) {2}\1-\S+\.node\.dockerapp\.io {2}1 second ago {2}▶ Deployed {2}platzi-big {2}1\.11\.2-cs5\n$/,
    );
    expect((await run("docker-cloud nodecluster rm platzi-big")).exit).toBe(0);
    expect(await output("docker-cloud nodecluster ls")).toContain(" Terminating ");
    await lab.advance(30);
    expect(await output("docker-cloud nodecluster ls")).toContain(" Terminated ");
    expect(await output("docker-cloud node ls | tail -1")).toContain("✘ Terminated");
    await lab.advance(600);
    expect(await output("docker-cloud nodecluster ls | tail -1")).toBe("\n");
  });

  it("needs a region that there is, and no more than the one node of the free plan", async () => {
    const { run } = await withNode();
    expect(await run("docker-cloud nodecluster create otro digitalocean ffra1 2gb")).toEqual({
      output:
        "Status 400 (POST https://cloud.docker.com/api/infra/v1/nodecluster/). Response: " +
        `{"error":"Could not find the provided object via resource URI '/api/infra/v1/region/digitalocean/ffra1/'."}\n`,
      exit: 3,
    });
    expect((await run("docker-cloud nodecluster create otro digitalocean fra1 2gb")).output).toContain(
      "Your plan includes 1 node and you are already using 1",
    );
    expect((await run("docker-cloud nodecluster scale platzi-big 2")).exit).toBe(3);
  });

  it("waits for its end with --sync", async () => {
    const { output } = await shell();
    await output("docker-cloud nodecluster az -q");
    expect(await output("docker-cloud nodecluster create --sync uno digitalocean lon1 1gb")).toMatch(
      /^In progress\.{9}\nSuccess\n[0-9a-f-]{36}\n$/,
    );
  });

  it("chooses among regions and types of providers", async () => {
    const { output } = await shell();
    await output("docker-cloud nodecluster provider -q");
    expect(await output("docker-cloud nodecluster region -p digitalocean | grep fra1")).toBe(
      "fra1    Frankfurt 1      digitalocean\n",
    );
    expect(await output("docker-cloud nodecluster nodetype -p digitalocean -r ams1 | wc -l")).toBe("7\n");
    expect(await output("docker-cloud nodecluster az -q | head -1")).toBe("us-east-1a\n");
  });
});

describe("a service", () => {
  it("runs an image and answers at its container's name and port", async () => {
    const { lab, output } = await withNode();
    expect(await output("docker-cloud service run -p 80 --name platziws1 jjmerelo/platzi-servicio-web")).toMatch(
      /^[0-9a-f-]{36}\n$/,
    );
    expect(await output("docker-cloud service ps | tail -1")).toMatch(/^platziws1 {2}[0-9a-f]{8} {2}⚙ Starting {14}0 /);
    await lab.advance(60);
    expect(await output("docker-cloud service ps | tail -1")).toMatch(
      /^platziws1 {2}([0-9a-f]{8}) {2}▶ Running {14}1 {2}jjmerelo\/platzi-servicio-web:latest {2}\d+ seconds ago {2}platziws1\.\1\.svc\.dockerapp\.io\n$/,
    );
    const [, name, port] =
      /(platziws1-1\.[0-9a-f]{8}\.cont\.dockerapp\.io):(\d+)->80\/tcp/.exec(
        await output("docker-cloud container ps --no-trunc"),
      ) ?? [];
    expect(port).toBe("32768");
    expect(await output(`curl -s http://${name}:${port}/status`)).toBe('{"status": "OK"}\n');
    expect(await output("docker-cloud service logs platziws1")).toMatch(
      /^platziws1-1 \| 192\.0\.2\.1 - - \[[^\]]+\] "GET \/status HTTP\/1\.1" 200 -\n/,
    );
    expect(await output(`curl -sS http://${name}:81/`)).toContain("Failed to connect");
  });

  it("has a name of its own when it publishes a port of the node's", async () => {
    const { lab, output } = await withNode();
    await output("docker-cloud run -p 80:80 -n web nginx");
    await lab.advance(60);
    const name = (await output("docker-cloud service ps | tail -1")).match(/web\.\S+\.svc\.dockerapp\.io/)?.[0];
    expect(await output(`curl -s http://${name}/ | head -4 | tail -1`)).toBe("<title>Welcome to nginx!</title>\n");
  });

  it("is still there, and answers, when the lab is opened again in the middle", async () => {
    const { lab, run } = await withNode();
    await run("docker-cloud service run -p 80 -n web nginx");
    await lab.reopen();
    await lab.advance(60);
    await run('eval "$(pyenv init -)"');
    const ports = (await run("docker-cloud container ps --no-trunc")).output;
    const address = /web-1\.\S+\.cont\.dockerapp\.io:\d+/.exec(ports)?.[0];
    expect((await run(`curl -s http://${address}/ | grep -c Welcome`)).output).toBe("2\n");
  });

  it("stops, starts, scales, is set anew, redeployed and terminated", async () => {
    const { lab, output } = await withNode();
    const state = async () =>
      (await output("docker-cloud service ps | sed -n 2p")).match(/[▶◼⚙✘!] [A-Z][a-z ]*\S*/)?.[0].trim();
    await output("docker-cloud service run -n web nginx");
    await lab.advance(60);
    await output("docker-cloud service scale web 3");
    await lab.advance(30);
    expect(await output("docker-cloud container ps -s Running | tail -n +2 | cut -d' ' -f1")).toBe(
      "web-1\nweb-2\nweb-3\n",
    );
    await output("docker-cloud service stop web");
    await lab.advance(30);
    expect(await state()).toMatch(/^◼ Stopped/);
    await output("docker-cloud service start web");
    await lab.advance(30);
    expect(await state()).toMatch(/^▶ Running/);
    expect(await output("docker-cloud service set -e COLOR=azul web")).toMatch(
      /^\S{36}\nService must be redeployed to have its configuration changes applied\.\nTo redeploy execute: \$ docker-cloud service redeploy web\n$/,
    );
    expect(await output("docker-cloud service ps")).toContain(
      "(*) Please note that this service needs to be redeployed",
    );
    await output("docker-cloud service redeploy web");
    await lab.advance(60);
    expect(await output("docker-cloud container exec web-2 env | grep COLOR")).toBe("COLOR=azul\n");
    expect(await output("docker-cloud service env ls web -q --user")).toBe("COLOR=azul\n");
    await output("docker-cloud service terminate web");
    await lab.advance(30);
    expect(await state()).toMatch(/^✘ Terminated/);
  });

  it("does not start without a node, or with an image that there is not; the action tells why", async () => {
    const { lab, output } = await shell();
    await output("docker-cloud service run -n web nginx");
    await lab.advance(10);
    expect(await output("docker-cloud service ps | tail -1")).toContain("! Start failed");
    expect(await output("docker-cloud action logs $(docker-cloud action ls -q | head -1)")).toBe(
      "ERROR: There are no nodes available to deploy the containers of this service\n",
    );
    expect(await output("docker-cloud service stop web")).toContain(
      '/stop/). Response: {"error":"Operation is not allowed in state Start failed"}',
    );
    await output(CREATE);
    await lab.advance(60);
    await output("docker-cloud service run -n nada nadie/nada:v9");
    await lab.advance(30);
    expect(await output("docker-cloud action logs $(docker-cloud action ls -q | head -1)")).toMatch(
      /^nada-1: Pulling nadie\/nada:v9\nERROR: nada-1: /,
    );
  });

  it("goes to nodes with its tags only", async () => {
    const { lab, output } = await withNode();
    await output(
      "docker-cloud service run -n web --tag otra nginx; docker-cloud service run -n bien --tag platzi nginx",
    );
    await lab.advance(60);
    expect(await output("docker-cloud service ps")).toMatch(/web +\S+ +! Start failed[\s\S]*bien +\S+ +▶ Running/);
    expect(await output("docker-cloud tag ls platzi-big web")).toBe(
      "IDENTIFIER    TYPE         TAGS\nplatzi-big    NodeCluster  platzi\nweb           Service      otra\n",
    );
  });
});

describe("a stack", () => {
  it("is made without running, then started in the order of its links, and terminated", async () => {
    const { lab, output } = await withNode();
    await output("cd docker-cloud");
    expect(await output("docker-cloud stack create -f docker-cloud.yml")).toMatch(/^[0-9a-f-]{36}\n$/);
    expect(await output("docker-cloud stack ls")).toMatch(
      /^NAME {10}UUID {6}STATUS {9}DEPLOYED {4}DESTROYED\ndocker-cloud {2}[0-9a-f]{8} {2}◼ Not running\n$/,
    );
    await output("docker-cloud stack start docker-cloud");
    await lab.advance(10);
    expect(await output("docker-cloud service ps")).toMatch(/web .*⚙ Starting[\s\S]*logstash .*▶ Running/);
    await lab.advance(60);
    expect(await output("docker-cloud stack ls | tail -1")).toContain("▶ Running");
    const name = (await output("docker-cloud service ps --stack docker-cloud")).match(
      /web\.\S+\.svc\.dockerapp\.io/,
    )?.[0];
    expect(await output(`curl -s http://${name}/status`)).toBe('{"status": "OK"}\n');
    expect(
      await output(
        "docker-cloud container exec web-1 sh -c 'getent hosts logstash logstash-1 | wc -l; env' | grep -E '^2|5959_TCP_PORT'",
      ),
    ).toBe("2\nLOGSTASH_1_PORT_5959_TCP_PORT=5959\n");
    await output("docker-cloud stack terminate docker-cloud");
    await lab.advance(40);
    expect(await output("docker-cloud stack ls | tail -1")).toContain("✘ Terminated");
    expect(await output(`curl -sS http://${name}/status`)).toContain("Could not resolve host");
  });

  it("has a service for logs that shows what comes over TCP", async () => {
    const { lab, output } = await withNode();
    await output("docker-cloud up -n registro -f docker-cloud/docker-cloud.yml");
    await lab.advance(90);
    await output(
      `docker-cloud service run -n mensajero -e 'M={"hito":1}' -r 'sh -c "echo $M | nc logstash.registro 5959"' busybox`,
    );
    await lab.advance(30);
    const logs = await output("docker-cloud service logs logstash");
    expect(logs).toContain("Starting tcp input listener");
    expect(logs).toMatch(/"hito" => 1,/);
  });

  it("is refused for what is no stack file", async () => {
    const { lab, output } = await shell();
    await output("docker-cloud stack ls -q");
    lab.writeFile("manager1", "mal.yml", "web:\n  build: .\n");
    lab.writeFile("manager1", "peor.yml", "web:\n  image: nginx\n  links:\n    - nadie\n");
    lab.writeFile("manager1", "var.yml", "web:\n  image: nginx:$VERSION\n");
    expect(await output("docker-cloud stack create -f mal.yml")).toContain("unsupported key 'build'");
    expect(await output("docker-cloud stack create -f peor.yml")).toContain(
      "Service web is linked to nadie, which does not exist",
    );
    expect(await output("docker-cloud stack ls -q; docker-cloud service ps -q")).toBe("");
    expect(await output("docker-cloud stack create -f var.yml")).toMatch(
      /^WARNING:dockercloudcli\.interpolation:The VERSION variable is not set\. Defaulting to a blank string\.\n/,
    );
    expect(await output("docker-cloud stack create -f no.yml")).toBe("[Errno 2] No such file or directory: 'no.yml'\n");
  });

  it("can be had back as a file", async () => {
    const { output } = await shell();
    await output("docker-cloud stack create -n uno -f docker-cloud/docker-cloud.yml");
    expect(await output("docker-cloud stack export uno")).toBe(
      "logstash:\n  command: -e 'input { tcp { port => 5959 codec => json } } output { stdout {} }'\n  expose:\n  - '5959'\n" +
        "  image: docker.elastic.co/logstash/logstash-oss:6.2.1\nweb:\n  image: jjmerelo/platzi-servicio-web\n  links:\n  - logstash\n  ports:\n  - 80:80\n\n",
    );
  });
});

describe("the library, in Python", () => {
  const REGION = /\(u'ams1', '\|', u'Amsterdam 1', '=>', \[u'\/api\/infra\/v1\/nodetype\/digitalocean\/512mb\/', /;

  it("lists regions in a script, of the provider that is asked for", async () => {
    const { output } = await shell();
    await output("cd docker-cloud; docker-cloud stack ls -q");
    const all = await output("./get-regions.py");
    expect(all).toMatch(REGION);
    expect(all.match(/^\(u'/gm)).toHaveLength(13);
    expect(await output("./get-regions.py aws | cut -c1-16 | head -1")).toBe("(u'us-east-1', '\n");
    expect(await output("./get-regions.py nadie")).toBe("");
    expect((await output("./get-regions.py | less", ["q"])).replace(/\s+/g, " ")).toMatch(REGION);
  });

  it("is at hand in bpython and in Python's own prompt", async () => {
    const { output } = await shell();
    await output("pip install -q bpython 2>/dev/null; docker-cloud stack ls -q");
    const typed = [
      "import dockercloud\n",
      "regions = dockercloud.Region.list()\n",
      "regions\n",
      "regions[3].name\n",
      "\x04",
    ];
    for (const command of ["bpython", "python"]) {
      const shown = await output(command, typed);
      expect(shown).toContain("[<dockercloud.api.noderegion.Region object at 0x7f");
      expect(shown).toContain("\nu'ams2'\n");
    }
    expect(await output("bpython --version")).toMatch(
      /^bpython version 0\.19 on top of Python 2\.7\.14 \/root\/\.pyenv\//,
    );
  });

  it("reads a block until an empty line, shows values, and tells errors as Python 2.7 does", async () => {
    const { output } = await shell();
    const shown = await output("python", [
      "for x in range(2):\n",
      "  print x,\n",
      "\n",
      "provicer\n",
      "7/2; 'a'\n",
      "exit()\n",
    ]);
    expect(shown).toContain("... \n0 1\n>>> provicer\n");
    expect(shown).toContain(
      "Traceback (most recent call last):\n  File \"<stdin>\", line 1, in <module>\nNameError: name 'provicer' is not defined\n",
    );
    expect(shown).toContain("\n3\n'a'\n");
  });

  it("sees and ends what there is in the cloud", async () => {
    const { lab, output } = await withNode();
    await output("docker-cloud service run -n web nginx");
    await lab.advance(60);
    const script = "import dockercloud; s = dockercloud.Service.list()[0]; print s.name, s.state, s.delete(), s.state";
    expect(await output(`python -c '${script}'`)).toBe("web Running True Terminating\n");
    expect(await output("python -c 'import dockercloud; dockercloud.Node.fetch(\"nada\")' 2>&1 | tail -1")).toBe(
      "dockercloud.api.exceptions.ObjectNotFound: Cannot find a node with the identifier 'nada'\n",
    );
  });

  it("is not there before pip has installed it", async () => {
    const lab = new HeadlessLab();
    const line =
      'pyenv install 2.7.14 2>/dev/null; pyenv global 2.7.14; eval "$(pyenv init -)"; python -c "import dockercloud"';
    expect((await lab.run("manager1", line)).output).toMatch(/\nImportError: No module named dockercloud\n$/);
  });
});
