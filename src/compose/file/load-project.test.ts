import { describe, expect, it } from "vitest";
import { ComposeFiles, compose } from "./compose-files.fixture.ts";

describe("a project in canonical form", () => {
  it("is what recording 13 shows", () => {
    const project = new ComposeFiles({
      "docker-compose.yml":
        'services:\n  data:\n    build: data\n    volumes:\n      - milestones:/data\n  web:\n    build: ws0\n    ports:\n      - "8000:80"\n    volumes:\n      - milestones:/src/data:ro\n    depends_on:\n      - data\n\nvolumes:\n  milestones:\n',
    });
    expect(project.config()).toBe(`name: curso
services:
  data:
    build:
      context: /root/curso/data
      dockerfile: Dockerfile
    networks:
      default: null
    volumes:
      - type: volume
        source: milestones
        target: /data
        volume: {}
  web:
    build:
      context: /root/curso/ws0
      dockerfile: Dockerfile
    depends_on:
      data:
        condition: service_started
        required: true
    networks:
      default: null
    ports:
      - mode: ingress
        target: 80
        published: "8000"
        protocol: tcp
    volumes:
      - type: volume
        source: milestones
        target: /src/data
        read_only: true
        volume: {}
networks:
  default:
    name: curso_default
volumes:
  milestones:
    name: curso_milestones
`);
  });

  it("writes what is watched, hooks and GPUs in long form, with the paths of the host", () => {
    const text = compose(`services:
  web:
    image: nginx
    build: {context: ., additional_contexts: {shared: ../shared, base: "service:base"}}
    gpus: all
    develop: {watch: [{action: sync, ignore: "*.tmp", target: /site, path: ./site}]}
    post_start: [{user: root, command: echo hola, environment: [A=1]}]
`).config();
    expect(text).toContain(`      additional_contexts:
        base: service:base
        shared: /root/shared
    develop:
      watch:
        - path: /root/curso/site
          action: sync
          target: /site
          ignore:
            - '*.tmp'
`);
    expect(text).toContain("    gpus:\n      - count: -1\n");
    expect(text).toContain(`    post_start:
      - command:
          - echo
          - hola
        user: root
        environment:
          A: "1"
`);
  });

  it("writes durations, sizes, commands and pairs as compose-go does", () => {
    const text = compose(`x-base: &base
  restart: always
services:
  web:
    <<: *base
    image: nginx
    command: sh -c "echo 'a b'"
    environment: [B=1, A=yes, "EMPTY="]
    mem_limit: 32m
    stop_grace_period: 90s
    healthcheck: {test: curl localhost, interval: 10s, retries: 3}
    deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 32M}}}
    ulimits: {nofile: 1024}
    volumes: ["./html:/usr/share/nginx/html:ro", /cache]
`).config();
    expect(text).toBe(`name: curso
services:
  web:
    command:
      - sh
      - -c
      - echo 'a b'
    deploy:
      replicas: 2
      resources:
        limits:
          cpus: 0.5
          memory: "33554432"
    environment:
      A: "yes"
      B: "1"
      EMPTY: ""
    healthcheck:
      test:
        - CMD-SHELL
        - curl localhost
      interval: 10s
      retries: 3
    image: nginx
    mem_limit: "33554432"
    networks:
      default: null
    restart: always
    stop_grace_period: 1m30s
    ulimits:
      nofile: 1024
    volumes:
      - type: bind
        source: /root/curso/html
        target: /usr/share/nginx/html
        read_only: true
        bind:
          create_host_path: true
      - type: volume
        target: /cache
        volume: {}
networks:
  default:
    name: curso_default
x-base:
  restart: always
`);
  });
});

