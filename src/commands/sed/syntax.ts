import type { Pattern, Substitution } from "./substitution.ts";

/** Which lines a command is for. */
export type Address =
  | { readonly kind: "line"; readonly line: number }
  | { readonly kind: "step"; readonly first: number; readonly step: number }
  | { readonly kind: "last" }
  | { readonly kind: "pattern"; readonly pattern: Pattern };

/** Where a range ends: at an address, so many lines on, or at the next multiple. */
export type RangeEnd = Address | { readonly kind: "lines" | "multiple"; readonly count: number };

/** A command of a script, as it is run. */
export interface SedCommand {
  readonly name: string;
  readonly from?: Address;
  readonly to?: RangeEnd;
  readonly negated: boolean;
  /** Text of a, i, c; a file of r, R, w, W; a label of b, t, T and `:`. */
  readonly text: string;
  /** The status of q and Q, the width of l. */
  readonly number?: number;
  readonly substitution?: Substitution;
  /** What y makes of a character. */
  readonly map?: ReadonlyMap<string, string>;
  /** Of `{`: the place after its `}`; of b, t, T: the place of its label, or the end. */
  jump: number;
}

/** What -e and -f gave, one after another. */
export interface SedSource {
  /** What messages call it: `-e expression #1`, or `file f`. */
  readonly name: string;
  readonly text: string;
}
