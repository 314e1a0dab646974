import { bell, type EditorState, editWithoutUndo, replaceRange, type Step } from "./editor-state.ts";
import { lastArgument } from "./words.ts";

/** As many killed texts as readline keeps. */
const RING_SIZE = 10;

/** Kills the text between the cursor and `to`. Kills in a row make one text. */
export function killTo(state: EditorState, to: number): Step {
  const start = Math.min(state.cursor, to);
  const end = Math.max(state.cursor, to);
  const backward = to < state.cursor;
  if (start === end) return { state };
  const killed = state.text.slice(start, end);
  const goesOn = state.last.kind === "kill-forward" || state.last.kind === "kill-backward";
  const newest = goesOn ? (state.kills.at(-1) ?? "") : "";
  const older = goesOn ? state.kills.slice(0, -1) : state.kills;
  return {
    state: {
      ...replaceRange(state, start, end, ""),
      kills: [...older, backward ? killed + newest : newest + killed].slice(-RING_SIZE),
      last: { kind: backward ? "kill-backward" : "kill-forward" },
    },
  };
}

/** Ctrl-Y: the killed text, at the cursor. */
export function yank(state: EditorState): Step {
  const ring = state.kills.length - 1;
  const text = state.kills[ring];
  if (text === undefined) return bell(state);
  return {
    state: {
      ...replaceRange(state, state.cursor, state.cursor, text),
      last: { kind: "yank", start: state.cursor, ring },
    },
  };
}

/** Alt-Y after Ctrl-Y: the text killed before that one instead. */
export function yankOlder(state: EditorState): Step {
  const { last, kills } = state;
  if (last.kind !== "yank" || kills.length === 0) return bell(state);
  const ring = (last.ring - 1 + kills.length) % kills.length;
  return { state: { ...editWithoutUndo(state, last.start, state.cursor, kills[ring] ?? ""), last: { ...last, ring } } };
}

/** Alt-.: the last argument of the line before; again, of the one before that. */
export function yankLastArgument(state: EditorState): Step {
  const { last, history } = state;
  const again = last.kind === "last-argument";
  const place = (again ? last.place : state.place) - 1;
  const line = history[place];
  if (line === undefined) return { state, effect: "bell" };
  const start = again ? last.start : state.cursor;
  const word = lastArgument(line);
  const next = again ? editWithoutUndo(state, start, state.cursor, word) : replaceRange(state, start, start, word);
  return { state: { ...next, last: { kind: "last-argument", start, place } } };
}
