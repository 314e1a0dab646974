import { element, icon } from "./element.ts";
import type { LabelKey, LiveLabels } from "./labels.ts";

const ICONS = {
  smaller: "M4 18 8.5 7 13 18M5.6 14.2h5.8M16 12h5",
  larger: "M4 18 8.5 7 13 18M5.6 14.2h5.8M16 12h5M18.5 9.5v5",
  screenReader: "M4 10v4h3l5 4V6L7 10H4ZM16 9a4 4 0 0 1 0 6M18.5 6.5a8 8 0 0 1 0 11",
  transcript: "M6 3h9l4 4v14H6ZM15 3v4h4M9 12h7M9 16h7",
  reset: "M5 5v5h5M5.5 10a7.5 7.5 0 1 1-1 5",
} as const;

const MORE = "M5 12h.01M12 12h.01M19 12h.01";

export type Tool = keyof typeof ICONS;

const LABELS: Record<Tool, LabelKey> = {
  smaller: "tools.smaller",
  larger: "tools.larger",
  screenReader: "tools.screenReader",
  transcript: "tools.transcript",
  reset: "tools.reset",
};

/** The row of tools under the terminal, and the button that shows it where there is little room. */
export class Toolbar {
  readonly bar: HTMLElement;
  readonly more: HTMLButtonElement;
  readonly #screenReader: HTMLButtonElement;

  /**
   * @param use called with the tool that was clicked
   * @param switches buttons for the shown host, which come first
   */
  constructor(labels: LiveLabels, use: (tool: Tool) => void, switches: readonly HTMLButtonElement[]) {
    const button = (tool: Tool) => {
      const text = labels.text(element("span", { class: "terminal-tool-text" }), LABELS[tool]);
      const made = element(
        "button",
        { type: "button", class: "terminal-tool", "data-tool": tool },
        icon(ICONS[tool]),
        text,
      );
      labels.attribute(made, "title", tool === "screenReader" ? "tools.screenReaderHint" : LABELS[tool]);
      made.addEventListener("click", () => use(tool));
      return made;
    };
    this.#screenReader = button("screenReader");
    const tools = [
      ...switches,
      button("smaller"),
      button("larger"),
      this.#screenReader,
      button("transcript"),
      button("reset"),
    ];
    this.more = labels.attribute(
      element("button", { type: "button", class: "terminal-tool terminal-more", "aria-expanded": "false" }, icon(MORE)),
      "aria-label",
      "tools.label",
    );
    this.more.addEventListener("click", () => {
      this.more.setAttribute("aria-expanded", String(this.more.getAttribute("aria-expanded") !== "true"));
    });
    this.bar = labels.attribute(
      element("div", { role: "group", class: "terminal-tools" }, ...tools),
      "aria-label",
      "tools.label",
    );
  }

  setScreenReader(on: boolean): void {
    this.#screenReader.setAttribute("aria-pressed", String(on));
  }
}
