import { cellsOf } from "./display-width.ts";

/** A cell with its colours; or a line break, of no width. */
export interface StyledCell {
  readonly text: string;
  readonly width: number;
  /** The SGR sequences in force, "" for none. */
  readonly style: string;
}

/** What a prompt puts on the screen, and what it sends besides (a window title). */
export interface Prompt {
  readonly cells: readonly StyledCell[];
  readonly controls: string;
}

const TAB_STOP = 8;
/** CSI, OSC and other escape sequences, and readline's marks around what takes no room. */
const ESCAPES = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-~]|[\x01\x02]/g;

/** Reads a prompt: colours count nothing, nor does what stands between \x01 and \x02. */
export function promptCells(prompt: string): Prompt {
  const cells: StyledCell[] = [];
  let controls = "";
  let style = "";
  let hidden = false;
  const add = (text: string) => {
    if (hidden) controls += text;
    else cells.push(...cellsIn(text, style, columnAfter(cells)));
  };
  let from = 0;
  for (const match of prompt.matchAll(ESCAPES)) {
    add(prompt.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[0] === "\x01") hidden = true;
    else if (match[0] === "\x02") hidden = false;
    else if (!/^\x1b\[[\d;:]*m$/.test(match[0])) controls += match[0];
    else style = /^\x1b\[0*m$/.test(match[0]) ? "" : style + match[0];
  }
  add(prompt.slice(from));
  return { cells, controls };
}

function columnAfter(cells: readonly StyledCell[]): number {
  let column = 0;
  for (let i = cells.length - 1; i >= 0 && cells[i]?.text !== "\n"; i--) column += cells[i]?.width ?? 0;
  return column;
}

/** The cells of a line being edited: one index of the text for each, so that the cursor can be found. */
export function lineCells(text: string, column: number): { cell: StyledCell; index: number }[] {
  const placed: { cell: StyledCell; index: number }[] = [];
  let at = column;
  let index = 0;
  const add = (cell: StyledCell, length: number) => {
    placed.push({ cell, index });
    index += length;
    at = cell.text === "\n" ? 0 : at + cell.width;
  };
  for (const part of text.match(PARTS) ?? []) {
    if (part === "\n") add({ text: "\n", width: 0, style: "" }, 1);
    else if (part === "\t")
      add({ text: " ".repeat(TAB_STOP - (at % TAB_STOP)), width: TAB_STOP - (at % TAB_STOP), style: "" }, 1);
    else if (part < " " || part === "\x7f")
      add({ text: `^${String.fromCharCode(part.charCodeAt(0) ^ 0x40)}`, width: 2, style: "" }, 1);
    else for (const { text: drawn, width } of cellsOf(part)) add({ ...visible(drawn, width), style: "" }, drawn.length);
  }
  return placed;
}

/** A control character, or one of which nothing can be seen (a joiner and the tags of a flag belong to what is before). */
const PARTS =
  /[\0-\x1f\x7f\xad]|(?![\u200c-\u200d\u{e0020}-\u{e007f}])\p{Cf}|(?:[^\0-\x1f\x7f\xad\p{Cf}]|[\u200c-\u200d\u{e0020}-\u{e007f}])+/gu;
const INVISIBLE = /^(?:[\x80-\x9f\xad\ud800-\udfff]|(?![\u200c-\u200d])\p{Cf})/u;

function cellsIn(text: string, style: string, column: number): StyledCell[] {
  return lineCells(text, column).map(({ cell }) => ({ ...cell, style }));
}

/** What cannot be seen is shown all the same, so that it can be deleted: a pasted zero-width space, a stray accent. */
function visible(text: string, width: number): { text: string; width: number } {
  if (INVISIBLE.test(text)) return { text: "\ufffd", width: 1 };
  return width === 0 ? { text: `\u25cc${text}`, width: 1 } : { text, width };
}
