/**
 * How many columns text takes on the screen. The rules are those of Unicode's East Asian Width and of grapheme
 * clusters; the terminal is given the same ones (`xtermWidths`), so that the line editor and the screen agree.
 */

/** First and last code points that take two columns (East Asian Wide and Fullwidth, Unicode 16), besides emoji. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18dff],
  [0x1aff0, 0x1b2fb],
  [0x1d300, 0x1d376],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];
const EMOJI = /\p{Emoji_Presentation}/u;
const REGIONAL = /\p{Regional_Indicator}/u;
const ZERO = /[\p{M}\p{Cf}\u1160-\u11ff\ud7b0-\ud7ff]/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
const MODIFIER = /\p{Emoji_Modifier}/u;
const JOINER = 0x200d;
const EMOJI_STYLE = 0xfe0f;

type Width = 0 | 1 | 2;

const known = new Map<number, Width>();

/** Columns of one code point on its own. */
function codePointWidth(code: number): Width {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return 0;
  if (code < 0x300) return 1;
  let width = known.get(code);
  if (width === undefined) {
    width = measure(code);
    known.set(code, width);
  }
  return width;
}

function measure(code: number): Width {
  if (code >= 0xd800 && code <= 0xdfff) return 1;
  const char = String.fromCodePoint(code);
  if (ZERO.test(char)) return 0;
  if (REGIONAL.test(char)) return 1;
  return EMOJI.test(char) || WIDE.some(([from, to]) => code >= from && code <= to) ? 2 : 1;
}

/** What the next code point needs to know of the ones before it in its cell. */
interface Before {
  readonly code: number;
  readonly width: Width;
  /** In a pictograph, to which a joiner may add another. */
  readonly pictograph: boolean;
  /** The second half of a flag. */
  readonly flag: boolean;
}

/** Adds a code point to the cell before it, or begins a new one (`joins` false). */
function place(code: number, before: Before | undefined): Before & { joins: boolean } {
  const width = codePointWidth(code);
  if (code < 0x300) return { code, width, pictograph: code === 0xa9 || code === 0xae, flag: false, joins: false };
  const char = String.fromCodePoint(code);
  const pictograph = PICTOGRAPH.test(char);
  if (before && before.width > 0) {
    const joined = { code, flag: false, joins: true };
    if (code === EMOJI_STYLE)
      return {
        ...joined,
        width: /\p{Emoji}/u.test(String.fromCodePoint(before.code)) ? 2 : before.width,
        pictograph: before.pictograph,
      };
    if (width === 0 || MODIFIER.test(char))
      return { ...joined, width: wider(width, before.width), pictograph: before.pictograph };
    if (pictograph && before.code === JOINER && before.pictograph) return { ...joined, width: 2, pictograph };
    if (REGIONAL.test(char) && REGIONAL.test(String.fromCodePoint(before.code)) && !before.flag)
      return { ...joined, width: 2, pictograph: false, flag: true };
  }
  return { code, width, pictograph, flag: false, joins: false };
}

function wider(a: Width, b: Width): Width {
  return a > b ? a : b;
}

/** One position on the screen: what is drawn in it and the columns it takes. */
interface Cell {
  readonly text: string;
  readonly width: number;
}

/** The cells of a text without control characters, from left to right. */
export function cellsOf(text: string): Cell[] {
  const cells: { text: string; width: number }[] = [];
  let before: Before | undefined;
  for (const char of text) {
    const placed = place(char.codePointAt(0) ?? 0, before);
    const last = cells.at(-1);
    if (placed.joins && last) {
      last.text += char;
      last.width = placed.width;
    } else cells.push({ text: char, width: placed.width });
    before = placed;
  }
  return cells;
}

/** Columns of a text without control characters. */
export function textWidth(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  return cellsOf(text).reduce((sum, cell) => sum + cell.width, 0);
}

/**
 * The same rules as a Unicode provider for xterm.js (`terminal.unicode.register`), which keeps what came before in a
 * number: a state of 24 bits, the width in 2 and whether the code point joins in 1.
 */
export const xtermWidths = {
  version: "graphemes",
  wcwidth: codePointWidth,
  charProperties(code: number, preceding: number): number {
    const state = preceding >>> 3;
    const before =
      preceding === 0
        ? undefined
        : {
            code: state & 0x1fffff,
            width: widthOf((preceding >> 1) & 3),
            pictograph: (state & 0x200000) !== 0,
            flag: (state & 0x400000) !== 0,
          };
    const placed = place(code, before);
    const next = placed.code | (placed.pictograph ? 0x200000 : 0) | (placed.flag ? 0x400000 : 0);
    return (next << 3) | (placed.width << 1) | (placed.joins ? 1 : 0);
  },
};

function widthOf(bits: number): Width {
  return bits === 2 ? 2 : bits === 1 ? 1 : 0;
}
