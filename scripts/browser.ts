import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "@playwright/test";

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

const knownPlaces: Readonly<Record<string, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  win32: [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].flatMap((root) =>
    root
      ? [join(root, "Google/Chrome/Application/chrome.exe"), join(root, "Microsoft/Edge/Application/msedge.exe")]
      : [],
  ),
};

/**
 * The browser for the tests that is already here: the one `CHROMIUM_PATH` names, Playwright's own, or an installed
 * Chromium or Chrome. Undefined when there is none.
 * @throws when `CHROMIUM_PATH` names no file
 */
export function installedBrowser(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH is ${named}, and there is no such file.`);
    return named;
  }
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  const onPath = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => commands.map((command) => join(folder, command)));
  return [...onPath, ...(knownPlaces[process.platform] ?? [])].find((place) => existsSync(place));
}

function run(command: string, args: readonly string[], timeout?: number): boolean {
  console.log(`$ ${[command, ...args].join(" ")}`);
  const { status } = spawnSync(command, args, { stdio: "inherit", timeout, shell: process.platform === "win32" });
  return status === 0;
}

const downloadLimit = 5 * 60_000;

/**
 * A browser for the tests, installed if need be: with Playwright, or with apt when we are root.
 * @throws with a sentence on what to install when nothing worked
 */
export function findBrowser(): string {
  const found = installedBrowser();
  if (found) return found;

  run("npx", ["playwright", "install", "chromium"], downloadLimit);
  const downloaded = installedBrowser();
  if (downloaded) return downloaded;

  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    run("apt-get", ["update"], downloadLimit);
    run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], downloadLimit);
    const packaged = installedBrowser();
    if (packaged) return packaged;
  }
  throw new Error("The browser tests need Chromium or Chrome: install either, or set CHROMIUM_PATH to its program.");
}

/** `node scripts/browser.ts playwright test` runs a command with a browser at hand. */
if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const [command, ...args] = process.argv.slice(2);
  try {
    const browser = findBrowser();
    if (!command) console.log(browser);
    else {
      const env = { ...process.env, CHROMIUM_PATH: browser };
      const result = spawnSync(command, args, { stdio: "inherit", env, shell: process.platform === "win32" });
      process.exitCode = result.status ?? 1;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
