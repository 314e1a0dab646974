import type { Cell } from "./cells.ts";
import type { Code } from "./code.ts";
import type { Expression, Target } from "./syntax.ts";
import type { Value } from "./value.ts";

/** Where a value can be put. */
export interface Place {
  readonly get: () => Value;
  readonly set: (value: Value) => void;
}

/** Makes code of the expressions inside another, in the function they all stand in. */
export interface Compiler {
  /** The variable of a name, at the moment it is asked. */
  cell(name: string): () => Cell;
  /** Where an assignment puts its value. */
  place(target: Target): Code<Place>;
  /** The value of an expression. */
  compile(expression: Expression): Code<Value>;
  /** A regular expression as such, or the text of an expression as one. */
  pattern(expression: Expression): Code<RegExp>;
}
