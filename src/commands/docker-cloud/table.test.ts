import { expect, test } from "vitest";
import { humanTime } from "./human-time.ts";
import { plainTable } from "./table.ts";

test("a table is laid out as the client's own tests have it (tests/test_commands.py)", () => {
  const headers = ["NAME", "UUID", "REGION", "TYPE", "DEPLOYED", "STATUS", "CURRENT#NODES", "TARGET#NODES"];
  const rows = [
    ["test_sfo", "b0374cc2", "New York 3", "512MB", "", "Deployed", 2, 2],
    ["newyork3", "a4c1e712", "San Francisco 1", "512MB", "", "Provisioning", 1, 1],
  ];
  expect(plainTable(headers, rows)).toBe(
    "NAME      UUID      REGION           TYPE    DEPLOYED    STATUS          CURRENT#NODES    TARGET#NODES\n" +
      "test_sfo  b0374cc2  New York 3       512MB               Deployed                    2               2\n" +
      "newyork3  a4c1e712  San Francisco 1  512MB               Provisioning                1               1",
  );
});

test("times gone by are told to one unit", () => {
  const now = Date.UTC(2018, 2, 1);
  expect([1000, 59_000, 60_000, 7_200_000, 86_400_000, 400 * 86_400_000].map((ms) => humanTime(now - ms, now))).toEqual(
    ["1 second ago", "59 seconds ago", "1 minute ago", "2 hours ago", "1 day ago", "1 year ago"],
  );
  expect(humanTime(undefined, now)).toBe("");
});
