import type { CopyMessage, CopyQuestion } from "../offline/copy-message.ts";

const question: CopyQuestion = "copy?";
/** The last the worker said; "asked" while the reader has not said that the copy may be made. */
let state: CopyMessage | { readonly copy: "asked" } | undefined;
/** Another version of the site answers now than the one this page is of. */
let outdated = false;

/** Writes what is known into the page's footer. */
function showState(): void {
  const place = document.querySelector<HTMLElement>("[data-offline]");
  const text = place?.querySelector("[data-part=text]");
  const save = place?.querySelector<HTMLElement>("[data-save-offline]");
  if (!place || !text || !save || !state) return;
  const number = (value: number, digits: number) =>
    value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: digits });
  place.hidden = false;
  save.hidden = state.copy !== "asked";
  text.textContent = (place.dataset[state.copy] ?? "")
    .replace("{percent}", state.copy === "saving" ? number(Math.floor((100 * state.done) / state.total), 0) : "")
    .replace("{size}", state.copy === "complete" ? number(state.bytes / 1e6, 1) : "");
}

async function startWorker(container: ServiceWorkerContainer): Promise<void> {
  const script = document.querySelector<HTMLElement>("[data-offline]")?.dataset.worker;
  if (!script) return;
  try {
    await container.register(script, { updateViaCache: "none" });
  } catch (error) {
    // Some private windows allow none; the site then goes on as sites do.
    console.warn(error);
    return;
  }
  (await container.ready).active?.postMessage(question);
}

/** Readers who ask their browser to save data are asked before the whole site is fetched. */
function begin(container: ServiceWorkerContainer): void {
  if (container.controller || Object(navigator).connection?.saveData !== true) {
    void startWorker(container);
    return;
  }
  state = { copy: "asked" };
  showState();
}

function watch(container: ServiceWorkerContainer): void {
  let controlled = container.controller !== null;
  container.addEventListener("message", ({ data }: MessageEvent<CopyMessage>) => {
    // While a newer version is fetched, or cannot be, the copy there is remains.
    if (controlled && data.copy !== "complete") return;
    state = data;
    showState();
  });
  container.addEventListener("controllerchange", () => {
    outdated ||= controlled;
    controlled = true;
  });
  document.addEventListener("astro:after-swap", showState);
  // The scripts of two versions do not mix: the next page is loaded whole.
  document.addEventListener("astro:before-preparation", (event) => {
    if (outdated) event.preventDefault();
  });
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest("[data-save-offline]")) return;
    void startWorker(container);
  });
  if (document.readyState === "complete") begin(container);
  else addEventListener("load", () => begin(container));
}

// The development server's files change under their names, which a copy must not hide.
if (import.meta.env.PROD && "serviceWorker" in navigator) watch(navigator.serviceWorker);
