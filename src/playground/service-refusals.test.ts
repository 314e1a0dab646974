import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

const flag = (value: string, name: string, why: string, command = "create [OPTIONS] IMAGE [COMMAND] [ARG...]") =>
  `invalid argument ${JSON.stringify(value)} for "${name}" flag: ${why}\n\nUsage:  docker service ${command}\n\n` +
  `Run 'docker service ${command.split(" ")[0]} --help' for more information\n`;
const rpc = (why: string) => `Error response from daemon: rpc error: code = InvalidArgument desc = ${why}\n`;
const daemon = (why: string) => `Error response from daemon: ${why}\n`;
const LONG = "x".repeat(64);

/** What a real client and a real manager answered to the same lines; no warning about the image comes with a refusal. */
const CREATE: readonly (readonly [string, string])[] = [
  [`--name ${LONG} local:1`, rpc("name must be 63 characters or fewer")],
  ["INVALIDO", rpc('ContainerSpec: "INVALIDO" is not a valid repository/tag')],
  ["''", rpc("ContainerSpec: image reference must be provided")],
  ["--mode global --max-concurrent 5 local:1", "max-concurrent can only be used with replicated-job mode\n"],
  ["--mode replicated-job --update-delay 2s local:1", "update and rollback configuration is not supported for jobs\n"],
  ["--mode global-job --rollback-order x local:1", "update and rollback configuration is not supported for jobs\n"],
  [
    "--mode global --replicas-max-per-node 2 local:1",
    "replicas-max-per-node can only be used with replicated or replicated-job mode\n",
  ],
  ["--mount type=foo,target=/x local:1", daemon('invalid MountType: "foo"')],
  ["--mount type=image,source=a,target=/x local:1", daemon('invalid MountType: "image"')],
  ["--mount type=bind,source=/tmp,target=/x,bind-propagation=foo local:1", daemon('invalid MountPropagation: "foo"')],
  ["--limit-memory 1m local:1", rpc("invalid memory value 1048576: Must be at least 4MiB")],
  ["--reserve-cpu 0.0001 local:1", rpc("invalid cpu value 0.0001: Must be at least 0.001")],
  ["--restart-delay -1s local:1", rpc("TaskSpec: restart-delay cannot be negative")],
  ["--update-monitor -1s local:1", rpc("TaskSpec: update-monitor cannot be negative")],
  [
    "--update-max-failure-ratio 2 local:1",
    rpc("TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1"),
  ],
  [
    "--health-cmd ls --health-interval 1ns local:1",
    rpc("ContainerSpec: Interval in HealthConfig cannot be less than 1ms"),
  ],
  ["--health-cmd ls --health-retries -1 local:1", rpc("ContainerSpec: Retries in HealthConfig cannot be negative")],
  ["--mount source=v,target=/y --mount source=w,target=/y local:1", rpc("ContainerSpec: duplicate mount point: /y")],
  [
    "--hostname '{{.Nope}}' local:1",
    rpc(
      `expanding hostname failed: template: expansion:1:2: executing "expansion" at <.Nope>: can't evaluate field Nope in type *template.Context`,
    ),
  ],
  [
    "--env 'A={{.Nope}}' local:1",
    rpc(
      `expanding env failed: expanding env "A={{.Nope}}": template: expansion:1:2: executing "expansion" at <.Nope>: can't evaluate field Nope in type *template.Context`,
    ),
  ],
  [
    "--mount 'type=volume,source={{.Nope}},target=/x' local:1",
    rpc(
      `expanding mounts failed: expanding mount source "{{.Nope}}": template: expansion:1:2: executing "expansion" at <.Nope>: can't evaluate field Nope in type *template.Context`,
    ),
  ],
  ["--network ingress local:1", rpc('Service cannot be explicitly attached to the ingress network "ingress"')],
  ["--endpoint-mode foo local:1", daemon('invalid resolution mode: "foo"')],
  ["--env-file nosuch local:1", "open nosuch: no such file or directory\n"],
  ["--env-file / local:1", "invalid env file (/): read /: is a directory\n"],
  [
    "--placement-pref foo local:1",
    flag("foo", "--placement-pref", 'placement preference must be of the format "<strategy>=<arg>"'),
  ],
  [
    "--placement-pref pack=x local:1",
    flag("pack=x", "--placement-pref", "unsupported placement preference pack (only spread is supported)"),
  ],
  ["--ulimit foo local:1", flag("foo", "--ulimit", "invalid ulimit argument: foo")],
  ["--ulimit foo=1 local:1", flag("foo=1", "--ulimit", "invalid ulimit type: foo")],
  [
    "--ulimit nofile=10:5 local:1",
    flag("nofile=10:5", "--ulimit", "ulimit soft limit must be less than or equal to hard limit: 10 > 5"),
  ],
  [
    "--generic-resource foo local:1",
    flag("foo", "--generic-resource", "invalid generic-resource format `foo` expected `name=value`"),
  ],
  [
    "--credential-spec foo local:1",
    flag(
      "foo",
      "--credential-spec",
      'invalid credential spec: value must be prefixed with "config://", "file://", or "registry://"',
    ),
  ],
  [`--entrypoint 'a "b' local:1`, flag('a "b', "--entrypoint", "EOF found when expecting closing quote")],
  ["--entrypoint 'a \\' local:1", flag("a \\", "--entrypoint", "EOF found after escape character")],
  ["--network alias=x local:1", flag("alias=x", "--network", "network name/id is not specified")],
  ["--network foo=bar local:1", flag("foo=bar", "--network", "invalid field key foo")],
  ["--dns-search 'mal nombre' local:1", flag("mal nombre", "--dns-search", "mal nombre is not a valid domain")],
];

