import type { CopyMessage, CopyQuestion } from "./copy-message.ts";
import { findAnswer, pathInside } from "./find-answer.ts";
import { SiteCopy } from "./site-copy.ts";
import { MISSING_PAGE, type SiteFiles } from "./site-files.ts";
import type { WorkerScope } from "./worker-scope.ts";

/*
 * Keeps a whole copy of the site, so that all of it works without a connection: pages, terminal, search.
 *
 * A version is installed when all its files are kept, each checked by its integrity; until then the pages of before are
 * served. So what is served always fits together. Once complete it takes over at once: pages already open get the files
 * they still lack from the version before, which is kept too, and load the next page whole (`offline-copy.ts`).
 */
declare const self: WorkerScope;
/** Written before this code when the site is built. */
declare const siteFiles: SiteFiles;

const { scope } = self.registration;
const question: CopyQuestion = "copy?";
const cacheName = `darsena-copy-1 ${scope}`;

async function openCopy(): Promise<SiteCopy> {
  return new SiteCopy(await caches.open(cacheName), scope, siteFiles, (url, init) => fetch(url, init));
}

let told: Promise<void> = Promise.resolve();

/** Tells every page, each message after the one before: the last is what a page goes on showing. */
function tell(message: CopyMessage): Promise<void> {
  told = told.then(async () => {
    for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage(message);
  });
  return told;
}

/** Fills the copy and tells the pages how far it is, a hundred times at most. */
async function fill(copy: SiteCopy): Promise<void> {
  let failed = false;
  try {
    let last = 0;
    await copy.fill((done, total) => {
      // Files that were on their way when another failed still come.
      if (failed || done - last < total / 100) return;
      last = done;
      void tell({ copy: "saving", done, total });
    });
  } catch (error) {
    failed = true;
    await tell({ copy: "failed" });
    throw error;
  }
}

self.addEventListener("install", (event) => {
  const install = async () => {
    await fill(await openCopy());
    await self.skipWaiting();
  };
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  const activate = async () => {
    await (await openCopy()).prune();
    await self.clients.claim();
    await tell({ copy: "complete", bytes: siteFiles.bytes });
  };
  event.waitUntil(activate());
});

self.addEventListener("message", (event) => {
  if (event.data !== question) return;
  const answer = async () => {
    const copy = await openCopy();
    const { done, total } = await copy.count();
    // A browser short of room may have thrown the copy away.
    if (done < total) await fill(copy);
    await tell({ copy: "complete", bytes: siteFiles.bytes });
  };
  event.waitUntil(answer());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const path = request.method === "GET" ? pathInside(scope, request.url) : undefined;
  // The worker's own file is how the browser learns of a new version.
  if (path === undefined || path === "service-worker.js") return;
  event.respondWith(answerRequest(request, path));
});

async function answerRequest(request: Request, path: string): Promise<Response> {
  const answer = findAnswer(siteFiles, path);
  if (answer?.kind === "redirect") {
    const target = new URL(answer.path, scope);
    target.search = new URL(request.url).search;
    return Response.redirect(target.href, 302);
  }
  const copy = await openCopy();
  if (answer) return (await copy.match(path)) ?? fetch(request);
  if (path.startsWith("_astro/")) {
    const earlier = await copy.matchEarlier(path);
    if (earlier) return earlier;
  }
  try {
    return await fetch(request);
  } catch (error) {
    const isPage = request.mode === "navigate" || request.headers.get("accept")?.includes("text/html");
    const missing = isPage || path.endsWith("/") ? await copy.match(MISSING_PAGE) : undefined;
    if (!missing) throw error;
    return new Response(missing.body, { status: 404, headers: missing.headers });
  }
}
