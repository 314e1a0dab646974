import xtermStyles from "@xterm/xterm/css/xterm.css?url";
import type { Locale } from "../i18n/locales.ts";
import { type LabNotice, openBrowserLab } from "../playground/browser-lab.ts";
import type { Lab } from "../playground/lab.ts";
import panelStyles from "./panel.css?url";
import { Panel } from "./panel.ts";

/** What the page can do with the terminal. */
export interface PlaygroundHandle {
  /**
   * Types commands into a host's terminal, each at its prompt; resolves when the last one has been typed.
   * @param inside they begin in the shell of a container, if one is open: a session shown with another prompt than `$`
   */
  run(commands: readonly string[], host?: string, inside?: boolean): Promise<void>;
  /** The lab behind it as it is now; a reset puts another in its place. */
  readonly lab: Lab;
  setLocale(locale: Locale): void;
  /** The page's colours have changed. */
  setTheme(): void;
  focus(): void;
}

/**
 * Fills an element of the page, which must be visible, with the terminals of the lab.
 * @throws when a stylesheet cannot be loaded
 */
export async function openPlayground(element: HTMLElement, options: { locale: Locale }): Promise<PlaygroundHandle> {
  const early: LabNotice[] = [];
  let tell = (notice: LabNotice) => {
    early.push(notice);
  };
  const [lab] = await Promise.all([
    openBrowserLab({ onNotice: (notice) => tell(notice), language: () => document.documentElement.lang }),
    addStylesheet(xtermStyles),
    addStylesheet(panelStyles),
  ]);
  const panel = new Panel(element, lab, options.locale);
  tell = (notice) => panel.tell(notice);
  for (const notice of early) panel.tell(notice);
  return panel;
}

/** Adds a stylesheet once it is needed, and waits for it: xterm measures its letters with it. */
async function addStylesheet(address: string): Promise<void> {
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  const loaded = new Promise<void>((resolve, reject) => {
    link.addEventListener("load", () => resolve(), { once: true });
    link.addEventListener("error", () => reject(new Error(address)), { once: true });
  });
  document.head.append(link);
  await loaded;
}