describe("files", () => {
  const services = (image: string) => `services:\n  web:\n    image: ${image}\n`;

  it("are found by their usual names, here or above, with their override", () => {
    const project = new ComposeFiles({
      "compose.yaml": services("nginx"),
      "compose.override.yaml": "services:\n  web:\n    ports: [80]\n",
    }).load({ cwd: "/root/curso/deep/er" });
    expect(project.configFiles).toEqual(["/root/curso/compose.yaml", "/root/curso/compose.override.yaml"]);
    expect(project.services.web?.ports).toMatchObject([{ target: 80, protocol: "tcp" }]);
    expect(project.name).toBe("curso");
  });

  it("warn when there are two of them", () => {
    const files = new ComposeFiles({ "compose.yaml": services("a"), "docker-compose.yml": services("b") });
    expect(files.load().services.web?.image).toBe("a");
    expect(files.warnings).toEqual([
      "Found multiple config files with supported names: /root/curso/compose.yaml, /root/curso/docker-compose.yml",
      "Using /root/curso/compose.yaml",
    ]);
  });

  it("lay one over the other, with !reset and !override", () => {
    const files = new ComposeFiles({
      "a.yml":
        'services:\n  web:\n    image: nginx\n    ports: ["8080:80", "8443:443"]\n    environment: {A: 1, B: 2}\n    command: [a]\n    dns: 1.1.1.1\n',
      "b.yml":
        "services:\n  web:\n    ports: !override [9090:80]\n    environment: [B=3, C=4]\n    command: [b]\n    dns: !reset null\n",
    });
    const { web } = files.load({ configFiles: ["a.yml", "b.yml"] }).services;
    expect(web?.ports).toMatchObject([{ published: "9090", target: 80 }]);
    expect(web?.environment).toEqual({ A: "1", B: "3", C: "4" });
    expect(web?.command).toEqual(["b"]);
    expect(web?.dns).toEqual([]);
  });

  it("include others, which have their own folder and .env", () => {
    const files = new ComposeFiles({
      "compose.yaml": "include: [db/compose.yaml]\nservices:\n  web: {image: nginx, depends_on: [db]}\n",
      "db/compose.yaml": "services:\n  db:\n    image: redis:${TAG}\n    volumes: [./data:/data]\n",
      "db/.env": "TAG=8\n",
    });
    const { db } = files.load().services;
    expect(db?.image).toBe("redis:8");
    expect(db?.volumes[0]?.source).toBe("/root/curso/db/data");
  });

  it("extend services of this file and of others", () => {
    const files = new ComposeFiles({
      "compose.yaml":
        "services:\n  web:\n    extends: {file: common/base.yml, service: app}\n    environment: {B: 2}\n  again:\n    extends: web\n    image: caddy\n",
      "common/base.yml": "services:\n  app:\n    image: nginx\n    environment: [A=1]\n    env_file: app.env\n",
      "common/app.env": "C=3\n",
    });
    const { web, again } = files.load().services;
    expect(web?.environment).toEqual({ A: "1", B: "2", C: "3" });
    expect(again).toMatchObject({ image: "caddy", environment: { A: "1", B: "2", C: "3" } });
  });
});

describe("variables", () => {
  const text =
    "services:\n  web:\n    image: nginx:${TAG:-1}\n    environment:\n      SHELL_SAYS:\n      X: $X\n      Y: $$X\n";

  it("come from the shell, then from .env, then from defaults", () => {
    const files = new ComposeFiles({ "compose.yaml": text, ".env": "TAG=2\nX='a b' # comment\n" });
    expect(files.load().services.web).toMatchObject({
      image: "nginx:2",
      environment: { SHELL_SAYS: null, X: "a b", Y: "$X" },
    });
    const shell = files.load({ env: { TAG: "3", SHELL_SAYS: "hi" } }).services.web;
    expect(shell).toMatchObject({ image: "nginx:3", environment: { SHELL_SAYS: "hi", X: "a b" } });
  });

  it("warn when they are not set", () => {
    const files = compose(text);
    files.load();
    expect(files.warnings).toEqual(['The "X" variable is not set. Defaulting to a blank string.']);
  });

  it("may be asked for", () => {
    expect(compose("services:\n  web:\n    image: nginx:${TAG:?say which}\n").error()).toBe(
      "error while interpolating services.web.image: required variable TAG is missing a value: say which",
    );
    expect(compose("services:\n  web:\n    image: nginx:${TAG\n").error()).toBe(
      "invalid interpolation format for services.web.image.\nYou may need to escape any $ with another $.\nnginx:${TAG",
    );
  });

  it("come from a file that must be there, unless it need not", () => {
    const web = (file: string) => `services:\n  web:\n    image: nginx\n    env_file: ${file}\n`;
    expect(compose(web("no.env")).error()).toBe(
      "env file /root/curso/no.env not found: stat /root/curso/no.env: no such file or directory",
    );
    expect(compose(web("[{path: no.env, required: false}]")).load().services.web?.environment).toEqual({});
    expect(compose(web("[]")).error({ envFiles: ["no.env"] })).toBe("couldn't find env file: /root/curso/no.env");
  });
});

