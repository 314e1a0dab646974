import { expect, test } from "vitest";
import { expandHistory } from "./history-expansion.ts";

const HISTORY = ["docker pull alpine", "docker run -it alpine sh", "ls -l /var/log/syslog.1", "echo 'a b' \"c d\" e"];

test.each([
  ["!!", "echo 'a b' \"c d\" e"],
  ["sudo !!", "sudo echo 'a b' \"c d\" e"],
  ["cat !$", "cat e"],
  ["echo !^ !*", "echo 'a b' 'a b' \"c d\" e"],
  ["!1", "docker pull alpine"],
  ["!-2", "ls -l /var/log/syslog.1"],
  ["!docker", "docker run -it alpine sh"],
  ["!?pull?", "docker pull alpine"],
  ["!?pull? -q", "docker pull alpine -q"],
  ["echo !ls:$ !ls:1 !docker:2-3 !docker:0", "echo /var/log/syslog.1 -l -it alpine docker"],
  ["!ls:$:h !ls:$:t !ls:$:r", "/var/log syslog.1 /var/log/syslog"],
  ["!docker:s/alpine/busybox/", "docker run -it busybox sh"],
  ["!2:gs/ /_/", "docker_run_-it_alpine_sh"],
  ["^e^f^", "fcho 'a b' \"c d\" e"],
  ["echo '!!' \\!! \"wow!\" a! ! = != $! [!a]", "echo '!!' \\!! \"wow!\" a! ! = != $! [!a]"],
  ['echo "!!:$"', 'echo "e"'],
  ["ls; !1; !!:$", "ls; docker pull alpine; e"],
  ["no history here", "no history here"],
  ["#!/bin/sh", "#!/bin/sh"],
  ["!1 # !nosuch", "docker pull alpine # !nosuch"],
])("%s", (line, expanded) => {
  expect(expandHistory(line, HISTORY)).toBe(expanded);
});

test.each([
  ["!nosuch", "!nosuch: event not found"],
  ["!99", "!99: event not found"],
  ["!?nosuch?", "!?nosuch?: event not found"],
  ["^nosuch^x", ":s^nosuch^x: substitution failed"],
  ["!ls:9", "!ls:9: bad word specifier"],
  ["echo a#!nosuch", "!nosuch: event not found"],
  ['echo "#!nosuch"', "!nosuch: event not found"],
])("%s is refused", (line, message) => {
  expect(() => expandHistory(line, HISTORY)).toThrow(message);
});

test("a quote that a line before has opened counts", () => {
  expect(expandHistory("!! ' !1", HISTORY, "'")).toBe("!! ' docker pull alpine");
  expect(expandHistory("^a^b^", HISTORY, '"')).toBe("^a^b^");
  expect(() => expandHistory("it's !nosuch", HISTORY, '"')).toThrow("!nosuch: event not found");
});
