import type { CheckResult } from "../course/exercise.ts";
import { inlineCode } from "../course/inline-code.ts";
import { loadProgress, markDone, saveProgress } from "../course/progress.ts";
import { isLocale } from "../i18n/locales.ts";
import { labOfPage } from "./playground-element.ts";

/** The button of an exercise: looks at the lab, marks each goal and says what is missing. */
class DarsenaExercise extends HTMLElement {
  #wired = false;

  connectedCallback(): void {
    this.#showDone();
    if (this.#wired) return;
    this.#wired = true;
    this.#part("check").addEventListener("click", () => void this.#check());
  }

  get #id(): string {
    return `${this.dataset.chapter}/${this.dataset.exercise}`;
  }

  async #check(): Promise<void> {
    const result = this.#part("result");
    try {
      // The lab and what looks at it come with the terminal, not with the page.
      const [{ checkInLab }, lab] = await Promise.all([import("../course/check-in-lab.ts"), labOfPage()]);
      this.#show(await checkInLab(lab, this.dataset.chapter ?? "", this.dataset.exercise ?? ""));
    } catch (error) {
      console.error(error);
      result.dataset.state = "failed";
      result.textContent = result.dataset.failed ?? "";
    }
  }

  #show({ passed, goals, wrongTurn }: CheckResult): void {
    const result = this.#part("result");
    for (const [index, goal] of [...this.querySelectorAll<HTMLElement>('[data-part="goal"]')].entries()) {
      const met = goals[index] === true;
      goal.dataset.met = String(met);
      const state = goal.querySelector<HTMLElement>('[data-part="state"]');
      if (state) state.textContent = `${met ? state.dataset.met : state.dataset.unmet}: `;
    }
    result.dataset.state = passed ? "passed" : "missing";
    const locale = isLocale(document.documentElement.lang) ? document.documentElement.lang : "es";
    result.innerHTML = inlineCode(
      (passed ? result.dataset.passed : (wrongTurn?.[locale] ?? result.dataset.missing)) ?? "",
    );
    if (!passed) return;
    saveProgress(markDone(loadProgress(), "exercises", this.#id, new Date()));
    this.#showDone();
  }

  #showDone(): void {
    this.#part("done").hidden = !Object.hasOwn(loadProgress().exercises, this.#id);
  }

  #part(name: string): HTMLElement {
    const part = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!part) throw new Error(`An exercise has no part "${name}"`);
    return part;
  }
}

customElements.define("darsena-exercise", DarsenaExercise);
