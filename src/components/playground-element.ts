import { isLocale, type Locale } from "../i18n/locales.ts";
import type { RunRequest } from "./code/code-buttons.ts";
import { changePlace, loadPlace } from "./panel-place.ts";
import { wireSeparator } from "./panel-separator.ts";

/** What the terminal's module gives back once it is on the page. */
interface OpenedPlayground {
  run(commands: string[], host?: string): Promise<void>;
  setLocale(locale: Locale): void;
  setTheme(): void;
  focus(): void;
}

type OpenPlayground = (element: HTMLElement, options: { base: string; locale: Locale }) => Promise<OpenedPlayground>;

/** A glob, because a plain import would make the whole site fail to build without the terminal. */
const terminalModules = import.meta.glob<{ openPlayground: OpenPlayground }>("../terminal/open.ts");

async function loadTerminal(): Promise<OpenPlayground> {
  const load = terminalModules["../terminal/open.ts"];
  if (!load) throw new Error("src/terminal/open.ts");
  return (await load()).openPlayground;
}

const pageLocale = (): Locale => (isLocale(document.documentElement.lang) ? document.documentElement.lang : "es");

/**
 * The panel around the terminal: opens it on first need, folds it away, and follows language and theme.
 * It outlives navigation (`transition:persist`), so it wires itself once and never undoes it.
 */
class DarsenaPlayground extends HTMLElement {
  #wired = false;
  #opened: Promise<OpenedPlayground> | undefined;

  connectedCallback(): void {
    if (this.#wired) return;
    this.#wired = true;
    this.#part("open").addEventListener("click", () => this.#openAndFocus());
    this.#part("retry").addEventListener("click", () => this.#openAndFocus());
    this.#part("collapse").addEventListener("click", () => {
      changePlace({ state: "collapsed" });
      // On the home page the panel goes away whole, and its button with it.
      const page = document.querySelector<HTMLElement>("main [data-open-terminal]");
      (page ?? this.#part("open")).focus();
    });
    wireSeparator(this.#part("separator"), this);

    document.addEventListener("darsena:run", (event) => {
      if (event instanceof CustomEvent) this.#run(event.detail);
    });
    document.addEventListener("darsena:open", () => this.#openAndFocus());
    document.addEventListener("darsena:theme", () => this.#opened?.then((playground) => playground.setTheme()));
    document.addEventListener("astro:after-swap", () => this.#followLanguage());
    if (loadPlace().state === "open") this.#open().catch(() => {});
  }

  async #run({ commands, host }: RunRequest): Promise<void> {
    try {
      await (await this.#open()).run(commands, host);
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
  #open(): Promise<OpenedPlayground> {
    changePlace({ state: "open" });
    this.#opened ??= this.#load();
    return this.#opened;
  }

  async #load(): Promise<OpenedPlayground> {
    this.dataset.phase = "loading";
    try {
      const openPlayground = await loadTerminal();
      const base = this.dataset.base ?? "/";
      const playground = await openPlayground(this.#part("terminal"), { base, locale: pageLocale() });
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

document.addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-open-terminal]")) {
    document.dispatchEvent(new CustomEvent("darsena:open"));
  }
});