test("a service that cannot be is refused before anything is made of it", async () => {
  const lab = new HeadlessLab();
  for (const line of ["docker swarm init", "docker pull -q alpine", "docker tag alpine local:1"])
    await lab.run("manager1", line);
  for (const [line, answer] of CREATE) {
    const { output, exit } = await lab.run("manager1", `docker service create -d ${line}`);
    expect(output, line).toBe(answer);
    expect(exit, line).not.toBe(0);
  }
  expect((await lab.run("manager1", "docker service ls -q")).output).toBe("");
});

test("a port of the mesh is one service's; a host's own port can be several services'", async () => {
  const lab = new HeadlessLab();
  const create = async (line: string) => (await lab.run("manager1", `docker service create -d -q ${line}`)).output;
  await lab.run("manager1", "docker swarm init");
  const mesh = (await create("--name mesh -p 8081:80 nginx")).trim();
  const own = (await create("--name own -p target=80,published=8082,mode=host nginx")).trim();
  expect(await create("-p target=80,published=8081,mode=host nginx")).toBe(
    rpc(`port '8081' is already in use by service 'mesh' (${mesh}) as an ingress port`),
  );
  expect(await create("-p 8082:80 nginx")).toBe(
    rpc(`port '8082' is already in use by service 'own' (${own}) as a host-published port`),
  );
  expect(await create("--name otro -p target=80,published=8082,mode=host nginx")).toMatch(/^[0-9a-z]{25}\n$/);
  await lab.advance(5);
  expect((await lab.run("manager1", "docker service ps otro --no-trunc --format '{{.Error}}'")).output).toBe(
    '"no suitable node (host-mode port already in use on 1 node)"\n',
  );
});

