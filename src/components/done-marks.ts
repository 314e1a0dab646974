import type { Progress } from "../course/progress.ts";
import { progressStore } from "../course/progress-store.ts";

/** Shows, all over the page, which chapters are finished and how many of each unit. */
function showMarks({ chapters }: Progress): void {
  const isDone = (slug: string) => Object.hasOwn(chapters, slug);
  for (const mark of document.querySelectorAll<HTMLElement>("[data-done-mark]"))
    mark.hidden = !isDone(mark.dataset.doneMark ?? "");
  const begun = Object.keys(chapters).length > 0;
  for (const count of document.querySelectorAll<HTMLElement>("[data-done-count]")) {
    count.hidden = !begun;
    const text = count.querySelector<HTMLElement>("[data-part=count]");
    const done = (count.dataset.doneCount ?? "").split(" ").filter(isDone).length;
    if (text) text.textContent = (text.dataset.text ?? "").replace("{done}", String(done));
  }
}

showMarks(progressStore.load());
progressStore.follow(showMarks);
document.addEventListener("astro:after-swap", () => showMarks(progressStore.load()));
