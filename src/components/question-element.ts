import { markDone } from "../course/progress.ts";
import { progressStore } from "../course/progress-store.ts";

/** A question of a quiz: says aloud what CSS shows, and keeps that it was answered right. */
class DarsenaQuestion extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("change", ({ target }) => {
      const option = target instanceof Element ? target.closest<HTMLElement>(".option") : null;
      const spoken = this.querySelector('[data-part="spoken"]');
      if (!option || !spoken) return;
      spoken.textContent = option.querySelector(".option-why")?.textContent ?? "";
      if (option.dataset.correct !== undefined)
        progressStore.change((progress) => markDone(progress, "questions", this.dataset.question ?? "", new Date()));
    });
  }
}

customElements.define("darsena-question", DarsenaQuestion);
