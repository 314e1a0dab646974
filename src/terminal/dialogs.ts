import { element } from "./element.ts";
import { copyText } from "./keyboard.ts";
import type { LiveLabels } from "./labels.ts";

const COPIED_MS = 2000;

/** Asks whether the lab is to begin anew. @returns whether the reader said yes */
export function askForReset(parent: Element, labels: LiveLabels): Promise<boolean> {
  const cancel = element("button", { type: "submit", value: "cancel", class: "button" }, labels.now("dialog.cancel"));
  const confirm = element(
    "button",
    { type: "submit", value: "reset", class: "button button-danger" },
    labels.now("reset.confirm"),
  );
  const title = element("h2", { id: "terminal-reset-title" }, labels.now("reset.title"));
  const text = element("p", { id: "terminal-reset-text" }, labels.now("reset.text"));
  const form = element(
    "form",
    { method: "dialog" },
    title,
    text,
    element("div", { class: "terminal-dialog-buttons" }, cancel, confirm),
  );
  const dialog = element(
    "dialog",
    { class: "terminal-dialog", "aria-labelledby": title.id, "aria-describedby": text.id },
    form,
  );
  return show(parent, dialog).then((answer) => answer === "reset");
}

/** Shows the text of a terminal, to be read and copied. */
export async function showTranscript(
  parent: Element,
  labels: LiveLabels,
  host: string,
  transcript: string,
): Promise<void> {
  const title = element("h2", { id: "terminal-transcript-title" }, labels.now("transcript.title", { host }));
  const area = element("textarea", {
    readonly: true,
    spellcheck: "false",
    "aria-label": labels.now("transcript.text"),
  });
  area.value = transcript;
  const copied = element("span", { role: "status" });
  const copy = element("button", { type: "button", class: "button" }, labels.now("transcript.copy"));
  copy.addEventListener("click", async () => {
    copied.textContent = labels.now((await copyText(transcript)) ? "transcript.copied" : "transcript.failed");
    setTimeout(() => copied.replaceChildren(), COPIED_MS);
  });
  const close = element("button", { type: "submit", value: "close", class: "button" }, labels.now("dialog.close"));
  const buttons = element("div", { class: "terminal-dialog-buttons" }, copied, copy, close);
  const form = element("form", { method: "dialog" }, title, area, buttons);
  const dialog = element("dialog", { class: "terminal-dialog terminal-transcript", "aria-labelledby": title.id }, form);
  const shown = show(parent, dialog);
  area.scrollTop = area.scrollHeight;
  await shown;
}

/** Opens a dialog over the page and removes it when it is closed. @returns its return value; "" when it was dismissed */
function show(parent: Element, dialog: HTMLDialogElement): Promise<string> {
  const opener = document.activeElement;
  parent.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (opener instanceof HTMLElement) opener.focus();
      resolve(dialog.returnValue);
    });
  });
}
