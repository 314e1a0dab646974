import { bell, type EditorState, OTHER, type Step } from "./editor-state.ts";

/** The line at a place, with the changes made to it since. */
export function lineAt(state: EditorState, place: number): string {
  if (place === state.place) return state.text;
  return state.edits.get(place) ?? state.history[place] ?? "";
}

/** Shows another line of the history, and keeps the one being left as it is. The cursor goes to the end. */
export function showLine(state: EditorState, place: number, cursor?: number): EditorState {
  if (place === state.place) return { ...state, cursor: cursor ?? state.cursor, last: OTHER };
  const text = lineAt(state, place);
  const edits = new Map(state.edits);
  if (state.text === (state.history[state.place] ?? "")) edits.delete(state.place);
  else edits.set(state.place, state.text);
  return { ...state, text, cursor: cursor ?? text.length, place, edits, undo: [], last: OTHER };
}

/** ↑ (-1) and ↓ (1). */
export function moveInHistory(state: EditorState, by: -1 | 1): Step {
  const place = state.place + by;
  if (place < 0 || place > state.history.length) return bell(state);
  return { state: showLine(state, place) };
}
