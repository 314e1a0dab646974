import { test as base } from "@playwright/test";
import { serveSite } from "../scripts/serve.ts";
import { sites } from "./sites.ts";

interface WorkerFixtures {
  /** Address of the site served at the root of a host. */
  rootUrl: string;
  /** Address of the site served under a path. */
  mountedUrl: string;
}

/** Playwright's `test` with both sites served on free ports; `page.goto("./redes/")` is relative to the first. */
export const test = base.extend<object, WorkerFixtures>({
  rootUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const { server, url } = await serveSite({ ...sites.root, port: 0 });
      await use(url);
      server.close();
    },
    { scope: "worker" },
  ],
  mountedUrl: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
    async ({}, use) => {
      const { server, url } = await serveSite({ ...sites.mounted, port: 0 });
      await use(url);
      server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ rootUrl }, use) => use(rootUrl),
});

export { expect } from "@playwright/test";
