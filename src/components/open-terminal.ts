import type { Locale } from "../i18n/locales.ts";
import type { PlaygroundHandle } from "../terminal/open.ts";
import { wireSeparator } from "./panel-separator.ts";

/**
 * Loads the terminal into the panel. A file of its own, so that the list of everything a terminal is made of comes when
 * one is opened, not with each page.
 * @throws when it cannot be fetched or does not start
 */
export async function openTerminal(panel: HTMLElement, options: { locale: Locale }): Promise<PlaygroundHandle> {
  const [place, separator] = ["terminal", "separator"].map((name) =>
    panel.querySelector<HTMLElement>(`[data-part="${name}"]`),
  );
  if (!place || !separator) throw new Error("The playground panel has no place for a terminal");
  const { openPlayground } = await import("../terminal/open.ts");
  const playground = await openPlayground(place, options);
  wireSeparator(separator, panel);
  return playground;
}
