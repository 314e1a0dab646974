import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { completeServiceWorker, listSiteFiles } from "./offline-copy.ts";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "darsena-offline-"));
  mkdirSync(join(directory, "redes"));
  writeFileSync(join(directory, "index.html"), "home");
  writeFileSync(join(directory, "redes/index.html"), "networks");
  writeFileSync(join(directory, "404.html"), "");
  writeFileSync(join(directory, "service-worker.js"), "self.addEventListener('fetch', () => {});");
});

afterEach(() => rmSync(directory, { recursive: true }));

it("lists every file but the worker under the address where it is asked for", async () => {
  const { files, bytes, version } = await listSiteFiles(directory);
  expect(Object.keys(files)).toEqual(["404.html", "", "redes/"]);
  // The well-known SHA-256 of nothing.
  expect(files["404.html"]).toBe("sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
  expect(bytes).toBe("home".length + "networks".length);
  expect((await listSiteFiles(directory)).version).toBe(version);
  writeFileSync(join(directory, "index.html"), "home, rewritten");
  expect((await listSiteFiles(directory)).version).not.toBe(version);
});

it("writes the list before the worker's code", async () => {
  await completeServiceWorker(directory);
  const code = readFileSync(join(directory, "service-worker.js"), "utf8");
  expect(code).toMatch(/^const siteFiles=\{"version":"\w+",.*\};\nself\.addEventListener/);
});

it("refuses a worker that needs other scripts", async () => {
  writeFileSync(join(directory, "service-worker.js"), 'import{t as e}from"./_astro/x.js";e();');
  await expect(completeServiceWorker(directory)).rejects.toThrow("not one script");
});
