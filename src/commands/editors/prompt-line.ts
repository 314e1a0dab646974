import { ctrl, type Keyboard } from "../keyboard.ts";

/**
 * Reads what is typed on an editor's prompt line, up to Enter.
 * @param show draws the editor with this text on the prompt line
 * @param options.given what stands there already
 * @param options.clearing keys that empty the line
 * @param options.endsWhenErased whether a backspace on an empty line calls the prompt off, as in vi
 * @returns the text; undefined when it is called off with Escape or ^C, or the terminal has gone
 */
export async function readPromptLine(
  keyboard: Keyboard,
  show: (text: string) => Promise<void>,
  {
    given = "",
    clearing = [],
    endsWhenErased = false,
  }: { readonly given?: string; readonly clearing?: readonly string[]; readonly endsWhenErased?: boolean } = {},
): Promise<string | undefined> {
  let text = given;
  for (;;) {
    if (!keyboard.isAhead) await show(text);
    const key = await keyboard.next();
    if (key === null || key === undefined || key === "escape" || key === ctrl("C")) return undefined;
    if (key === "enter") return text;
    if (key === "backspace") {
      if (text === "" && endsWhenErased) return undefined;
      text = [...text].slice(0, -1).join("");
    } else if (clearing.includes(key)) text = "";
    else if (isTyped(key)) text += key;
  }
}

/** Whether a key is a character that can stand in a line, and no name or control character. */
export function isTyped(key: string): boolean {
  return [...key].length === 1 && key >= " ";
}
