import { gzipSync } from "node:zlib";
import { expect, test } from "./fixtures.ts";
import { TerminalPage } from "./terminal-page.ts";

/** What a reader fetches, counted as it travels; bench/sizes.ts tells what it is made of. */
test("the terminal and the first docker command come in a few scripts of a known size", async ({ page }) => {
  let scripts: { readonly url: string; readonly size: Promise<number> }[] = [];
  page.on("response", (response) => {
    if (!response.url().endsWith(".js")) return;
    scripts.push({ url: response.url(), size: response.body().then((body) => gzipSync(body).length) });
  });
  const fetched = async () => {
    const sizes = await Promise.all(scripts.map(({ size }) => size));
    const sum = { count: scripts.length, kB: sizes.reduce((total, size) => total + size, 0) / 1000 };
    scripts = [];
    return sum;
  };
  const terminal = new TerminalPage(page);
  await page.goto("./redes/");
  await page.waitForLoadState("networkidle");
  const reading = await fetched();
  expect(reading.kB).toBeLessThan(40);

  await terminal.open();
  const opening = await fetched();
  // The page itself was loaded again.
  expect(opening.count - reading.count).toBeLessThanOrEqual(4);
  expect(opening.kB - reading.kB).toBeLessThan(275);

  await terminal.enter("docker ps");
  await terminal.expectLine(/^CONTAINER ID/);
  const command = await fetched();
  expect(command.count).toBeLessThanOrEqual(2);
  expect(command.kB).toBeLessThan(60);
});