test("what an update may not ask is said before anything changes", async () => {
  const lab = new HeadlessLab();
  const update = async (line: string) => (await lab.run("manager1", `docker service update -d ${line}`)).output;
  for (const line of [
    "docker swarm init",
    "docker service create -d -q --name web nginx",
    "docker service create -d -q --name tarea --mode replicated-job alpine true",
  ])
    await lab.run("manager1", line);
  for (const [line, answer] of [
    ["--replicas 2 tarea", "replicas can only be used with replicated mode\n"],
    ["--update-parallelism 2 tarea", rpc("Jobs may not have an update config")],
    ["--limit-memory 1m web", rpc("invalid memory value 1048576: Must be at least 4MiB")],
    ["--image INVALIDO web", rpc('ContainerSpec: "INVALIDO" is not a valid repository/tag')],
    [
      "--dns-add foo web",
      flag("foo", "--dns-add", "IP address is not correctly formatted: foo", "update [OPTIONS] SERVICE"),
    ],
    [
      "--placement-pref-add foo web",
      flag(
        "foo",
        "--placement-pref-add",
        'placement preference must be of the format "<strategy>=<arg>"',
        "update [OPTIONS] SERVICE",
      ),
    ],
    ["--label-add =x web", flag("=x", "--label-add", "invalid label '=x': empty name", "update [OPTIONS] SERVICE")],
    ["--network-add none web", daemon("network none not found")],
    // The client lets it pass for a service that is no job.
    ["--max-concurrent 2 web", "web\n"],
  ])
    expect(await update(line ?? ""), line).toBe(answer);
});

test("more tasks than this lab can hold are refused at once, in the reader's language", async () => {
  const lab = new HeadlessLab();
  await lab.run("manager1", "docker swarm init; docker service create -d -q --name web --replicas 400 nginx");
  const refusal = /^This playground does not simulate more than 500 tasks in a swarm\./;
  expect((await lab.run("manager1", "docker service scale -d web=100000")).output).toMatch(refusal);
  expect((await lab.run("manager1", "docker service update -d --replicas 501 web")).output).toMatch(refusal);
  const { output, exit } = await lab.run(
    "manager1",
    "LANG=es_ES.UTF-8 docker service create -d --replicas 101 --name otro nginx",
  );
  expect([output.startsWith("Este laboratorio no simula más de 500 tareas"), exit]).toEqual([true, 1]);
  expect((await lab.run("manager1", "docker service scale -d web=2")).output).toBe("web scaled to 2\n");
});

test("resources that only a node's owner knows are kept and added up, and no node here has any", async () => {
  const lab = new HeadlessLab();
  const run = async (line: string) => (await lab.run("manager1", line)).output;
  await run("docker swarm init; docker service create -d --name gpu --generic-resource gpu=2 alpine sleep 100");
  await lab.advance(4);
  expect(await run("docker service ps gpu --no-trunc --format '{{.Error}}'")).toBe(
    '"no suitable node (insufficient resources on 1 node)"\n',
  );
  await run("docker service update -d --generic-resource-add ssd=1 --generic-resource-rm gpu gpu");
  expect(await run("docker service inspect gpu -f '{{json .Spec.TaskTemplate.Resources.Reservations}}'")).toBe(
    '{"GenericResources":[{"DiscreteResourceSpec":{"Kind":"ssd","Value":1}}]}\n',
  );
  expect(await run("docker service update -d --generic-resource-rm no gpu")).toBe(
    "could not find generic-resource `no` to remove it\n",
  );
  expect(await run("docker service update -d --generic-resource-add a=b gpu")).toBe(
    "invalid generic-resource request `a=b`, Named Generic Resources is not supported for service create or update\n",
  );
  await run("docker service create -d --name cred --credential-spec file://x.json alpine sleep 100");
  expect(await run("docker service inspect cred -f '{{json .Spec.TaskTemplate.ContainerSpec.Privileges}}'")).toBe(
    '{"CredentialSpec":{"Config":"","File":"x.json","Registry":""},"SELinuxContext":null,"NoNewPrivileges":false}\n',
  );
  await lab.advance(3);
  expect(await run("docker service ps cred --no-trunc --format '{{.Error}}' | head -1")).toBe(
    '"invalid --security-opt 2: "credentialspec=file://x.json""\n',
  );
});
