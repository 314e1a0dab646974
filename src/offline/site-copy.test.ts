import { createHash } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { SiteCopy } from "./site-copy.ts";
import type { SiteFiles } from "./site-files.ts";

const scope = "https://a.example/darsena/";

/** A browser's cache, as far as a copy uses it. */
class MemoryCache implements Cache {
  readonly #kept = new Map<string, Response>();
  full = false;

  async match(request: RequestInfo | URL, options?: CacheQueryOptions): Promise<Response | undefined> {
    const bare = (url: string) => (options?.ignoreSearch ? (url.split("?")[0] ?? "") : url);
    const url = [...this.#kept.keys()].find((key) => bare(key) === bare(String(request)));
    return this.#kept.get(url ?? "")?.clone();
  }

  async put(request: RequestInfo | URL, response: Response): Promise<void> {
    if (this.full) throw new DOMException("no room", "QuotaExceededError");
    this.#kept.set(String(request), response);
  }

  async delete(request: RequestInfo | URL): Promise<boolean> {
    return this.#kept.delete(String(request));
  }

  async keys(): Promise<readonly Request[]> {
    return [...this.#kept.keys()].map((url) => new Request(url));
  }

  async add(): Promise<void> {
    throw new Error("not used");
  }

  async addAll(): Promise<void> {
    throw new Error("not used");
  }

  async matchAll(): Promise<readonly Response[]> {
    throw new Error("not used");
  }
}

const integrityOf = (text: string) => `sha256-${createHash("sha256").update(text).digest("base64")}`;

function siteOf(version: string, contents: Readonly<Record<string, string>>): SiteFiles {
  const files = Object.fromEntries(Object.entries(contents).map(([path, text]) => [path, integrityOf(text)]));
  return { version, bytes: 0, files };
}

/** A server of some files; like a browser, it gives nothing that has not the integrity asked for. */
function serving(contents: Readonly<Record<string, string>>) {
  return vi.fn(async (url: string, { integrity }: RequestInit) => {
    const text = contents[url.slice(scope.length)];
    if (text === undefined) return new Response("not found", { status: 404 });
    if (integrity !== integrityOf(text)) throw new TypeError("Failed to fetch");
    return new Response(text);
  });
}

const first = { "": "home", "redes/": "networks", "_astro/a.1.js": "one" };
const second = { "": "home", "redes/": "networks, rewritten", "_astro/a.2.js": "two" };
const third = { "": "home", "redes/": "networks, again", "_astro/a.3.js": "three" };
const nothing = () => {};

describe("a copy of a site", () => {
  it("has every file of its version once it is filled, and tells how far it is", async () => {
    const copy = new SiteCopy(new MemoryCache(), scope, siteOf("1", first), serving(first));
    expect(await copy.count()).toEqual({ done: 0, total: 3 });
    const report = vi.fn();
    await copy.fill(report);
    expect(report.mock.calls).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(await copy.count()).toEqual({ done: 3, total: 3 });
    expect(await (await copy.match("redes/"))?.text()).toBe("networks");
    expect(await copy.match("nada/")).toBeUndefined();
  });

  it("goes on where it was interrupted", async () => {
    const cache = new MemoryCache();
    const { "redes/": _missing, ...some } = first;
    const cut = new SiteCopy(cache, scope, siteOf("1", first), serving(some));
    await expect(cut.fill(nothing)).rejects.toThrow("redes/: 404");
    const server = serving(first);
    await new SiteCopy(cache, scope, siteOf("1", first), server).fill(nothing);
    expect(server.mock.calls.map(([url]) => url)).toEqual([`${scope}redes/`]);
  });

  it("does not take a file of another version for its own", async () => {
    const copy = new SiteCopy(new MemoryCache(), scope, siteOf("1", first), serving({ ...first, "redes/": "newer" }));
    await expect(copy.fill(nothing)).rejects.toThrow("Failed to fetch");
    expect(await copy.match("redes/")).toBeUndefined();
  });

  it("fails where there is no room, so that nobody counts on it", async () => {
    const cache = new MemoryCache();
    cache.full = true;
    const copy = new SiteCopy(cache, scope, siteOf("1", first), serving(first));
    await expect(copy.fill(nothing)).rejects.toThrow("no room");
  });
});

describe("a newer version", () => {
  it("fetches only what changed, and leaves the older one as it is", async () => {
    const cache = new MemoryCache();
    const older = new SiteCopy(cache, scope, siteOf("1", first), serving(first));
    await older.fill(nothing);
    const server = serving(second);
    const newer = new SiteCopy(cache, scope, siteOf("2", second), server);
    await newer.fill(nothing);
    expect(server.mock.calls.map(([url]) => url)).toEqual([`${scope}redes/`, `${scope}_astro/a.2.js`]);
    expect(await (await older.match("redes/"))?.text()).toBe("networks");
    expect(await (await newer.match("redes/"))?.text()).toBe("networks, rewritten");
  });

  it("keeps the scripts of the one before for pages still open, and nothing older", async () => {
    const cache = new MemoryCache();
    vi.useFakeTimers();
    for (const [version, contents] of Object.entries({ 1: first, 2: second, 3: third })) {
      vi.advanceTimersByTime(1000);
      const copy = new SiteCopy(cache, scope, siteOf(version, contents), serving(contents));
      await copy.fill(nothing);
      await copy.prune();
    }
    vi.useRealTimers();
    const copy = new SiteCopy(cache, scope, siteOf("3", third), serving(third));
    expect(await copy.count()).toEqual({ done: 3, total: 3 });
    expect(await (await copy.matchEarlier("_astro/a.2.js"))?.text()).toBe("two");
    expect(await copy.matchEarlier("_astro/a.1.js")).toBeUndefined();
  });
});
