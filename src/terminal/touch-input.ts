import { element } from "./element.ts";
import type { LiveLabels } from "./labels.ts";
import { pressTouchKey, TOUCH_KEYS } from "./touch-keys.ts";

/**
 * The line to type in on a phone, with the keys its keyboard lacks. What is written is sent when it is done: soft
 * keyboards compose words, which xterm's own text field cannot follow.
 */
export class TouchInput {
  readonly form: HTMLFormElement;
  readonly #field: HTMLInputElement;

  /** @param send gives keys to the terminal that is shown */
  constructor(labels: LiveLabels, host: () => string, send: (keys: string) => void) {
    this.#field = element("input", {
      type: "text",
      class: "terminal-input-field",
      autocapitalize: "none",
      autocomplete: "off",
      autocorrect: "off",
      spellcheck: "false",
      enterkeyhint: "send",
    });
    labels.attribute(this.#field, "aria-label", "input.label", () => ({ host: host() }));
    labels.attribute(this.#field, "placeholder", "input.placeholder");
    const keys = element(
      "div",
      { role: "group", class: "terminal-input-keys" },
      ...TOUCH_KEYS.map(({ label, shown, sends }) => {
        const key = labels.attribute(element("button", { type: "button" }, shown), "aria-label", label);
        // The field keeps the focus, and with it the soft keyboard.
        key.addEventListener("pointerdown", (event) => event.preventDefault());
        key.addEventListener("click", () => {
          const pressed = pressTouchKey(sends, this.#field.value);
          this.#field.value = pressed.line;
          send(pressed.send);
        });
        return key;
      }),
    );
    labels.attribute(keys, "aria-label", "input.keys");
    const submit = labels.text(element("button", { type: "submit" }), "input.send");
    this.form = element(
      "form",
      { class: "terminal-input" },
      keys,
      element("div", { class: "terminal-input-line" }, this.#field, submit),
    );
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(`${this.#field.value}\r`);
      this.#field.value = "";
    });
    // With nothing to delete here, it is the terminal's line that is meant.
    this.#field.addEventListener("beforeinput", (event) => {
      if (event.inputType === "deleteContentBackward" && this.#field.value === "") send("\x7f");
    });
    this.#field.addEventListener("keydown", (event) => {
      const sends = event.key === "ArrowUp" ? "\x1b[A" : event.key === "ArrowDown" ? "\x1b[B" : undefined;
      if (sends === undefined) return;
      event.preventDefault();
      send(sends);
    });
  }

  focus(): void {
    this.#field.focus();
  }
}
