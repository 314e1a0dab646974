import type { TextBuffer } from "../text-buffer.ts";

/** The operators: delete, yank, change. */
export type Operator = "d" | "y" | "c";

/** What an operator leaves behind. */
interface Operated {
  /** Whole lines that `p` puts in again; undefined leaves what was yanked before. */
  readonly yanked?: string[];
  readonly inserts?: boolean;
}

/**
 * An operator on what its motion goes over: whole lines when it is typed twice, else `w e $ 0 G`.
 * Other motions do nothing, and so does `y` with any.
 * @param motion the key after the operator
 * @param count how many lines `dd` and `yy` take
 */
export function operate(buffer: TextBuffer, operator: Operator, motion: string, count: number): Operated {
  if (motion === operator) {
    buffer.remember();
    if (operator === "y") return { yanked: buffer.lines.slice(buffer.row, buffer.row + count) };
    if (operator === "d") return { yanked: buffer.cutLines(count) };
    buffer.setLine("");
    return { inserts: true };
  }
  if (operator === "y" || !"w$0eG".includes(motion)) return {};
  buffer.remember();
  const inserts = operator === "c";
  const { line, column } = buffer;
  switch (motion) {
    case "$":
      buffer.setLine(line.slice(0, column));
      break;
    case "0":
      buffer.setLine(line.slice(column));
      buffer.column = 0;
      break;
    case "G":
      return { yanked: buffer.cutLines(buffer.lines.length - buffer.row), inserts };
    default: {
      // `cw` leaves the blanks behind the word, `dw` takes them too.
      const word = inserts || motion === "e" ? /^(\w+|[^\w\s]+|\s+)/ : /^(\w+\s*|[^\w\s]+\s*|\s+)/;
      const length = word.exec(line.slice(column))?.[0].length ?? 0;
      buffer.setLine(line.slice(0, column) + line.slice(column + length));
    }
  }
  return { inserts };
}
