import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

/** What a real Docker answered to the same lines. */
test("swarm commands refuse in the client's and the managers' words", async () => {
  const lab = new HeadlessLab();
  const refused = async (line: string) => {
    const { output, exit } = await lab.run("manager1", line);
    expect(exit).toBe(1);
    return output;
  };
  const availability = 'invalid availability "foo", only active, pause and drain are supported\n';
  expect(await refused("docker swarm init --availability foo")).toBe(availability);
  expect(await refused("docker swarm join --availability foo --token x 192.168.99.101:2377")).toBe(availability);
  await lab.run("manager1", "docker swarm init");
  for (const [line, answer] of [
    ["docker node update --role foo manager1", 'Error response from daemon: invalid Role: "foo"'],
    ["docker node update --availability foo manager1", 'Error response from daemon: invalid Availability: "foo"'],
    ["docker node update --role foo nosuch", "Error response from daemon: node nosuch not found"],
    ["docker node ls --filter role=foo", "Error response from daemon: Invalid role filter: 'foo'"],
    ["docker node ls --filter membership=foo", "Error response from daemon: Invalid membership filter: 'foo'"],
    [
      "docker service create --constraint foo alpine",
      "Error response from daemon: rpc error: code = Unknown desc = constraint expected one operator from ==, !=",
    ],
    [
      "docker service scale web",
      "invalid scale specifier 'web'.\nSee 'docker service scale --help'.\n\n" +
        "Usage:  docker service scale SERVICE=REPLICAS [SERVICE=REPLICAS...]\n\nScale one or multiple replicated services",
    ],
  ])
    expect(await refused(line ?? "")).toBe(`${answer}\n`);
});

test("Compose asks the daemon for a restart policy that there is not", async () => {
  const lab = new HeadlessLab();
  lab.writeFile("manager1", "compose.yml", "services: {web: {image: nginx, restart: foo}}\n");
  const { output, exit } = await lab.run("manager1", "docker compose --progress plain up -d");
  expect(exit).toBe(1);
  expect(output).toMatch(
    /\nError response from daemon: invalid restart policy: unknown policy 'foo'; use one of 'no', 'always', 'on-failure', or 'unless-stopped'\n$/,
  );
});
