import { snapToBoundary } from "./graphemes.ts";

/** The line being edited and all that the keys need to know. Keys make a new one out of it; nothing changes in place. */
export interface EditorState {
  readonly text: string;
  /** Index in `text`, never inside a character. */
  readonly cursor: number;
  readonly undo: readonly Snapshot[];
  /** Killed texts, the newest last. */
  readonly kills: readonly string[];
  /** What the last key did, for commands that go on where it left off. */
  readonly last: LastAction;
  /** Lines entered before, the oldest first. */
  readonly history: readonly string[];
  /** Which history line is shown; `history.length` is the new line. */
  readonly place: number;
  /** Lines changed while moving through the history, by place. */
  readonly edits: ReadonlyMap<number, string>;
  readonly search: Search | undefined;
  /** What was searched for last, for Ctrl-R Ctrl-R. */
  readonly lastQuery: string;
  /** The next key is to be inserted as it is (Ctrl-V). */
  readonly quoting: boolean;
}

interface Snapshot {
  readonly text: string;
  readonly cursor: number;
}

type LastAction =
  | { readonly kind: "other" | "kill-forward" | "kill-backward" | "complete" }
  /** Typing that one undo takes back together. */
  | { readonly kind: "insert"; readonly length: number }
  /** A yanked text and which of the killed ones it is. */
  | { readonly kind: "yank"; readonly start: number; readonly ring: number }
  /** An inserted last argument and the history line it is from. */
  | { readonly kind: "last-argument"; readonly start: number; readonly place: number };

export const OTHER: LastAction = { kind: "other" };

/** An incremental search through the history, and how it was left before each key, for Backspace. */
export interface Search {
  readonly query: string;
  readonly backward: boolean;
  /** Where the match is: the line, and the index in it. */
  readonly place: number;
  readonly index: number;
  readonly failed: boolean;
  readonly before: Search | undefined;
  /** The state to go back to when the search is given up. */
  readonly origin: EditorState;
}

/** What the editor asks of whoever runs it, besides showing the state. */
export type Effect =
  | "bell"
  | "accept"
  | "interrupt"
  | "end-of-file"
  | "clear-screen"
  | "complete"
  | "list-candidates"
  | "insert-candidates";

/** What a key leads to. */
export interface Step {
  readonly state: EditorState;
  readonly effect?: Effect;
}

/** An empty line. */
export function newEditor(
  history: readonly string[],
  kept: { kills: readonly string[]; lastQuery: string },
): EditorState {
  return {
    text: "",
    cursor: 0,
    undo: [],
    kills: kept.kills,
    last: OTHER,
    history,
    place: history.length,
    edits: new Map(),
    search: undefined,
    lastQuery: kept.lastQuery,
    quoting: false,
  };
}

/** The cursor elsewhere. */
export function moveTo(state: EditorState, cursor: number): EditorState {
  return { ...state, cursor: Math.max(0, Math.min(cursor, state.text.length)), last: OTHER };
}

/** The text between two indexes replaced, the cursor after the new text, and the old line kept for undo. */
export function replaceRange(state: EditorState, start: number, end: number, text: string): EditorState {
  return { ...editWithoutUndo(state, start, end, text), undo: remember(state), last: OTHER };
}

/** As `replaceRange`, for an edit that belongs to the one before. */
export function editWithoutUndo(state: EditorState, start: number, end: number, text: string): EditorState {
  const next = state.text.slice(0, start) + text + state.text.slice(end);
  return { ...state, text: next, cursor: snapToBoundary(next, start + text.length) };
}

/** A long session of edits keeps this many of them. */
const UNDO_LIMIT = 500;

function remember(state: EditorState): Snapshot[] {
  return [...state.undo.slice(-UNDO_LIMIT + 1), { text: state.text, cursor: state.cursor }];
}

/** A key that could do nothing: the line stays as it is and the terminal rings. */
export function bell(state: EditorState): Step {
  return { state: { ...state, last: OTHER }, effect: "bell" };
}
