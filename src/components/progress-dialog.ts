import { noProgress, type Progress, type ReadProgress, readProgress } from "../course/progress.ts";
import { mayHoldProgress, progressFileName, progressFileText } from "../course/progress-file.ts";
import { countNew, mergeProgress } from "../course/progress-merge.ts";
import { progressStore } from "../course/progress-store.ts";

const wired = new WeakSet<HTMLDialogElement>();

/** Makes the progress dialog of a page work, and shows what is done now. Once a page; calling again only shows. */
export function wireProgressDialog(dialog: HTMLDialogElement): void {
  if (wired.has(dialog)) {
    // What was said the last time it was open is no news.
    say(dialog, "");
    askBeforeErasing(dialog, false);
    showCounts(dialog, progressStore.load());
    return;
  }
  wired.add(dialog);
  showCounts(dialog, progressStore.load());
  const leave = progressStore.follow((progress) => {
    if (dialog.isConnected) showCounts(dialog, progress);
    else leave();
  });

  const file = part(dialog, "file");
  part(dialog, "close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", ({ target }) => {
    if (target === dialog) dialog.close();
  });
  part(dialog, "export").addEventListener("click", () => exportProgress(dialog));
  part(dialog, "import").addEventListener("click", () => file.click());
  file.addEventListener("change", () => {
    if (!(file instanceof HTMLInputElement)) return;
    const chosen = file.files?.[0];
    if (chosen) void importProgress(dialog, chosen);
    // The same file can be chosen again.
    file.value = "";
  });
  part(dialog, "erase").addEventListener("click", () => {
    askBeforeErasing(dialog, true);
    part(dialog, "keep").focus();
  });
  part(dialog, "keep").addEventListener("click", () => {
    askBeforeErasing(dialog, false);
    part(dialog, "erase").focus();
  });
  part(dialog, "erase-all").addEventListener("click", () => {
    progressStore.change(() => noProgress);
    askBeforeErasing(dialog, false);
    say(dialog, messages(dialog).erased);
    part(dialog, "erase").focus();
  });
}

function exportProgress(dialog: HTMLDialogElement): void {
  const name = progressFileName(dialog.dataset.file ?? "", new Date());
  const url = URL.createObjectURL(new Blob([progressFileText(progressStore.load())], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Safari reads the file some time after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  say(dialog, fill(messages(dialog).exported, { name }));
}

async function importProgress(dialog: HTMLDialogElement, file: File): Promise<void> {
  const { name } = file;
  const { imported, nothingNew, leftOut, notJson, notProgress, newer, notKept } = messages(dialog);
  const read: ReadProgress = mayHoldProgress(file) ? readProgress(await file.text()) : { kind: "not-progress" };
  if (read.kind !== "progress") {
    const reasons = { "not-json": notJson, "not-progress": notProgress, newer };
    say(dialog, fill(reasons[read.kind], { name }));
    return;
  }
  const before = progressStore.load();
  const kept = progressStore.change((progress) => mergeProgress(progress, read.progress));
  const added = countNew(before, read.progress);
  const isNew = added.chapters + added.exercises + added.questions > 0;
  const sentences = [fill(isNew ? imported : nothingNew, { name, ...added })];
  if (read.leftOut > 0) sentences.push(fill(leftOut, { count: read.leftOut }));
  if (!kept) sentences.push(notKept ?? "");
  say(dialog, sentences.join(" "));
}

function showCounts(dialog: HTMLDialogElement, progress: Progress): void {
  const chapters = part(dialog, "chapters");
  const done = (chapters.dataset.slugs ?? "").split(" ").filter((slug) => Object.hasOwn(progress.chapters, slug));
  chapters.textContent = fill(chapters.dataset.text, { done: done.length });
  part(dialog, "exercises").textContent = String(Object.keys(progress.exercises).length);
  part(dialog, "questions").textContent = String(Object.keys(progress.questions).length);
}

function askBeforeErasing(dialog: HTMLDialogElement, ask: boolean): void {
  part(dialog, "confirm").hidden = !ask;
  part(dialog, "actions").hidden = ask;
  if (ask) say(dialog, "");
}

const messages = (dialog: HTMLDialogElement) => part(dialog, "status").dataset;

function say(dialog: HTMLDialogElement, text = ""): void {
  part(dialog, "status").textContent = text;
}

function fill(text = "", values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

function part(dialog: HTMLDialogElement, name: string): HTMLElement {
  const found = dialog.querySelector<HTMLElement>(`[data-part="${name}"]`);
  if (!found) throw new Error(`The progress dialog has no part "${name}"`);
  return found;
}
