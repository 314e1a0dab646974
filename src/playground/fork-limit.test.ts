import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

/** What the shells of three images said on Docker 28.5.2 when `--pids-limit` was reached. */
const LIMITED: readonly [command: string, output: string][] = [
  [
    "docker run --rm --pids-limit 5 alpine sh -c 'for i in 1 2 3 4 5 6 7 8; do sleep 3 & done; wait; echo end'",
    "sh: can't fork: Resource temporarily unavailable\n2\n",
  ],
  [
    "docker run --rm --pids-limit 5 alpine sh -c 'sleep 5 & sleep 5 & sleep 5 & sleep 5 & echo $(echo hi); echo after'",
    "sh: can't fork: Resource temporarily unavailable\n2\n",
  ],
  [
    "docker run --rm --pids-limit 1 alpine sh -c 'ls | wc -l; echo after $?'",
    "sh: can't fork: Resource temporarily unavailable\n2\n",
  ],
  [
    "docker run --rm --pids-limit 3 python:3 bash -c 'sleep 3 & sleep 3 & sleep 4 & echo here; test -e /etc; echo end'",
    "bash: fork: retry: Resource temporarily unavailable\nbash: fork: retry: Resource temporarily unavailable\nhere\nend\n0\n",
  ],
  [
    "docker run --rm --pids-limit 3 python:3 bash -c 'sleep 30 & sleep 30 & sleep 40 & echo here'",
    `${"bash: fork: retry: Resource temporarily unavailable\n".repeat(4)}bash: fork: Resource temporarily unavailable\n254\n`,
  ],
];

test.each(LIMITED)("%s", async (command, output) => {
  const lab = new HeadlessLab();
  await lab.run("manager1", "docker pull -q alpine; docker pull -q python:3");
  expect((await lab.run("manager1", `${command} 2>&1; echo $?`)).output).toBe(output);
});

test("what docker exec starts is not forked, and the limit may be changed", async () => {
  const lab = new HeadlessLab();
  await lab.run("manager1", "docker run -d --name pp --pids-limit 1 alpine sleep 300");
  const asked = async (command: string) => (await lab.run("manager1", `${command} 2>&1`)).output;
  expect(await asked("docker exec pp echo hi")).toBe("hi\n");
  expect(await asked("docker exec pp sh -c 'ls; echo after'")).toBe(
    "sh: can't fork: Resource temporarily unavailable\n",
  );
  await lab.run("manager1", "docker update --pids-limit 10 pp");
  expect(await asked("docker exec pp sh -c 'ls >/dev/null; echo after'")).toBe("after\n");
});

test("a fork bomb ends in messages, and the container can still be removed", async () => {
  const lab = new HeadlessLab();
  await lab.run("manager1", "docker run -d --name bomb --pids-limit 40 python:3 bash -c ':(){ :|:& };:; sleep 100'");
  const { output } = await lab.run(
    "manager1",
    "sleep 4; docker logs bomb 2>&1 | sort -u; docker rm -f bomb; docker ps -q",
  );
  expect(output).toBe("environment: fork: retry: Resource temporarily unavailable\nbomb\n");
});
