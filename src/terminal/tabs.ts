import { element } from "./element.ts";

/** Tabs and their panels, with the keys of the ARIA Authoring Practices: arrows, Home and End select. */
export class Tabs {
  readonly list: HTMLElement;
  readonly panels: HTMLElement;
  readonly #tabs = new Map<string, { tab: HTMLButtonElement; panel: HTMLElement }>();
  readonly #onSelect: (name: string) => void;
  #selected = "";

  /** @param onSelect called after a tab and its panel are shown */
  constructor(onSelect: (name: string) => void) {
    this.#onSelect = onSelect;
    this.list = element("div", { role: "tablist", class: "terminal-tabs" });
    this.panels = element("div", { class: "terminal-panels" });
    this.list.addEventListener("keydown", (event) => this.#key(event));
  }

  get selected(): string {
    return this.#selected;
  }

  tab(name: string): HTMLButtonElement | undefined {
    return this.#tabs.get(name)?.tab;
  }

  panel(name: string): HTMLElement | undefined {
    return this.#tabs.get(name)?.panel;
  }

  get names(): string[] {
    return [...this.#tabs.keys()];
  }

  /** A word after a tab's name, said and seen; "" takes it away. */
  setCondition(name: string, condition: string): void {
    const tab = this.#tabs.get(name)?.tab;
    if (!tab) return;
    tab.replaceChildren(name, ...(condition === "" ? [] : [" ", element("small", {}, condition)]));
  }

  /** Shows a tab's panel; a name that is no tab's changes nothing. */
  select(name: string): void {
    if (!this.#tabs.has(name) || name === this.#selected) return;
    this.#selected = name;
    for (const [other, { tab, panel }] of this.#tabs) {
      const isShown = other === name;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
      panel.hidden = !isShown;
    }
    this.#onSelect(name);
  }

  /** Adds a tab after the others. */
  add(name: string): void {
    const tab = element(
      "button",
      { type: "button", role: "tab", id: `terminal-tab-${name}`, "aria-controls": `terminal-panel-${name}` },
      name,
    );
    const panel = element("div", {
      role: "tabpanel",
      id: `terminal-panel-${name}`,
      "aria-labelledby": tab.id,
      class: "terminal-host",
    });
    panel.hidden = true;
    tab.addEventListener("click", () => this.select(name));
    this.#tabs.set(name, { tab, panel });
    this.list.append(tab);
    this.panels.append(panel);
  }

  /** Takes a tab and its panel away; the first of the others is shown when it was selected. */
  remove(name: string): void {
    const { tab, panel } = this.#tabs.get(name) ?? {};
    this.#tabs.delete(name);
    tab?.remove();
    panel?.remove();
    if (name === this.#selected) this.select(this.names[0] ?? "");
  }

  #key(event: KeyboardEvent): void {
    const names = this.names;
    const at = names.indexOf(this.#selected);
    const to = nextTab(event.key, at, names.length);
    const name = to === undefined ? undefined : names[to];
    if (name === undefined) return;
    event.preventDefault();
    this.select(name);
    this.tab(name)?.focus();
  }
}

/** Which of `count` tabs a key leads to from the one at `at`; undefined for other keys. */
export function nextTab(key: string, at: number, count: number): number | undefined {
  if (key === "ArrowRight") return (at + 1) % count;
  if (key === "ArrowLeft") return (at - 1 + count) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return undefined;
}
