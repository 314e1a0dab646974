import { expect, test } from "vitest";
import { TextOutput } from "../../kernel/stream.ts";
import { ProgressDisplay, type ProgressMessage } from "./progress-display.ts";

const PULL: readonly ProgressMessage[] = [
  { id: "latest", status: "Pulling from library/alpine" },
  { id: "96b7cc7e810a", status: "Pulling fs layer", progress: {} },
  { id: "44136fa355b3", status: "Downloading", progress: { current: 2, total: 2 } },
  { id: "96b7cc7e810a", status: "Extracting", progress: { current: 1, units: "s" } },
  { id: "96b7cc7e810a", status: "Pull complete", progress: {} },
  { status: "Status: Downloaded newer image for alpine:latest" },
];

async function shown(messages: readonly ProgressMessage[], isTTY: boolean, columns = 100): Promise<string> {
  const text = new TextOutput();
  const display = new ProgressDisplay({ isTTY, write: (part) => text.write(part) }, columns);
  for (const message of messages) await display.show(message);
  return text.text;
}

test("on a terminal each layer has a line, rewritten in place, as recorded", async () => {
  expect(await shown(PULL, true)).toBe(
    [
      "latest: Pulling from library/alpine\n",
      "\n\x1b[1A\x1b[2K\r96b7cc7e810a: Pulling fs layer \r\x1b[1B",
      "\n\x1b[1A\x1b[2K\r44136fa355b3: Downloading       2B/2B\r\x1b[1B",
      "\x1b[2A\x1b[2K\r96b7cc7e810a: Extracting 1 s\r\x1b[2B",
      "\x1b[2A\x1b[2K\r96b7cc7e810a: Pull complete \r\x1b[2B",
      "Status: Downloaded newer image for alpine:latest\n",
    ].join(""),
  );
});

test("a wide terminal has room for a bar", async () => {
  const layer = { id: "caf58d20b8ed", status: "Downloading", progress: { current: 50_330_000, total: 100_600_000 } };
  expect(await shown([layer], true, 120)).toContain(
    `caf58d20b8ed: Downloading [${"=".repeat(25)}>${" ".repeat(25)}]  50.33MB/100.6MB\r`,
  );
  expect(await shown([layer], true, 110)).toContain("caf58d20b8ed: Downloading  50.33MB/100.6MB\r");
});

test("without a terminal only the steps are told", async () => {
  expect(await shown(PULL, false)).toBe(
    [
      "latest: Pulling from library/alpine\n",
      "96b7cc7e810a: Pulling fs layer\n",
      "96b7cc7e810a: Pull complete\n",
      "Status: Downloaded newer image for alpine:latest\n",
    ].join(""),
  );
});
