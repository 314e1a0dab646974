import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sites } from "../e2e/sites.ts";
import { findBrowser } from "./browser.ts";

/** Everything that has to hold, in the order in which it is cheapest to learn that it does not. */
const reports = mkdtempSync(join(tmpdir(), "darsena-test-"));
const unitReport = join(reports, "unit.json");
const browserReport = join(reports, "browser.json");

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
  const result = spawnSync(command, args, {
    stdio: "inherit",
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: "1", ...env },
    shell: process.platform === "win32",
  });
  if (result.error) console.error(result.error.message);
  return result.status === 0;
}

function buildSite(site: { directory: string; base: string }): boolean {
  return run(process.execPath, ["scripts/build.ts"], { OUT_DIR: site.directory, BASE_PATH: site.base });
}

function runInBrowser(): boolean {
  try {
    const env = { CHROMIUM_PATH: findBrowser(), PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport };
    return run("playwright", ["test", "--reporter=list,json"], env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

const sections: readonly (readonly [title: string, check: () => boolean])[] = [
  [
    "Types",
    () => run("astro", ["sync"]) && run("tsc", ["--noEmit"]) && run("astro", ["check", "--minimumSeverity", "warning"]),
  ],
  ["Style", () => run("biome", ["check", "."])],
  ["Spelling", () => run("cspell", ["--no-progress", "--no-summary"])],
  ["Layers", () => run("depcruise", ["--config", ".dependency-cruiser.json", "src"])],
  [
    "Unit and conformance",
    () => run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`]),
  ],
  ["Build", () => Object.values(sites).every(buildSite)],
  ["Browser", runInBrowser],
];

/** The numbers of a JSON report, by their names in it; a report that was never written counts nothing. */
function readCounts(file: string, pick: (report: Record<string, unknown>) => Counts): Counts {
  try {
    return pick(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return { passed: 0, failed: 0 };
  }
}

const count = (value: unknown) => (typeof value === "number" ? value : 0);

function playwrightCounts({ stats }: Record<string, unknown>): Counts {
  const { expected, flaky, unexpected } = { expected: 0, flaky: 0, unexpected: 0, ...Object(stats) };
  return { passed: count(expected) + count(flaky), failed: count(unexpected) };
}

const failedSection = sections.find(([title, check]) => {
  console.log(`\n━━ ${title} ━━`);
  return !check();
});

const unit = readCounts(unitReport, (report) => ({
  passed: count(report.numPassedTests),
  failed: count(report.numFailedTests),
}));
const browser = readCounts(browserReport, playwrightCounts);
rmSync(reports, { recursive: true });

console.log(`\n${failedSection ? `Failed: ${failedSection[0]}` : "All sections hold."}`);
// A section without tests of its own that does not hold counts as one failure.
const failed = unit.failed + browser.failed;
console.log(`${unit.passed + browser.passed} passed, ${failedSection ? Math.max(failed, 1) : failed} failed`);
process.exitCode = failedSection ? 1 : 0;
