import { expect, test } from "vitest";
import { HeadlessLab } from "./headless-lab.ts";

/** What Redis 8.0.2 said of the same words. */
const REFUSED: readonly [words: string, told: string][] = [
  ["-d", `at line 2\n>>> '"-d"'\nBad directive or wrong number of arguments`],
  ["--nosuch", "at line 2\n>>> 'nosuch'\nBad directive or wrong number of arguments"],
  ["--port=7000", "at line 2\n>>> 'port=7000'\nBad directive or wrong number of arguments"],
  ["--port", "at line 2\n>>> 'port'\nwrong number of arguments"],
  ["--save 60 1 --port abc", `at line 3\n>>> 'port "abc"'\nargument couldn't be parsed into an integer`],
  ["--port 99999", `at line 2\n>>> 'port "99999"'\nargument must be between 0 and 65535 inclusive`],
  ["--appendonly maybe", `at line 2\n>>> 'appendonly "maybe"'\nargument must be 'yes' or 'no'`],
  ["--maxmemory 1x", `at line 2\n>>> 'maxmemory "1x"'\nargument must be a memory value`],
  [
    "--appendfsync x",
    `at line 2\n>>> 'appendfsync "x"'\nargument(s) must be one of the following: everysec, always, no`,
  ],
];

test.each(REFUSED)("redis %s is refused", async (words, told) => {
  const lab = new HeadlessLab();
  await lab.run("manager1", "docker pull -q redis");
  const { output, exit } = await lab.run("manager1", `docker run --rm redis ${words}`);
  expect(exit).toBe(1);
  expect(output).toBe(`\n*** FATAL CONFIG FILE ERROR (Redis 8.10.2) ***\nReading the configuration file, ${told}\n`);
});

test("redis reads its configuration from a file: port, password, where it listens", async () => {
  const lab = new HeadlessLab();
  const { output } = await lab.run(
    "manager1",
    `printf 'port 7001\\n# c\\nrequirepass "a b"\\n' > redis.conf; docker pull -q redis >/dev/null; ` +
      "docker run -d --name rr -v $PWD/redis.conf:/c.conf redis redis-server /c.conf >/dev/null; " +
      "sleep 1; docker exec rr redis-cli -p 7001 ping; docker exec rr redis-cli -p 7001 -a 'a b' --no-auth-warning ping; " +
      "docker top rr -o pid,args | grep -o 'redis-server.*'; docker run --rm redis redis-server /nosuch.conf | cut -d'#' -f2",
  );
  expect(output.replaceAll("\r", "")).toBe(
    "NOAUTH Authentication required.\n\nPONG\nredis-server *:7001\n Fatal error, can't open config file '/nosuch.conf': No such file or directory\n",
  );
});
