import { expect, test } from "vitest";
import { parseTimestamp } from "./timestamp.ts";

const now = Date.UTC(2026, 10, 24, 3);

test.each([
  ["1h30m", now - 5_400_000],
  // In whole seconds.
  ["500ms", now - 1000],
  ["0s", now],
  ["1700000000", 1_700_000_000_000],
  ["1700000000.5", 1_700_000_000_500],
  ["2026-11-24", Date.UTC(2026, 10, 24)],
  ["2026-11-24T02:30:00", Date.UTC(2026, 10, 24, 2, 30)],
  ["2026-11-24T02:30:00+01:00", Date.UTC(2026, 10, 24, 1, 30)],
])("%s", (text, expected) => expect(parseTimestamp(text, now)).toBe(expected));

test("anything else is refused", () => {
  expect(() => parseTimestamp("ayer", now)).toThrow('failed to parse value as time or duration: "ayer"');
});
