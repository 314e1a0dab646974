import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveSite } from "./serve.ts";

let directory: string;
let server: Server;
let url: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "darsena-serve-"));
  const site = join(directory, "site");
  mkdirSync(join(site, "redes"), { recursive: true });
  mkdirSync(join(site, "_astro"));
  writeFileSync(join(site, "index.html"), "home");
  writeFileSync(join(site, "404.html"), "missing");
  writeFileSync(join(site, "redes/index.html"), "networks");
  writeFileSync(join(site, "_astro/a.js"), "1");
  writeFileSync(join(directory, "secret.txt"), "secret");
  ({ server, url } = await serveSite({ directory: site, base: "/darsena/", port: 0 }));
});

afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

const get = (path: string) => fetch(new URL(path, url), { redirect: "manual" });

describe("the server of the built site", () => {
  it("serves pages and files with their types", async () => {
    expect(await (await get("")).text()).toBe("home");
    const page = await get("redes/");
    expect(await page.text()).toBe("networks");
    expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const script = await get("_astro/a.js");
    expect(script.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect(script.headers.get("cache-control")).toContain("immutable");
    expect(page.headers.get("cache-control")).toBe("no-cache");
  });

  it("leads to the page with its slash, and to the base", async () => {
    expect((await get("redes")).headers.get("location")).toBe("/darsena/redes/");
    expect((await get("/")).headers.get("location")).toBe("/darsena/");
    expect((await get("/darsena")).headers.get("location")).toBe("/darsena/");
  });

  it("answers what is missing with the site's own page", async () => {
    const missing = await get("nothing/");
    expect(missing.status).toBe(404);
    expect(await missing.text()).toBe("missing");
    expect((await get("/elsewhere")).status).toBe(404);
  });

  it("does not leave the site, nor take anything but GET and HEAD", async () => {
    expect(await (await get("..%2fsecret.txt")).text()).not.toContain("secret");
    expect(await (await get("%2e%2e/secret.txt")).text()).not.toContain("secret");
    expect((await get("%zz")).status).toBe(400);
    expect((await fetch(url, { method: "POST" })).status).toBe(405);
    expect(await (await fetch(url, { method: "HEAD" })).text()).toBe("");
  });
});
