import type { CheckResult } from "../course/exercise.ts";
import { inlineCode } from "../course/inline-code.ts";
import { markDone } from "../course/progress.ts";
import { progressStore } from "../course/progress-store.ts";
import { isLocale } from "../i18n/locales.ts";
import { labOfPage } from "./playground-element.ts";

/**
 * Looks at the lab for an exercise of the page, marks each goal, says what is missing, and keeps that it is done.
 * @throws when the lab cannot be opened
 */
export async function checkExercise(exercise: HTMLElement): Promise<void> {
  const { chapter = "", exercise: id = "" } = exercise.dataset;
  const [{ checkInLab }, lab] = await Promise.all([import("../course/check-in-lab.ts"), labOfPage()]);
  const result = await checkInLab(lab, chapter, id);
  showResult(exercise, result);
  if (result.passed)
    progressStore.change((progress) => markDone(progress, "exercises", `${chapter}/${id}`, new Date()));
}

function showResult(exercise: HTMLElement, { passed, goals, wrongTurn }: CheckResult): void {
  for (const [index, goal] of [...exercise.querySelectorAll<HTMLElement>('[data-part="goal"]')].entries()) {
    const met = goals[index] === true;
    goal.dataset.met = String(met);
    const state = goal.querySelector<HTMLElement>('[data-part="state"]');
    if (state) state.textContent = `${met ? state.dataset.met : state.dataset.unmet}: `;
  }
  const result = exercise.querySelector<HTMLElement>('[data-part="result"]');
  if (!result) return;
  result.dataset.state = passed ? "passed" : "missing";
  const locale = isLocale(document.documentElement.lang) ? document.documentElement.lang : "es";
  const text = passed ? result.dataset.passed : (wrongTurn?.[locale] ?? result.dataset.missing);
  result.innerHTML = inlineCode(text ?? "");
}
