import { textWidth } from "./display-width.ts";
import { type EditorState, OTHER, replaceRange } from "./editor-state.ts";

/** What Tab may put in place of the word before the cursor. */
export interface Completion {
  /** Where in the line that word begins. */
  readonly start: number;
  /** Whole words, quoted as the shell needs them. One that ends in "/" or "=" is to be gone on with: no blank after it. */
  readonly candidates: readonly string[];
}

/** The candidates once each, in order, as bash lists them. */
export function sortedCandidates(completion: Completion): string[] {
  return [...new Set(completion.candidates)].sort();
}

/** Puts what all candidates begin with in the line; a single candidate whole, and a blank. The same state when that adds nothing. */
export function completeWord(state: EditorState, start: number, candidates: readonly string[]): EditorState {
  const only = candidates.length === 1 ? candidates[0] : undefined;
  if (only !== undefined) return completeWhole(state, start, only);
  const common = commonPrefix(candidates);
  const word = state.text.slice(start, state.cursor);
  if (common.length < word.length || common === word) return state;
  return { ...replaceRange(state, start, state.cursor, common), last: { kind: "other" } };
}

function completeWhole(state: EditorState, start: number, word: string): EditorState {
  const goesOn = /[/=]$/.test(word);
  const hasBlank = state.text[state.cursor] === " ";
  const done = replaceRange(state, start, state.cursor, goesOn || hasBlank ? word : `${word} `);
  return goesOn || !hasBlank ? done : { ...done, cursor: done.cursor + 1 };
}

/** Every candidate in the line, as Alt-* does. */
export function insertAll(state: EditorState, start: number, candidates: readonly string[]): EditorState {
  return { ...replaceRange(state, start, state.cursor, `${candidates.join(" ")} `), last: OTHER };
}

/** What all candidates begin with, not ending in the middle of an escape or of a character. */
export function commonPrefix(candidates: readonly string[]): string {
  const [first = "", ...others] = candidates;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && first[same] === other[same]) same++;
    length = same;
  }
  const prefix = first.slice(0, length);
  const half = /[\ud800-\udbff]$/.test(prefix) ? prefix.slice(0, -1) : prefix;
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(half) && half !== first ? half.slice(0, -1) : half;
}

/**
 * How candidates are listed: without the folder they are all in, and without the quoting.
 */
export function displayNames(candidates: readonly string[]): string[] {
  const folders = candidates.map((candidate) => candidate.slice(0, candidate.replace(/\/$/, "").lastIndexOf("/") + 1));
  const shared = new Set(folders).size === 1 ? (folders[0] ?? "").length : 0;
  return candidates.map((candidate) => {
    const name = candidate.slice(shared);
    return (name || candidate).replace(/^["']/, "").replace(/\\(.)/g, "$1");
  });
}

/**
 * Names in columns, sorted down each column, as readline lays them out (rl_display_match_list).
 * @param width the screen's columns
 */
export function inColumns(names: readonly string[], width: number): string[] {
  const column = Math.max(...names.map(textWidth)) + 2;
  const fitting = Math.max(1, Math.floor(width / column));
  const across = fitting > 1 && fitting * column === width ? fitting - 1 : fitting;
  const rows = Math.ceil(names.length / across);
  return Array.from({ length: rows }, (_, row) => {
    const inRow = names.filter((_, index) => index % rows === row);
    return inRow
      .map((name, index) => (index + 1 < across ? name + " ".repeat(column - textWidth(name)) : name))
      .join("");
  });
}
