import { mkdir } from "node:fs/promises";
import { chromium } from "@playwright/test";
import { findBrowser } from "./browser.ts";
import { serveSite } from "./serve.ts";

/** Takes the README's picture from the built site in dist/: a chapter with its commands run in the terminal. */
const { server, url } = await serveSite({ directory: "dist", base: "/", port: 0 });
const browser = await chromium.launch({
  executablePath: findBrowser(),
  chromiumSandbox: process.getuid?.() !== 0,
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 860 }, colorScheme: "light", locale: "es-ES" });
  await page.goto(`${url}redes/`);
  const runButtons = page.getByRole("button", { name: /^Ejecutar/ });
  for (const index of [0, 1]) {
    await runButtons.nth(index).click();
    await page.waitForTimeout(4000);
  }
  await mkdir("docs", { recursive: true });
  await page.screenshot({ path: "docs/screenshot.png" });
  console.log("docs/screenshot.png");
} finally {
  await browser.close();
  server.close();
}
