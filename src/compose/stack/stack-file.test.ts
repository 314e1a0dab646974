import { expect, test } from "vitest";
import { FileTree } from "../../kernel/file-tree.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import { VirtualClock } from "../../kernel/virtual-clock.ts";
import { stackDefinition } from "./stack-definition.ts";
import { loadStackFile } from "./stack-file.ts";
import { stackServiceSpec } from "./stack-service.ts";

function load(texts: string | readonly string[], env: Readonly<Record<string, string>> = {}) {
  const files = new MountedFileSystem(new FileTree([], new VirtualClock(0)));
  files.mkdir("/curso");
  files.writeFile("/curso/web.env", "# nota\nA=de archivo\nB=\nC\n");
  const list = typeof texts === "string" ? [texts] : texts;
  return loadStackFile({
    sources: list.map((text, i) => ({ name: `${i}.yml`, text })),
    workingDir: "/curso",
    files,
    env,
  });
}

const lookups = {
  network: (name: string) => `id of ${name}`,
  secrets: <T>(asked: readonly T[]) => [...asked],
  configs: <T>(asked: readonly T[]) => [...asked],
};

function spec(text: string, env?: Readonly<Record<string, string>>) {
  const file = load(text, env);
  const [service] = Object.values(file.services);
  if (!service) throw new Error("no service");
  return stackServiceSpec("s", file, service, lookups);
}

test("a service has the stack's name before its own, its labels, and the default network under its own name", () => {
  const { name, labels, task, ports } = spec("services: {web: {image: nginx, ports: ['8080:80', '53:53/udp']}}");
  expect({ name, labels, ports }).toEqual({
    name: "s_web",
    labels: { "com.docker.stack.namespace": "s", "com.docker.stack.image": "nginx" },
    ports: [
      { protocol: "tcp", targetPort: 80, publishedPort: 8080, mode: "ingress" },
      { protocol: "udp", targetPort: 53, publishedPort: 53, mode: "ingress" },
    ],
  });
  expect(task.networks).toEqual([{ target: "id of s_default", aliases: ["web"] }]);
  expect(task.labels).toEqual({ "com.docker.stack.namespace": "s" });
});

test("what deploy says becomes the service's mode, placement, resources and policies", () => {
  const made = spec(`
version: "3.8"
services:
  web:
    image: nginx
    deploy:
      mode: replicated
      replicas: 3
      endpoint_mode: dnsrr
      labels: {capa: web}
      placement:
        constraints: ["node.role == manager"]
        preferences: [{spread: node.labels.zona}]
        max_replicas_per_node: 2
      resources:
        limits: {cpus: "0.5", memory: 64M}
        reservations: {memory: 32M}
      restart_policy: {condition: on-failure, delay: 2s, max_attempts: 3, window: 1m}
      update_config: {parallelism: 2, delay: 10s, order: start-first, failure_action: rollback}
`);
  expect(made).toMatchObject({
    mode: { kind: "replicated", replicas: 3 },
    endpointMode: "dnsrr",
    labels: { capa: "web" },
    update: { parallelism: 2, delay: 10e9, order: "start-first", failureAction: "rollback" },
    task: {
      constraints: ["node.role == manager"],
      preferences: ["spread=node.labels.zona"],
      maxReplicasPerNode: 2,
      limits: { nanoCpus: 5e8, memory: 64 * 1024 ** 2 },
      reservations: { memory: 32 * 1024 ** 2 },
      restartPolicy: { condition: "on-failure", delay: 2e9, maxAttempts: 3, window: 60e9 },
    },
  });
});

test("the environment is the files', then the service's, and the shell's where neither says anything", () => {
  const { task } = spec(
    `
services:
  web:
    image: nginx
    env_file: web.env
    environment:
      A: propio
      D: \${X:-por defecto}
      E:
`,
    { B: "de la shell" },
  );
  expect(task.env).toEqual(["A=propio", "B=de la shell", "C", "D=por defecto", "E"]);
});

test("volumes are the stack's, paths those of the host, secrets files of the task", () => {
  const { task } = spec(`
services:
  web:
    image: nginx
    volumes: ["datos:/data:ro", "./html:/srv", "ya:/ya"]
    secrets: [clave, {source: otra, target: pw, mode: 0400}]
volumes: {datos: , ya: {external: true}}
secrets: {clave: {file: ./clave.txt}, otra: {external: true}}
`);
  expect(task.mounts).toEqual([
    {
      Type: "volume",
      Source: "s_datos",
      Target: "/data",
      ReadOnly: true,
      VolumeOptions: { Labels: { "com.docker.stack.namespace": "s" } },
    },
    { Type: "bind", Source: "/curso/html", Target: "/srv" },
    { Type: "volume", Source: "ya", Target: "/ya", VolumeOptions: {} },
  ]);
  expect(task.secrets.map(({ name, target, mode }) => [name, target, mode])).toEqual([
    ["otra", "pw", 0o400],
    ["s_clave", "clave", 0o444],
  ]);
});

