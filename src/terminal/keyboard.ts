import type { Terminal } from "@xterm/xterm";

/** Sent when the terminal is left with Escape and Tab: a second Escape, so that the first is not the beginning of a key. */
const ESCAPE = "\x1b";

const isMac = () => /Mac|iPhone|iPad/.test(navigator.platform);

/**
 * The keys that are the browser's and not the shell's: copying and pasting, and Escape then Tab, which leaves the
 * terminal. Ctrl-C copies when something is selected, and else interrupts.
 */
export function wireKeyboard(terminal: Terminal, send: (keys: string) => void): void {
  let escaped = false;
  terminal.attachCustomKeyEventHandler((event) => {
    if (event.type !== "keydown") return true;
    const leaves = escaped && event.key === "Tab" && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (event.key !== "Shift") escaped = event.key === "Escape" && !event.isComposing;
    if (leaves) {
      send(ESCAPE);
      return false;
    }
    return !isClipboardKey(terminal, event);
  });
}

function isClipboardKey(terminal: Terminal, event: KeyboardEvent): boolean {
  if (isMac() || !event.ctrlKey || event.altKey || event.metaKey) return false;
  const key = event.key.toLowerCase();
  // The browser pastes into the text field of xterm, which takes it from there.
  if (key === "v") return true;
  if (key !== "c" || (!event.shiftKey && !terminal.hasSelection())) return false;
  event.preventDefault();
  if (terminal.hasSelection()) void copy(terminal);
  return true;
}

async function copy(terminal: Terminal): Promise<void> {
  const text = terminal.getSelection();
  terminal.clearSelection();
  await copyText(text);
}

/** Puts text on the clipboard. @returns whether the browser allowed it */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyThroughSelection(text);
  }
}

/** Where there is no clipboard API: pages that are not served over HTTPS. */
function copyThroughSelection(text: string): boolean {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  (focused?.closest("dialog") ?? document.body).append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}
