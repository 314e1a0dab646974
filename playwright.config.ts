import { defineConfig } from "@playwright/test";
import { installedBrowser } from "./scripts/browser.ts";

export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/build-sites.ts",
  fullyParallel: true,
  // Two pages at once keep two cores busy; the default, half the cores, leaves one idle on a small machine.
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    locale: "es-ES",
    // What is kept for use without a connection is tested in offline.spec.ts; the rest sees the server's files.
    serviceWorkers: "block",
    viewport: { width: 1440, height: 900 },
    // Traces slow every test down; TRACE=1 keeps those of failing ones.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    launchOptions: {
      executablePath: installedBrowser(),
      // Chromium's own sandbox does not start as root, which is what CI containers run as.
      chromiumSandbox: process.getuid?.() !== 0,
      args: ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
    },
  },
  projects: [{ name: "chromium", use: { browserName: "chromium" } }],
});