test("a later file is laid over an earlier one", () => {
  const file = load([
    "services: {web: {image: nginx, environment: {A: 1, B: 1}}}",
    "services: {web: {image: httpd, environment: {B: 2}}, otro: {image: redis}}",
  ]);
  expect(Object.keys(file.services)).toEqual(["otro", "web"]);
  expect(file.services.web).toMatchObject({ image: "httpd", environment: { A: "1", B: "2" } });
});

test("what a swarm ignores is told", () => {
  const { ignored } = load("services: {web: {image: nginx, restart: always, build: ., container_name: w}}");
  expect(ignored).toEqual({
    unsupported: ["build", "restart"],
    deprecated: ["container_name: Setting the container name is not supported."],
  });
});

test("the whole is written with its keys in the client's order", () => {
  const text =
    "version: '3'\nservices: {web: {ports: ['80'], image: nginx, command: a b}}\nnetworks: {default: {attachable: true}}";
  expect(stackDefinition(load(text))).toBe(`version: "3.13"
services:
  web:
    command:
      - a
      - b
    image: nginx
    ports:
      - mode: ingress
        target: 80
        protocol: tcp
networks:
  default:
    attachable: true
`);
});

test.each([
  ["", "top-level object must be a mapping"],
  ["version: '2'", "unsupported Compose file version: 2"],
  ["name: x\nservices: {}", "(root) Additional property name is not allowed"],
  ["version: 3", "version must be a string"],
  [
    "services: {web: {image: nginx, pull_policy: always}}",
    "services.web Additional property pull_policy is not allowed",
  ],
  ["services: {web: {image: nginx, depends_on: {a: {condition: x}}}}", "services.web.depends_on must be a list"],
  ["services: {web: {image: nginx, cap_add: x}}", "services.web.cap_add must be a list"],
  [
    "services: {web: {image: 'nginx:${X'}}",
    'invalid interpolation format for services.web.image: "nginx:${X"; you may need to escape any $ with another $',
  ],
  ["services: {web: {image: nginx, extends: otro}}", "Configuration contains forbidden properties"],
  [
    "volumes: {v: {external: true, driver: x}}",
    'conflicting parameters "external" and "driver" specified for volume "v"',
  ],
])("%j is refused: %s", (text, why) => {
  expect(() => load(text)).toThrow(expect.objectContaining({ message: why }));
});

test.each([
  ["services: {web: {image: nginx, networks: [red]}}", 'service web: undefined network "red"'],
  ["services: {web: {image: nginx, volumes: ['vol:/v']}}", 'service web: undefined volume "vol"'],
  ["services: {web: {image: nginx, secrets: [c]}}", 'service web: undefined secret "c"'],
  [
    "services: {web: {image: nginx, deploy: {mode: global, replicas: 2}}}",
    "service web: replicas can only be used with replicated or replicated-job mode",
  ],
])("%j cannot be deployed: %s", (text, why) => {
  expect(() => spec(text)).toThrow(expect.objectContaining({ message: why }));
});

/** As a real client answered. */
test.each([
  ["deploy: {replicas: '2'}", "services.web.deploy.replicas must be a integer"],
  ["deploy: {resources: {limits: {cpus: 0.5}}}", "services.web.deploy.resources.limits.cpus must be a string"],
  ["deploy: {update_config: {delay: x}}", "services.web.deploy.update_config.delay Does not match format 'duration'"],
  ["tty: 'true'", "services.web.tty must be a boolean"],
  ["environment: {A: true}", "services.web.environment.A must be a string, number or null"],
  ["ports: [abc]", "services.web.ports.0 Does not match format 'ports'"],
  ["ports: [{target: '80'}]", "services.web.ports.0.target must be a integer"],
  ["healthcheck: {retries: '3', test: ls}", "services.web.healthcheck.retries must be a number"],
  ["depends_on: {db: {condition: service_healthy}}", "services.web.depends_on must be a list"],
  ["stop_grace_period: 10", "services.web.stop_grace_period must be a string"],
  [
    "deploy: {replicas: '${N}'}",
    'error while interpolating services.web.deploy.replicas: failed to cast to expected type: strconv.Atoi: parsing "": invalid syntax',
  ],
])("%s is refused", (text, why) => {
  expect(() => load(`services: {web: {image: nginx, ${text}}}`)).toThrow(why);
});

test("a variable becomes the number or the yes-or-no it stands for; a mode that is none is the service's fault", () => {
  const text = "services: {web: {image: nginx, tty: '${T}', shm_size: 64m, deploy: {replicas: '${N:-2}'}}}";
  expect(spec(text, { T: "yes" })).toMatchObject({ mode: { kind: "replicated", replicas: 2 }, task: { tty: true } });
  expect(() => spec("services: {web: {image: nginx, deploy: {mode: foo}}}")).toThrow("service web: Unknown mode: foo");
});

test("an external network's name in the old form is read, with a warning", () => {
  const file = load("services: {web: {image: nginx, networks: [n]}}\nnetworks: {n: {external: {name: malla}}}");
  expect(file.warnings).toEqual(["network n: network.external.name is deprecated in favor of network.name"]);
  expect(file.networks.n?.name).toBe("malla");
});

