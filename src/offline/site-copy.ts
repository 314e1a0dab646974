import type { SiteFiles } from "./site-files.ts";

type FetchFile = (url: string, init: RequestInit) => Promise<Response>;

/** Files asked for at a time: enough to fill a line, few enough for the page's own to pass. */
const atATime = 6;

/** The note a complete copy leaves: which files it is made of, and when it was complete. */
interface Note {
  readonly completed: number;
  readonly keys: readonly string[];
}

/**
 * A site's files in a browser's cache. Each is kept under its address and its integrity, so two versions of the site
 * stand side by side, share what has not changed, and neither ever answers with the other's file.
 */
export class SiteCopy {
  readonly #cache: Cache;
  readonly #scope: string;
  readonly #site: SiteFiles;
  readonly #fetch: FetchFile;

  /** @param scope the address where the site is mounted, with its slash at the end */
  constructor(cache: Cache, scope: string, site: SiteFiles, fetchFile: FetchFile) {
    this.#cache = cache;
    this.#scope = scope;
    this.#site = site;
    this.#fetch = fetchFile;
  }

  /** The file at a path of this version, if it is kept. */
  match(path: string): Promise<Response | undefined> {
    return this.#cache.match(this.#key(path));
  }

  /** A file named after its content that only the version before had: a page of then may still ask for it. */
  matchEarlier(path: string): Promise<Response | undefined> {
    return this.#cache.match(new URL(path, this.#scope).href, { ignoreSearch: true });
  }

  /** How much of this version is kept. */
  async count(): Promise<{ done: number; total: number }> {
    const missing = await this.#missing();
    const total = Object.keys(this.#site.files).length;
    return { done: total - missing.length, total };
  }

  /**
   * Fetches what is not kept yet; what is stays, so a copy that was interrupted goes on where it was.
   * @param report is told after each file how many are kept
   * @throws when a file cannot be fetched, is not the one of this version, or finds no room
   */
  async fill(report: (done: number, total: number) => void): Promise<void> {
    const missing = await this.#missing();
    const total = Object.keys(this.#site.files).length;
    let done = total - missing.length;
    const waiting = missing.values();
    const work = async () => {
      for (const path of waiting) {
        await this.#keep(path);
        report(++done, total);
      }
    };
    await Promise.all(Array.from({ length: atATime }, work));
    const keys = Object.keys(this.#site.files).map((path) => this.#key(path));
    const note: Note = { completed: Date.now(), keys };
    await this.#cache.put(this.#noteKey(), new Response(JSON.stringify(note)));
  }

  /** Removes what neither this version nor the one before it is made of. */
  async prune(): Promise<void> {
    const kept = await this.#cache.keys();
    const isNote = (url: string) => new URL(url).searchParams.has("note");
    const notes: { url: string; note: Note }[] = [];
    for (const { url } of kept) {
      if (!isNote(url) || url === this.#noteKey()) continue;
      const note: Note | undefined = await (await this.#cache.match(url))?.json();
      if (note) notes.push({ url, note });
    }
    const before = notes.sort((a, b) => b.note.completed - a.note.completed)[0];
    const needed = new Set([this.#noteKey(), ...Object.keys(this.#site.files).map((path) => this.#key(path))]);
    if (before) for (const key of [before.url, ...before.note.keys]) needed.add(key);
    await Promise.all(kept.filter(({ url }) => !needed.has(url)).map(({ url }) => this.#cache.delete(url)));
  }

  async #missing(): Promise<string[]> {
    const kept = new Set((await this.#cache.keys()).map(({ url }) => url));
    return Object.keys(this.#site.files).filter((path) => !kept.has(this.#key(path)));
  }

  async #keep(path: string): Promise<void> {
    const response = await this.#fetch(new URL(path, this.#scope).href, {
      // What the reader is waiting for goes first.
      priority: "low",
      integrity: this.#site.files[path],
      // A file named after its content is what the browser already has of it; the rest is asked for again.
      cache: path.startsWith("_astro/") ? "default" : "no-cache",
    });
    if (!response.ok) throw new Error(`${path}: ${response.status}`);
    await this.#cache.put(this.#key(path), response.redirected ? unredirected(response) : response);
  }

  #key(path: string): string {
    const url = new URL(path, this.#scope);
    url.search = new URLSearchParams({ integrity: this.#site.files[path] ?? "" }).toString();
    return url.href;
  }

  /** Versions are told apart by what they are made of. */
  #noteKey(): string {
    const url = new URL(this.#scope);
    url.search = new URLSearchParams({ note: this.#site.version }).toString();
    return url.href;
  }
}

/** A page load refuses an answer that came by another address. */
function unredirected({ body, headers }: Response): Response {
  return new Response(body, { headers });
}
