import { progressStore } from "../course/progress-store.ts";

/** An exercise: its button looks at the lab, and a tick stays when all is as asked. */
class DarsenaExercise extends HTMLElement {
  #wired = false;
  #leave: (() => void) | undefined;

  connectedCallback(): void {
    this.#showDone();
    this.#leave = progressStore.follow(() => this.#showDone());
    if (this.#wired) return;
    this.#wired = true;
    this.#part("check").addEventListener("click", () => void this.#check());
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  async #check(): Promise<void> {
    try {
      // The lab and what looks at it come with the terminal, not with the page.
      const { checkExercise } = await import("./exercise-check.ts");
      await checkExercise(this);
    } catch (error) {
      console.error(error);
      const result = this.#part("result");
      result.dataset.state = "failed";
      result.textContent = result.dataset.failed ?? "";
    }
  }

  #showDone(): void {
    const id = `${this.dataset.chapter}/${this.dataset.exercise}`;
    this.#part("done").hidden = !Object.hasOwn(progressStore.load().exercises, id);
  }

  #part(name: string): HTMLElement {
    const part = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!part) throw new Error(`An exercise has no part "${name}"`);
    return part;
  }
}

customElements.define("darsena-exercise", DarsenaExercise);