const config = (text: string | readonly string[]) => stackDefinition(load(text));

test.each([
  ["v:/x", "type: volume, target: v:/x"],
  ["datos:/x:ro,nocopy", "type: volume, source: datos, target: /x, read_only: true, volume: {nocopy: true}"],
  ["./a:/b:z", "type: bind, source: /curso/a, target: /b"],
  ["d:/e:/f:rslave", "type: bind, source: d:/e, target: /f, bind: {propagation: rslave}"],
  ["/a", "type: volume, target: /a"],
])("the short form %s of a volume is {%s}", (short, long) => {
  expect(config(`services: {web: {image: nginx, volumes: ['${short}']}}`)).toBe(
    config(`services: {web: {image: nginx, volumes: [{${long}}]}}`),
  );
});

test("a port with an address is published on every address, with a warning", () => {
  const { warnings, services } = load("services: {web: {image: nginx, ports: ['127.0.0.1:8080:80']}}");
  expect(warnings).toEqual(["ignoring IP-address (127.0.0.1:8080:80/tcp) service will listen on '0.0.0.0'"]);
  expect(services.web?.ports).toEqual([{ mode: "ingress", target: 80, published: "8080", protocol: "tcp" }]);
});

test.each([
  ["3.0", "secrets: {}", "(root) Additional property secrets is not allowed"],
  ["3.3", "x-a: 1", "(root) Additional property x-a is not allowed"],
  ["3.4", "networks: {n: {name: x}}", "networks.n Additional property name is not allowed"],
  ["3.1", "services: {web: {ports: [{target: 80}]}}", "services.web.ports.0 must be a string or number"],
  ["3.8", "services: {web: {volumes: [{target: /x}]}}", "services.web.volumes.0 type is required"],
  ["3.8", "services: {web: {ports: [true]}}", "services.web.ports.0 must be a number"],
  ["3.8", "networks: {n: {external: 'true'}}", "networks.n.external must be a boolean or mapping"],
  ["3.8", "services: {web: {env_file: [a, a]}}", "services.web.env_file array items[0,1] must be unique"],
])("in version %s %s is refused: %s", (version, text, why) => {
  expect(() => load(`version: '${version}'\n${text}`)).toThrow(expect.objectContaining({ message: why }));
});

test.each([
  ["volumes: ['/a:/b:ro:mas']", "'Volumes[0]' invalid spec: /a:/b:ro:mas: too many colons"],
  ["deploy: {replicas: -1}", "'Deploy.Replicas' cannot parse value as 'uint64': -1 overflows uint"],
  ["deploy: {resources: {limits: {memory: mucho}}}", "'Deploy.Resources.Limits.memory' invalid size: 'mucho'"],
  [
    'command: "\'a"\n    entrypoint: "\'b"',
    "'Command' EOF found when expecting closing quote\n'Entrypoint' EOF found when expecting closing quote",
  ],
])("%s does not fit", (line, why) => {
  expect(() => load(`services:\n  web:\n    image: nginx\n    ${line}\n`)).toThrow(
    expect.objectContaining({ message: `decoding failed due to the following error(s):\n\n${why}` }),
  );
});

test("of two files, lists of words are joined, ports and mounts replaced by their key, what is empty changes nothing", () => {
  const first =
    "services: {web: {image: nginx, dns: 1.1.1.1, tty: true, environment: {A: '1'}, ports: ['80:80', '81:81'], volumes: ['./a:/a']}}\nnetworks: {n: {driver: overlay}}";
  const second =
    "services: {web: {dns: [2.2.2.2], tty: false, environment: {A: ''}, ports: ['80:8080'], volumes: ['./b:/a']}}\nnetworks: {n: {attachable: true}}";
  expect(config([first, second])).toBe(
    config(
      "services: {web: {image: nginx, dns: [1.1.1.1, 2.2.2.2], tty: true, environment: {A: '1'}, ports: ['80:8080', '81:81'], volumes: ['./b:/a']}}\nnetworks: {n: {attachable: true}}",
    ),
  );
});

test("a mount of a kind nobody knows and CPUs that are no number are the service's fault", () => {
  expect(() => spec("services: {web: {image: nginx, volumes: [{type: raro, target: /x}]}}")).toThrow(
    "service web: volume type must be volume, bind, tmpfs, npipe, or cluster",
  );
  expect(() => spec("services: {web: {image: nginx, deploy: {resources: {limits: {cpus: dos}}}}}")).toThrow(
    "service web: failed to parse dos as a rational number",
  );
});

test("capabilities have their whole names, and what is added is not dropped", () => {
  const { task } = spec(
    "services: {web: {image: nginx, cap_add: [net_admin, SYS_TIME], cap_drop: [CAP_NET_ADMIN, kill]}}",
  );
  expect({ add: task.capAdd, drop: task.capDrop }).toEqual({
    add: ["CAP_NET_ADMIN", "CAP_SYS_TIME"],
    drop: ["CAP_KILL"],
  });
});
