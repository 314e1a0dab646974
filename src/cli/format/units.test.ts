import { describe, expect, test } from "vitest";
import { parseHumanSize } from "../../engine/go-size.ts";
import { displayWidth, ellipsis } from "./display-width.ts";
import { durationString, humanDuration, parseDuration } from "./duration.ts";
import { naturalOrder } from "./natural-order.ts";
import { quote } from "./quote.ts";
import { binarySize, humanSize, parseBytes } from "./size.ts";

const SECOND = 1000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

test.each([
  [999, "Less than a second"],
  [SECOND, "1 second"],
  [59.9 * SECOND, "59 seconds"],
  [60 * SECOND, "About a minute"],
  [119 * SECOND, "About a minute"],
  [120 * SECOND, "2 minutes"],
  [59 * 60 * SECOND, "59 minutes"],
  [HOUR, "About an hour"],
  [1.5 * HOUR, "2 hours"],
  [47 * HOUR, "47 hours"],
  [2 * DAY, "2 days"],
  [13 * DAY, "13 days"],
  [14 * DAY, "2 weeks"],
  [59 * DAY, "8 weeks"],
  [60 * DAY, "2 months"],
  [729 * DAY, "24 months"],
  [730 * DAY, "2 years"],
])("%d ms is %s for people", (ms, expected) => {
  expect(humanDuration(ms)).toBe(expected);
});

test.each([
  [0, "0s"],
  [1500, "1.5µs"],
  [200e6, "200ms"],
  [1.5e9, "1.5s"],
  [90e9, "1m30s"],
  [5400e9, "1h30m0s"],
  [2160 * 3600e9, "2160h0m0s"],
])("%d ns is %s for Go", (ns, expected) => {
  expect(durationString(ns)).toBe(expected);
  expect(parseDuration(expected)).toBe(ns);
});

test.each([
  ["abc", 'time: invalid duration "abc"'],
  ["", 'time: invalid duration ""'],
  ["5", 'time: missing unit in duration "5"'],
  ["5x", 'time: unknown unit "x" in duration "5x"'],
])("the duration %s", (text, message) => {
  expect(parseDuration(text)).toEqual(new Error(message));
});

test.each([
  [0, "0B", "0B"],
  [323_000, "323kB", "315.4KiB"],
  [7_800_000, "7.8MB", "7.439MiB"],
  [1_012_345, "1.012MB", "988.6KiB"],
  [25_275_924_480, "25.28GB", "23.54GiB"],
])("%d bytes", (bytes, decimal, binary) => {
  expect(humanSize(bytes)).toBe(decimal);
  expect(binarySize(bytes)).toBe(binary);
});

test("three digits where Docker asks for three", () => {
  expect(humanSize(1_012_345, 3)).toBe("1.01MB");
  expect(humanSize(368_400_000, 3)).toBe("368MB");
});

test.each([
  ["64m", 64 * 1024 ** 2],
  ["1g", 1024 ** 3],
  ["1.5GiB", 1.5 * 1024 ** 3],
  ["512", 512],
  ["6 MB", 6 * 1024 ** 2],
  ["-1", -1],
])("--memory %s", (text, bytes) => {
  expect(parseBytes(text)).toBe(bytes);
});

test.each([
  ["abc", "invalid size: 'abc'"],
  ["", "invalid size: ''"],
  ["12x", "invalid suffix: 'x'"],
  ["-5m", "invalid size: '-5m'"],
])("--memory %s is refused", (text, message) => {
  expect(parseBytes(text)).toEqual(new Error(message));
});

test("sizes in thousands", () => {
  expect(parseHumanSize("10GB")).toBe(10e9);
});

describe("texts", () => {
  test("are quoted as Go does", () => {
    expect(quote('a "b"\n\té…\x01\u200b')).toBe('"a \\"b\\"\\n\\té…\\x01\\u200b"');
  });

  test("are cut at a width, not at a length", () => {
    expect(ellipsis("docker-entrypoint.sh redis-server", 20)).toBe("docker-entrypoint.s…");
    expect(ellipsis("twenty characters ok", 20)).toBe("twenty characters ok");
    expect(ellipsis("鲸鲸鲸鲸", 6)).toBe("鲸鲸…");
    expect(displayWidth("e\u0301鲸…")).toBe(4);
  });

  test("are sorted as people do", () => {
    expect(["web10", "web2", "api", "web", "web02"].sort(naturalOrder)).toEqual([
      "api",
      "web",
      "web2",
      "web02",
      "web10",
    ]);
  });
});
