import { markDone, markUndone, type Progress, type ProgressKind } from "../course/progress.ts";
import { progressStore } from "../course/progress-store.ts";

/** Says how far the chapter is, and lets the reader call it finished, or take that back. */
class DarsenaChapterEnd extends HTMLElement {
  #wired = false;
  #leave: (() => void) | undefined;
  /** Whether everything was done when last looked at; unknown before the first look. */
  #allDone: boolean | undefined;

  connectedCallback(): void {
    this.#show(progressStore.load());
    this.#leave = progressStore.follow((progress) => this.#show(progress));
    if (this.#wired) return;
    this.#wired = true;
    this.#part("toggle").addEventListener("click", () => this.#toggle());
  }

  disconnectedCallback(): void {
    this.#leave?.();
  }

  get #chapter(): string {
    return this.dataset.chapter ?? "";
  }

  #toggle(): void {
    const done = Object.hasOwn(progressStore.load().chapters, this.#chapter);
    const kept = progressStore.change((progress) =>
      done
        ? markUndone(progress, "chapters", this.#chapter)
        : markDone(progress, "chapters", this.#chapter, new Date()),
    );
    this.#say(kept ? (done ? this.dataset.unmarked : this.dataset.marked) : this.dataset.notKept);
  }

  #show(progress: Progress): void {
    const finished = progress.chapters[this.#chapter];
    const exercises = countDone(progress, "exercises");
    const questions = countDone(progress, "questions");
    const all = exercises.all + questions.all;
    const allDone = all > 0 && exercises.done === exercises.all && questions.done === questions.all;
    const counts = [fillCount(this.dataset.exercises, exercises), fillCount(this.dataset.questions, questions)];
    const state = finished
      ? (this.dataset.finished ?? "").replace("{date}", longDate(finished))
      : allDone
        ? this.dataset.allDone
        : counts.join(" ").trim();
    this.#part("state").textContent = state ?? "";
    this.dataset.state = finished ? "finished" : allDone ? "suggested" : "begun";
    const toggle = this.#part("toggle");
    toggle.textContent = (finished ? this.dataset.unmark : this.dataset.mark) ?? "";
    toggle.classList.toggle("button-primary", allDone && !finished);
    // Said when the last one is done before the reader's eyes, not at every visit after.
    if (allDone && this.#allDone === false && !finished) this.#say(this.dataset.allDone);
    this.#allDone = allDone;
  }

  #say(text = ""): void {
    this.#part("status").textContent = text;
  }

  #part(name: string): HTMLElement {
    const part = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (!part) throw new Error(`The end of a chapter has no part "${name}"`);
    return part;
  }
}

interface Count {
  readonly all: number;
  readonly done: number;
}

/** The sentence of a count; none where there is nothing to count. */
function fillCount(sentence = "", { all, done }: Count): string {
  return all === 0 ? "" : sentence.replace("{done}", String(done)).replace("{total}", String(all));
}

function longDate(instant: string): string {
  return new Date(instant).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
}

/** How many of the page's exercises or questions there are, and are done. */
function countDone(progress: Progress, kind: Exclude<ProgressKind, "chapters">): Count {
  const ids =
    kind === "exercises"
      ? [...document.querySelectorAll<HTMLElement>("darsena-exercise")].map(
          ({ dataset }) => `${dataset.chapter}/${dataset.exercise}`,
        )
      : [...document.querySelectorAll<HTMLElement>("darsena-question")].map(({ dataset }) => dataset.question ?? "");
  return { all: ids.length, done: ids.filter((id) => Object.hasOwn(progress[kind], id)).length };
}

customElements.define("darsena-chapter-end", DarsenaChapterEnd);
