/** What a **Run** button asks of the playground. */
export interface RunRequest {
  readonly commands: string[];
  /** The host whose terminal runs them; none: the one in front. */
  readonly host?: string;
  /** They begin in the shell of a container, if one is open. */
  readonly inside?: boolean;
}

const shownFor = 1600;

/** The commands of a **Run** button; a damaged attribute gives none. */
function readCommands(button: HTMLElement): string[] {
  const value: unknown = JSON.parse(button.dataset.commands ?? "[]");
  return Array.isArray(value) ? value.filter((command) => typeof command === "string") : [];
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** For pages served over plain HTTP in a classroom, where browsers give no clipboard. */
function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  return copied;
}

/** Shows the result on the button and says it to screen readers. */
function report(button: HTMLElement, message: string): void {
  const original = button.dataset.label ?? button.textContent ?? "";
  button.dataset.label = original;
  button.textContent = message;
  const status = document.querySelector("#code-status");
  if (status) status.textContent = message;
  setTimeout(() => {
    button.textContent = original;
    if (status) status.textContent = "";
  }, shownFor);
}

document.addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>(".code-button") : null;
  if (!button) return;
  if (button.dataset.copy !== undefined) {
    const status = document.querySelector<HTMLElement>("#code-status");
    const copied = await copy(button.dataset.copy);
    button.focus();
    report(button, (copied ? status?.dataset.copied : status?.dataset.failed) ?? "");
    return;
  }
  const detail: RunRequest = {
    commands: readCommands(button),
    ...(button.dataset.host ? { host: button.dataset.host } : {}),
    inside: button.dataset.inside !== undefined,
  };
  document.dispatchEvent(new CustomEvent<RunRequest>("darsena:run", { bubbles: true, detail }));
});
