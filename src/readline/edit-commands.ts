import { bell, type EditorState, editWithoutUndo, moveTo, OTHER, replaceRange, type Step } from "./editor-state.ts";
import { nextBoundary, previousBoundary } from "./graphemes.ts";
import { wordEnd, wordStart } from "./words.ts";

/** As many typed characters as one undo takes back. */
const TYPING_RUN = 20;

/** Typed text. */
export function insertTyped(state: EditorState, text: string): EditorState {
  const { last } = state;
  if (last.kind === "insert" && last.length < TYPING_RUN)
    return {
      ...editWithoutUndo(state, state.cursor, state.cursor, text),
      last: { kind: "insert", length: last.length + text.length },
    };
  return { ...insert(state, text), last: { kind: "insert", length: text.length } };
}

/** Text that is one edit for undo. */
export function insert(state: EditorState, text: string): EditorState {
  return replaceRange(state, state.cursor, state.cursor, text);
}

/** delete-char: takes out the character under the cursor; at the end of the line it rings. */
export function deleteCharacter(state: EditorState): Step {
  if (state.cursor === state.text.length) return bell(state);
  return { state: replaceRange(state, state.cursor, nextBoundary(state.text, state.cursor), "") };
}

/** backward-delete-char: takes out the character before the cursor; at the beginning of the line it rings. */
export function deleteCharacterBefore(state: EditorState): Step {
  if (state.cursor === 0) return bell(state);
  return { state: replaceRange(state, previousBoundary(state.text, state.cursor), state.cursor, "") };
}

/** Ctrl-D: the end of the input on an empty line, else it deletes. */
export function deleteOrEnd(state: EditorState): Step {
  return state.text === "" ? { state, effect: "end-of-file" } : deleteCharacter(state);
}

/** Ctrl-T: the characters around the cursor change places; at the end, the last two. */
export function transposeCharacters(state: EditorState): Step {
  const { text } = state;
  const end = state.cursor === text.length ? text.length : nextBoundary(text, state.cursor);
  const middle = previousBoundary(text, end);
  const start = previousBoundary(text, middle);
  if (start === middle) return bell(state);
  return { state: replaceRange(state, start, end, text.slice(middle, end) + text.slice(start, middle)) };
}

/** Alt-T: the word before the cursor and the one at or after it change places. */
export function transposeWords(state: EditorState): Step {
  const { text } = state;
  const secondEnd = wordEnd(text, state.cursor);
  const secondStart = wordStart(text, secondEnd);
  const firstStart = wordStart(text, secondStart);
  const firstEnd = wordEnd(text, firstStart);
  if (firstEnd > secondStart || firstStart === secondStart) return bell(state);
  const swapped =
    text.slice(secondStart, secondEnd) + text.slice(firstEnd, secondStart) + text.slice(firstStart, firstEnd);
  return { state: replaceRange(state, firstStart, secondEnd, swapped) };
}

/** Alt-U, Alt-L, Alt-C: the word from the cursor on, changed. */
export function changeWord(state: EditorState, change: (word: string) => string): Step {
  const end = wordEnd(state.text, state.cursor);
  if (end === state.cursor) return bell(state);
  return { state: replaceRange(state, state.cursor, end, change(state.text.slice(state.cursor, end))) };
}

/** capitalize-word's letters: the first letter or digit in upper case, the others in lower case. */
export function capitalized(word: string): string {
  return word.toLowerCase().replace(/[\p{L}\p{N}]/u, (first) => first.toUpperCase());
}

/** Alt-\: the blanks around the cursor go. */
export function deleteBlanks(state: EditorState): Step {
  let start = state.cursor;
  let end = state.cursor;
  while (/[ \t]/.test(state.text.charAt(start - 1))) start--;
  while (/[ \t]/.test(state.text.charAt(end))) end++;
  return { state: replaceRange(state, start, end, "") };
}

/** Alt-#: the line as a comment, entered. */
export function insertComment(state: EditorState): Step {
  return { state: replaceRange(state, 0, 0, "#"), effect: "accept" };
}

/** undo: back to the text and the cursor before the last change; with none left it rings. */
export function undo(state: EditorState): Step {
  const before = state.undo.at(-1);
  if (!before) return bell(state);
  return { state: { ...state, text: before.text, cursor: before.cursor, undo: state.undo.slice(0, -1), last: OTHER } };
}

/** Alt-R: every change to this line is undone. */
export function revertLine(state: EditorState): Step {
  const first = state.undo[0];
  return first ? { state: { ...moveTo({ ...state, text: first.text }, first.cursor), undo: [] } } : bell(state);
}
