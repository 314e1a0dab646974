import type { TextBuffer } from "../text-buffer.ts";

/**
 * Moves the cursor by a key that does so in both modes.
 * @param key the key's name: an arrow, home, end, pageup or pagedown
 * @param count how often
 * @param page the lines of a page
 * @returns whether the key is such a key
 */
export function moveByKey(buffer: TextBuffer, key: string, count: number, page: number): boolean {
  switch (key) {
    case "left":
      buffer.column = Math.max(0, buffer.column - count);
      return true;
    case "right":
      buffer.column = Math.min(buffer.line.length, buffer.column + count);
      return true;
    case "up":
      buffer.vertical(-count);
      return true;
    case "down":
      buffer.vertical(count);
      return true;
    case "home":
      buffer.column = 0;
      return true;
    case "end":
      buffer.column = buffer.line.length;
      return true;
    case "pagedown":
      buffer.vertical(page);
      return true;
    case "pageup":
      buffer.vertical(-page);
      return true;
    default:
      return false;
  }
}

/**
 * Moves the cursor by a motion of the command mode: `0 ^ $ w e b`.
 * @returns whether the key is such a motion
 */
export function moveByLetter(buffer: TextBuffer, key: string, count: number): boolean {
  switch (key) {
    case "0":
      buffer.column = 0;
      return true;
    case "^":
      toIndent(buffer);
      return true;
    case "$":
      buffer.column = Math.max(0, buffer.line.length - 1);
      return true;
    case "w":
    case "e":
    case "b":
      for (let i = 0; i < count; i++) moveByWord(buffer, key);
      return true;
    default:
      return false;
  }
}

/** To the first character of the line that is no blank. */
export function toIndent(buffer: TextBuffer): void {
  buffer.column = /^\s*/.exec(buffer.line)?.[0].length ?? 0;
}

/** Off the place behind the line's end, where the cursor is only while one inserts. */
export function ontoLine(buffer: TextBuffer): void {
  buffer.column = Math.min(buffer.column, Math.max(0, buffer.line.length - 1));
}

/** To the beginning of a line, counted from one; beyond the last one to the last. */
export function toLine(buffer: TextBuffer, number: number): void {
  buffer.row = Math.min(number, buffer.lines.length) - 1;
  buffer.column = 0;
}

function moveByWord(buffer: TextBuffer, key: "w" | "e" | "b"): void {
  const words = [...buffer.line.matchAll(/\w+|[^\w\s]+/g)];
  if (key === "b") {
    const before = words.filter(({ index }) => index < buffer.column).at(-1);
    if (before) buffer.column = before.index;
    else if (buffer.row > 0) {
      buffer.row--;
      buffer.column = Math.max(0, buffer.line.length - 1);
    }
    return;
  }
  const places = words.map(({ index, 0: word }) => (key === "e" ? index + word.length - 1 : index));
  const next = places.find((place) => place > buffer.column);
  if (next !== undefined) buffer.column = next;
  else if (buffer.row < buffer.lines.length - 1) {
    buffer.row++;
    buffer.column = 0;
  }
}