describe("a project's name", () => {
  const text = "name: Mi Curso\nservices:\n  web: {image: nginx}\n";

  it("comes from -p, COMPOSE_PROJECT_NAME, the file, the folder", () => {
    expect(compose(text).load().name).toBe("micurso");
    expect(compose(text).load({ projectName: "otro", env: { COMPOSE_PROJECT_NAME: "env" } }).name).toBe("otro");
    expect(compose(text).load({ env: { COMPOSE_PROJECT_NAME: "env" } }).name).toBe("env");
    expect(new ComposeFiles({ "/srv/My_App/compose.yml": "services: {}\n" }).load({ cwd: "/srv/My_App" }).name).toBe(
      "my_app",
    );
  });

  it("must be one that Docker takes", () => {
    expect(compose(text).error({ projectName: "Mi App" })).toBe(
      'invalid project name "Mi App": must consist only of lowercase alphanumeric characters, hyphens, and underscores as well as start with a letter or number',
    );
  });
});

describe("profiles", () => {
  const text =
    "services:\n  web: {image: nginx}\n  db: {image: redis, profiles: [debug], networks: [back]}\n  tool: {image: alpine, profiles: [tools], depends_on: [web]}\nnetworks:\n  back:\n";

  it("keep services out until they are asked for", () => {
    const files = compose(text);
    expect(Object.keys(files.load().services)).toEqual(["web"]);
    expect(Object.keys(files.load({ profiles: ["debug"] }).services)).toEqual(["db", "web"]);
    expect(Object.keys(files.load({ env: { COMPOSE_PROFILES: "debug,tools" } }).services)).toEqual([
      "db",
      "tool",
      "web",
    ]);
    expect(Object.keys(files.load({ services: ["tool"] }).services)).toEqual(["tool", "web"]);
    expect(files.error({ services: ["nosuch"] })).toBe("no such service: nosuch");
  });
});

