import { execFileSync } from "node:child_process";
import { isFresh, sites } from "./sites.ts";

/** Before the tests: builds each site that is missing or older than its sources. */
export default function buildSites(): void {
  for (const site of Object.values(sites)) {
    if (isFresh(site)) continue;
    const env = { ...process.env, OUT_DIR: site.directory, BASE_PATH: site.base };
    execFileSync(process.execPath, ["scripts/build.ts"], { env, stdio: "inherit" });
  }
}
