/** How bad it is to cut a text at some lines. */
export interface Split {
  readonly indent: number;
  readonly penalty: number;
}

/** xdiff's weights, which its author fitted to how people would cut. */
const START_OF_FILE = 1;
const END_OF_FILE = 21;
const TOTAL_BLANK = -30;
const POST_BLANK = 6;
const INDENT = { plain: -4, withBlank: 10 };
const OUTDENT = { plain: 24, withBlank: 17 };
const DEDENT = { plain: 23, withBlank: 17 };
const INDENT_WEIGHT = 60;

const MOST_INDENT = 200;
const MOST_BLANKS = 20;

/** Negative when the first is better. */
export const splitCost = (a: Split, b: Split): number =>
  INDENT_WEIGHT * Math.sign(a.indent - b.indent) + (a.penalty - b.penalty);

/** The cost of cutting before each of some lines. */
export function splitsBefore(lines: readonly string[], places: readonly number[]): Split {
  let [indent, penalty] = [0, 0];
  for (const place of places) {
    const split = splitBefore(lines, place);
    indent += split.indent;
    penalty += split.penalty;
  }
  return { indent, penalty };
}

function splitBefore(lines: readonly string[], at: number): Split {
  const own = at >= lines.length ? undefined : indentOf(lines[at] ?? "");
  const before = firstWithText(lines, at - 1, -1);
  const after = firstWithText(lines, at + 1, 1);
  let penalty = 0;
  if (before.indent === undefined && before.blanks === 0) penalty += START_OF_FILE;
  if (at >= lines.length) penalty += END_OF_FILE;
  const blanksAfter = own === undefined ? 1 + after.blanks : 0;
  const blanks = before.blanks + blanksAfter;
  penalty += TOTAL_BLANK * blanks + POST_BLANK * blanksAfter;
  const indent = own ?? after.indent;
  if (indent !== undefined && before.indent !== undefined && indent !== before.indent) {
    const isOutdent = after.indent !== undefined && after.indent > indent;
    const kind = indent > before.indent ? INDENT : isOutdent ? OUTDENT : DEDENT;
    penalty += blanks > 0 ? kind.withBlank : kind.plain;
  }
  return { indent: indent ?? -1, penalty };
}

function firstWithText(lines: readonly string[], from: number, step: number) {
  let blanks = 0;
  for (let i = from; i >= 0 && i < lines.length; i += step) {
    const indent = indentOf(lines[i] ?? "");
    if (indent !== undefined) return { indent, blanks };
    if (++blanks === MOST_BLANKS) return { indent: 0, blanks };
  }
  return { indent: undefined, blanks };
}

/** Columns before the first character; undefined for a blank line. */
function indentOf(line: string): number | undefined {
  let columns = 0;
  for (const char of line) {
    if (char === " ") columns++;
    else if (char === "\t") columns += 8 - (columns % 8);
    else if (!/\s/.test(char)) return columns;
    if (columns >= MOST_INDENT) return MOST_INDENT;
  }
  return undefined;
}
