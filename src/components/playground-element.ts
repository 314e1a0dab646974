import { isLocale, type Locale } from "../i18n/locales.ts";
import type { Lab } from "../playground/lab.ts";
import type { PlaygroundHandle } from "../terminal/open.ts";
import type { RunRequest } from "./code/code-buttons.ts";
import { changePlace, loadPlace } from "./panel-place.ts";

const pageLocale = (): Locale => (isLocale(document.documentElement.lang) ? document.documentElement.lang : "es");

/** The terminal's stylesheets were added after the page loaded: the next page's head does not name them. */
function keepStylesheets(nextHead: HTMLHeadElement): void {
  for (const link of document.head.querySelectorAll("link[rel=stylesheet]")) {
    if (!nextHead.querySelector(`link[href="${link.getAttribute("href")}"]`)) nextHead.append(link.cloneNode());
  }
}

/**
 * The panel around the terminal: opens it on first need, folds it away, and follows language and theme.
 * It outlives navigation (`transition:persist`), so it wires itself once and never undoes it.
 */
class DarsenaPlayground extends HTMLElement {
  #wired = false;
  #opened: Promise<PlaygroundHandle> | undefined;

  connectedCallback(): void {
    // On navigation the next page's own panel is connected for a moment, until this one takes its place.
    queueMicrotask(() => {
      if (this.isConnected && !this.#wired) this.#wire();
    });
  }

  #wire(): void {
    this.#wired = true;
    this.#part("open").addEventListener("click", () => this.#openAndFocus());
    this.#part("retry").addEventListener("click", () => this.#openAndFocus());
    this.#part("collapse").addEventListener("click", () => {
      changePlace({ state: "collapsed" });
      // On the home page the panel goes away whole, and its button with it.
      const page = document.querySelector<HTMLElement>("main [data-open-terminal]");
      (page ?? this.#part("open")).focus();
    });

    document.addEventListener("darsena:run", (event) => {
      if (event instanceof CustomEvent) this.#run(event.detail);
    });
    document.addEventListener("darsena:open", () => this.#openAndFocus());
    document.addEventListener("darsena:theme", () => this.#opened?.then((playground) => playground.setTheme()));
    document.addEventListener("astro:before-swap", ({ newDocument }) => keepStylesheets(newDocument.head));
    document.addEventListener("astro:after-swap", () => this.#followLanguage());
    if (loadPlace().state === "open") this.#open().catch(() => {});
  }

  /** The lab behind the terminal, which is opened for it if it is not yet. @throws when it cannot be */
  async lab(): Promise<Lab> {
    return (await this.#open()).lab;
  }

  async #run({ commands, host, inside }: RunRequest): Promise<void> {
    try {
      await (await this.#open()).run(commands, host, inside);
    } catch {
      // #open has already shown why.
    }
  }

  async #openAndFocus(): Promise<void> {
    try {
      (await this.#open()).focus();
    } catch {
      this.#part("retry").focus();
    }
  }

  /** Shows the panel and loads the terminal once; a failed load is shown and can be tried again. */
  #open(): Promise<PlaygroundHandle> {
    changePlace({ state: "open" });
    this.#opened ??= this.#load();
    return this.#opened;
  }

  async #load(): Promise<PlaygroundHandle> {
    this.dataset.phase = "loading";
    try {
      const { openTerminal } = await import("./open-terminal.ts");
      const playground = await openTerminal(this, { locale: pageLocale() });
      this.dataset.phase = "ready";
      return playground;
    } catch (error) {
      this.#opened = undefined;
      this.dataset.phase = "failed";
      const reason = error instanceof Error ? error.message : String(error);
      const message = this.#part("failure");
      message.textContent = (message.dataset[pageLocale()] ?? "").replace("{reason}", reason);
      throw error;
    }
  }

  /** The panel stays when the reader changes language, so its labels change in place. */
  #followLanguage(): void {
    const locale = pageLocale();
    for (const element of this.querySelectorAll<HTMLElement>("[data-es][data-en]")) {
      const text = element.dataset[locale] ?? "";
      if (element.dataset.as === "label") element.setAttribute("aria-label", text);
      else if (element.dataset.part !== "failure") element.textContent = text;
    }
    this.#opened?.then((playground) => playground.setLocale(locale)).catch(() => {});
  }

  #part(name: string): HTMLElement {
    const part = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!part) throw new Error(`The playground panel has no part "${name}"`);
    return part;
  }
}

customElements.define("darsena-playground", DarsenaPlayground);

/** The lab of the page. @throws when the page has no playground, or it cannot be opened */
export function labOfPage(): Promise<Lab> {
  const playground = document.getElementById("playground");
  if (!(playground instanceof DarsenaPlayground)) throw new Error("The page has no playground");
  return playground.lab();
}

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-open-terminal]")) {
    document.dispatchEvent(new CustomEvent("darsena:open"));
  }
});
