import { markDone } from "../course/progress.ts";
import { progressStore } from "../course/progress-store.ts";

/** A question of a quiz: says aloud what CSS shows, and keeps that it was answered right: a later visit shows that. */
class DarsenaQuestion extends HTMLElement {
  connectedCallback(): void {
    if (progressStore.load().questions[this.dataset.question ?? ""] !== undefined) this.#showRight();
    this.addEventListener("change", ({ target }) => {
      const option = target instanceof Element ? target.closest<HTMLElement>(".option") : null;
      const spoken = this.querySelector('[data-part="spoken"]');
      if (!option || !spoken) return;
      spoken.textContent = option.querySelector(".option-why")?.textContent ?? "";
      if (option.dataset.correct !== undefined)
        progressStore.change((progress) => markDone(progress, "questions", this.dataset.question ?? "", new Date()));
    });
  }

  /** Chooses the right answer, unless one is chosen already. */
  #showRight(): void {
    const right = this.querySelector<HTMLInputElement>(".option[data-correct] input");
    if (right && !this.querySelector("input:checked")) right.checked = true;
  }
}

customElements.define("darsena-question", DarsenaQuestion);