describe("a wrong file", () => {
  const web = (body: string) => compose(`services:\n  web:\n    image: nginx\n    ${body}\n`).error();
  const schema = (text: string) => `validating /root/curso/compose.yaml: services.web${text}`;

  it.each([
    ["imagen: nginx", schema(" additional properties 'imagen' not allowed")],
    ["ports: 80", schema(".ports must be a array")],
    ["ports: [{target: 80, publish: 1}]", schema(".ports.0 additional properties 'publish' not allowed")],
    ["depends_on: db", schema(".depends_on must be a array")],
    ["depends_on: {db: {}}", schema(".depends_on.db missing property 'condition'")],
    ["environment: 5", schema(".environment must be a mapping")],
    ["tty: [1]", schema(".tty must be a boolean or string")],
    [
      "deploy: {update_config: {order: first}}",
      schema(".deploy.update_config.order value must be one of 'start-first', 'stop-first'"),
    ],
    ['ports: ["a:80"]', "Invalid hostPort: a"],
    ['ports: ["80:80:80:80"]', "Invalid ip address 80:80: address 80:80:: too many colons in address"],
    [
      "cap_add: NET\n    privileged: quiza",
      "error while interpolating services.web.privileged: failed to cast to expected type: invalid boolean: quiza",
    ],
    ["scale: -1", "services.web.scale: must be greater than or equal to 0"],
    [
      "extra_hosts: [malo]",
      "decoding failed due to the following error(s):\n\n'services[web].extra_hosts' invalid additional host, missing IP: malo",
    ],
    ["cap_add: [A, A]", "no error"],
    ['ports: ["80/icmp"]', "Invalid proto: icmp"],
    ["depends_on: [db]", 'service "web" depends on undefined service "db": invalid compose project'],
    ["volumes: [data:/data]", 'service "web" refers to undefined volume data: invalid compose project'],
    ["networks: [back]", 'service "web" refers to undefined network back: invalid compose project'],
    ["secrets: [clave]", 'service "web" refers to undefined secret clave: invalid compose project'],
    ["depends_on: [web]", "dependency cycle detected: web -> web"],
    ["healthcheck: {test: [curl]}", 'healthcheck.test must start either by "CMD", "CMD-SHELL" or "NONE"'],
    [
      "tmpfs: /x\n    volumes: [/y, '/x']",
      "services.web.volumes[1]: target /x already mounted as services.web.tmpfs[0]",
    ],
    [
      "mem_limit: 1g\n    deploy: {resources: {limits: {memory: 2g}}}",
      "services.web: can't set distinct values on 'mem_limit' and 'deploy.resources.limits.memory': invalid compose project",
    ],
    [
      "container_name: uno\n    scale: 2",
      "services.scale: can't set container_name and uno as container name must be unique: invalid compose project",
    ],
  ])("%s", (body, message) => {
    expect(web(body)).toBe(message);
  });

  it.each([
    ["secrets: {a: {}}", "secrets.a: one of file|environment must be set"],
    ["configs: {a: {file: x, content: y}}", "configs.a: file|environment|content attributes are mutually exclusive"],
    [
      "volumes: {v: {external: true, driver: local}}",
      'volumes.v: conflicting parameters "external" and "driver" specified',
    ],
    ["404: {}", "non-string key at top level: 404"],
    ["servicios: {}", "validating /root/curso/compose.yaml:  additional properties 'servicios' not allowed"],
  ])("may have wrong parts: %s", (text, message) => {
    expect(compose(`services: {web: {image: nginx}}\n${text}\n`).error()).toBe(message);
  });

  it("may have no services to speak of", () => {
    expect(compose("").error()).toBe("empty compose file");
    expect(compose("- a\n").error()).toBe("yaml: unmarshal errors:\n  line 1: cannot unmarshal !!seq into cli.named");
    expect(compose("services:\n  web:\n").error()).toBe(
      "validating /root/curso/compose.yaml: services.web must be a mapping",
    );
    expect(compose("services:\n  web:\n    ports: [80]\n").error()).toBe(
      'service "web" has neither an image nor a build context specified: invalid compose project',
    );
  });

  it("may say a key twice, or not be made of mappings", () => {
    expect(compose("services:\n  web: {image: a}\n  web: {image: b}\n").error()).toBe(
      'failed to parse /root/curso/compose.yaml: line 3: mapping key "web" already defined at line 2',
    );
    expect(compose("hola\n").error()).toBe(
      "yaml: unmarshal errors:\n  line 1: cannot unmarshal !!str `hola` into cli.named",
    );
    expect(compose("services: [web]\n").error()).toBe("services must be a mapping");
    expect(compose("services:\n  web: {image: a}\n  image: b\n").error()).toBe("services.image must be a mapping");
  });

  it("may put something else in the place of a list", () => {
    const files = new ComposeFiles({
      "a.yaml": "services:\n  web: {image: nginx, ports: ['80']}\n",
      "b.yaml": "services:\n  web: {ports: hola}\n",
    });
    expect(files.error({ configFiles: ["a.yaml", "b.yaml"] })).toBe("cannot override services.web.ports");
  });

  it("is looked for by COMPOSE_FILE in other words, and after the project's name", () => {
    const files = new ComposeFiles({ ".env": "COMPOSE_FILE=no.yml\n" });
    expect(files.error()).toBe("stat /root/curso/no.yml: no such file or directory");
    expect(new ComposeFiles({}).error({ projectName: "MAL" })).toContain('invalid project name "MAL"');
  });

  it("is warned of yes and no", () => {
    const files = compose("services:\n  web: {image: nginx, tty: 'yes', stdin_open: 'off'}\n");
    const { services } = files.load();
    expect([services.web?.tty, services.web?.stdinOpen]).toEqual([true, false]);
    expect(files.warnings).toEqual([
      '"yes" for boolean is not supported by YAML 1.2, please use `true`',
      '"off" for boolean is not supported by YAML 1.2, please use `false`',
    ]);
  });

  it("may not be there", () => {
    expect(new ComposeFiles({}).error()).toBe("no configuration file provided: not found");
    expect(new ComposeFiles({}).error({ configFiles: ["no.yml"] })).toBe(
      "open /root/curso/no.yml: no such file or directory",
    );
  });

  it("is told of its version", () => {
    const files = new ComposeFiles({ "docker-compose.yml": "version: '3'\nservices:\n  web: {image: nginx}\n" });
    files.load();
    expect(files.warnings).toEqual([
      "/root/curso/docker-compose.yml: the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion",
    ]);
  });
});

describe("what is left out", () => {
  it("a build argument that nothing gives a value, a dependency that was not chosen, a wait of nothing not", () => {
    const text = `services:
  web:
    build: {context: ., args: {NO: , HAY: }}
    stop_grace_period: 0s
    depends_on: {extra: {condition: service_started, required: false}}
  extra: {image: alpine, profiles: [x]}
`;
    const printed = compose(text).config({ services: ["web"], env: { HOME: "/root", HAY: "1" } });
    expect(printed).toContain('      args:\n        HAY: "1"\n');
    expect(printed).not.toContain("depends_on");
    expect(printed).toContain("    stop_grace_period: 0s\n");
  });

  it("a mount of a folder makes it only in the short form, or when told", () => {
    const text = "services:\n  web: {image: a, volumes: ['./x:/x', {type: bind, source: ./y, target: /y, bind: {}}]}\n";
    const { services } = compose(text).load();
    expect(services.web?.volumes.map(({ bind }) => bind?.createHostPath)).toEqual([true, false]);
  });
});
