import { element } from "./element.ts";
import type { LabelKey, LiveLabels } from "./labels.ts";
import { pressTouchKey, TOUCH_KEYS, withControl } from "./touch-keys.ts";

/**
 * The line to type in on a phone, with the keys its keyboard lacks. What is written is sent when it is done: soft
 * keyboards compose words, which xterm's own text field cannot follow.
 */
export class TouchInput {
  readonly form: HTMLFormElement;
  readonly #field: HTMLInputElement;
  /** Held for the next character, as nano's ^X and the ^P ^Q that leaves a container are written. */
  readonly #control: HTMLButtonElement;
  /** What is in the line while Control is held. */
  #line: string | undefined;

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
    const key = (label: LabelKey, shown: string, onPress: () => void) => {
      const made = labels.attribute(element("button", { type: "button" }, shown), "aria-label", label);
      // The field keeps the focus, and with it the soft keyboard.
      made.addEventListener("pointerdown", (event) => event.preventDefault());
      made.addEventListener("click", onPress);
      return made;
    };
    this.#control = key("key.control", "Ctrl", () => {
      this.#hold(this.#line === undefined);
      this.#field.focus();
    });
    this.#hold(false);
    const keys = element(
      "div",
      { role: "group", class: "terminal-input-keys" },
      this.#control,
      ...TOUCH_KEYS.map(({ label, shown, sends }) =>
        key(label, shown, () => {
          this.#hold(false);
          const pressed = pressTouchKey(sends, this.#field.value);
          this.#field.value = pressed.line;
          send(pressed.send);
        }),
      ),
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
      this.#hold(false);
      send(`${this.#field.value}\r`);
      this.#field.value = "";
    });
    // Not before the input: soft keyboards compose, and what they compose cannot be kept out.
    this.#field.addEventListener("input", (event) => {
      if (this.#line === undefined) return;
      const sends = event instanceof InputEvent ? withControl(event.data?.slice(-1) ?? "") : undefined;
      this.#field.value = this.#line;
      this.#hold(false);
      if (sends !== undefined) send(sends);
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

  #hold(held: boolean): void {
    this.#line = held ? this.#field.value : undefined;
    this.#control.setAttribute("aria-pressed", String(held));
  }

  focus(): void {
    this.#field.focus();
  }
}
