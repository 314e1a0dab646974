import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { HeadlessLab } from "./headless-lab.ts";
import { answer } from "./json-protocol.ts";
import { runInteractive } from "./node-terminal.ts";

/**
 * The playground without a browser.
 *
 *     npm run -s playground             an interactive shell of manager1 in this terminal
 *     npm run -s playground -- --json   JSON Lines in, JSON Lines out (see json-protocol.ts)
 */
const { values } = parseArgs({
  options: { json: { type: "boolean", default: false }, host: { type: "string", default: "manager1" } },
});

if (values.json) await serve();
else process.exitCode = await runInteractive(values.host);

async function serve(): Promise<void> {
  const lab = new HeadlessLab();
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() !== "") process.stdout.write(`${JSON.stringify(await answer(lab, line))}\n`);
  }
  process.exit(0);
}
