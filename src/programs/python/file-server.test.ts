import { describe, expect, it } from "vitest";
import { host } from "../testing.ts";

// What is expected here was printed by Python 3.13.5's http.server; 3.14 answers the same.

async function served() {
  const lab = host();
  await lab.start("web", ["http.server", "-d", "/www", "80"], {
    "/www/index.html": "<p>hola</p>\n",
    "/www/docs/a.txt": "dato\n",
  });
  return { ...lab, get: (path: string, request = {}) => lab.get("web", path, request) };
}

describe("python -m http.server", () => {
  it("dates files and indexes, and sends them again only when they are newer", async () => {
    const { get, log } = await served();
    const { headers } = await get("/");
    expect(Object.keys(headers).join(" ")).toBe("Server Date Content-type Content-Length Last-Modified");
    const again = await get("/", { headers: { "If-Modified-Since": headers["Last-Modified"] ?? "" } });
    expect(again.status).toBe(304);
    expect(Object.keys(again.headers).join(" ")).toBe("Server Date");
    expect(log("web")).toContain('"GET / HTTP/1.1" 304 -\n');
  });

  it("keeps the query of a directory without its slash, and finds no file with one", async () => {
    const { get, log } = await served();
    expect((await get("/docs?x=1")).headers.Location).toBe("/docs/?x=1");
    expect(await get("/docs/a.txt/")).toMatchObject({ status: 404, reason: "File not found" });
    expect(log("web")).toContain("code 404, message File not found\n");
  });

  it("refuses what it has no method for", async () => {
    const { get } = await served();
    expect(await get("/", { method: "get" })).toMatchObject({ status: 501, reason: "Unsupported method ('get')" });
  });
});
