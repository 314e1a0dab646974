import { element } from "./element.ts";
import type { LabelKey, LiveLabels } from "./labels.ts";

/** A line above the terminal for what the reader should know, with one button. */
export class Notice {
  readonly box: HTMLElement;
  readonly #text = element("p");
  readonly #button = element("button", { type: "button" });
  readonly #labels: LiveLabels;
  #onPress: () => void = () => {};
  /** Shows what stands. */
  #standing: (() => void) | undefined;
  /** Whether it is what is shown. */
  #stands = false;

  constructor(labels: LiveLabels) {
    this.#labels = labels;
    this.box = element("div", { class: "terminal-notice", role: "status" }, this.#text, this.#button);
    this.hide();
    this.#button.addEventListener("click", () => {
      const act = this.#onPress;
      this.hide();
      act();
    });
  }

  /** Shows a text until its button is pressed or it is hidden. @param button the button's text, by default "got it" */
  show(text: string, button = this.#labels.now("notice.dismiss"), onPress: () => void = () => {}): void {
    this.#text.textContent = text;
    this.#button.textContent = button;
    this.#button.hidden = false;
    this.#onPress = onPress;
    this.#stands = false;
    this.box.dataset.shown = "";
  }

  /** Shows a text whenever there is nothing else to show, until its button is pressed. */
  stand(text: LabelKey, button: LabelKey, onPress: () => void): void {
    this.#standing = () => {
      this.show(this.#labels.now(text), this.#labels.now(button), () => {
        this.#standing = undefined;
        this.hide();
        onPress();
      });
      this.#stands = true;
    };
    this.#standing();
  }

  /** The reader has changed language. */
  refresh(): void {
    if (this.#stands) this.#standing?.();
  }

  /** The box itself stays: a screen reader only hears what changes in a place it knows. */
  hide(): void {
    this.#text.textContent = "";
    this.#button.hidden = true;
    this.#onPress = () => {};
    this.#stands = false;
    delete this.box.dataset.shown;
    this.#standing?.();
  }
}
