import { type EditorState, OTHER, type Search, type Step } from "./editor-state.ts";
import { lineAt, showLine } from "./history-commands.ts";
import type { Key } from "./key-decoder.ts";

/** Ctrl-R (backward) and Ctrl-S: begins a search through the history. */
export function beginSearch(state: EditorState, backward: boolean): Step {
  const origin = { ...state, last: OTHER };
  const search = {
    query: "",
    backward,
    place: state.place,
    index: state.cursor,
    failed: false,
    before: undefined,
    origin,
  };
  return { state: { ...origin, search } };
}

/**
 * A key during a search. Undefined when the key ends it: then the state is `endSearch`'s, and the key does there what it
 * always does.
 */
export function applySearchKey(state: EditorState, search: Search, key: Key): Step | undefined {
  switch (key.name) {
    case "text":
      return found(state, look(state, { ...search, query: search.query + key.text, before: search }, 0));
    case "C-r":
    case "C-s":
      return searchAgain(state, search, key.name === "C-r");
    case "Backspace":
    case "C-h":
      return search.before ? found(state, search.before, false) : { state, effect: "bell" };
    case "C-g":
      return { state: { ...search.origin, lastQuery: search.query || state.lastQuery } };
    case "M-Escape":
    case "Escape":
      return { state: endSearch(state, search) };
    default:
      return undefined;
  }
}

/** Leaves the search with its match as the line being edited. */
export function endSearch(state: EditorState, search: Search): EditorState {
  const ended = { ...state, search: undefined, lastQuery: search.query || state.lastQuery };
  return search.query === "" ? ended : showLine(ended, search.place, search.index);
}

function searchAgain(state: EditorState, search: Search, backward: boolean): Step {
  if (search.query === "") {
    const turned = { ...search, backward };
    if (state.lastQuery === "") return { state: { ...state, search: turned } };
    return found(state, look(state, { ...turned, query: state.lastQuery, before: search }, 0));
  }
  return found(state, look(state, { ...search, backward, before: search }, backward ? -1 : 1));
}

function found(state: EditorState, search: Search, ring = search.failed): Step {
  return ring ? { state: { ...state, search }, effect: "bell" } : { state: { ...state, search } };
}

/**
 * The nearest match from where the search stands.
 * @param step how far from there to begin: not at all for a longer query, one on for the next match
 */
function look(state: EditorState, search: Search, step: -1 | 0 | 1): Search {
  const { query, backward } = search;
  const shown = lineAt(state, search.place);
  for (let place = search.place; place >= 0 && place <= state.history.length; place += backward ? -1 : 1) {
    const line = lineAt(state, place);
    const isHere = place === search.place;
    if (!isHere && line === shown) continue;
    const index = backward
      ? lastIndex(line, query, isHere ? search.index + step : line.length)
      : line.indexOf(query, isHere ? search.index + step : 0);
    if (index >= 0) return { ...search, place, index, failed: false };
  }
  return { ...search, failed: true };
}

/** `lastIndexOf`, which takes a negative start for 0. */
function lastIndex(line: string, query: string, from: number): number {
  return from < 0 ? -1 : line.lastIndexOf(query, from);
}

/** The prompt bash shows during a search. */
export function searchPrompt(search: Search): string {
  return `(${search.failed ? "failed " : ""}${search.backward ? "reverse-" : ""}i-search)\`${search.query}': `;
}

/** The line a search shows, and the cursor in it. */
export function searchView(state: EditorState, search: Search): { text: string; cursor: number } {
  return { text: lineAt(state, search.place), cursor: search.index };
}
