/** What looked like a number where it came from: input fields compare as numbers then. */
export class NumericText {
  readonly text: string;
  readonly number: number;

  constructor(text: string, number: number) {
    this.text = text;
    this.number = number;
  }
}

/** A value; undefined is one that was never set. */
export type Value = number | string | NumericText | undefined;

const NUMBER = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;
const SPECIAL = /^\s*([-+]?)(inf(?:inity)?|nan)\b/i;

/** The number at the beginning of a text. */
function leadingNumber(text: string): number {
  const found = NUMBER.exec(text)?.[0];
  if (found !== undefined) return Number(found);
  const special = SPECIAL.exec(text);
  if (!special) return 0;
  const value = special[2]?.toLowerCase().startsWith("inf") ? Number.POSITIVE_INFINITY : Number.NaN;
  return special[1] === "-" ? -value : value;
}

/** Text from outside: a number too when it is all one. */
export function fromOutside(text: string): Value {
  return /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(text) ? new NumericText(text, Number(text)) : text;
}

/** A value as a number: of a text what it begins with, and 0 of what was never set. */
export function toNumber(value: Value): number {
  if (typeof value === "number") return value;
  if (value === undefined) return 0;
  return typeof value === "string" ? leadingNumber(value) : value.number;
}

/** Whether a condition holds: a text that looks like a number counts as one when it came from outside. */
export function toBoolean(value: Value): boolean {
  if (typeof value === "number") return value !== 0;
  if (value === undefined) return false;
  return typeof value === "string" ? value !== "" : value.number !== 0;
}

/** Negative, zero or positive: as numbers when both are, else as text. @param text how a number is written */
export function compare(left: Value, right: Value, text: (value: Value) => string): number {
  if (typeof left !== "string" && typeof right !== "string") {
    const [a, b] = [toNumber(left), toNumber(right)];
    return a < b ? -1 : a > b ? 1 : a === b ? 0 : 1;
  }
  const [a, b] = [text(left), text(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}
