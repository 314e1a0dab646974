import type { Stats } from "../../kernel/filesystem.ts";

/** A file on the way, as tests and actions see it. */
export interface Found {
  readonly name: string;
  readonly path: string;
  readonly stats: Stats;
  readonly depth: number;
  /** Set by -prune: do not go down. */
  pruned: boolean;
}

/** What an expression does with a file. */
export type Action =
  | { readonly kind: "print"; readonly end: string }
  | { readonly kind: "text"; readonly text: (found: Found) => string }
  | { readonly kind: "delete" }
  | { readonly kind: "quit" }
  | { readonly kind: "exec"; readonly words: readonly string[]; readonly batch: boolean };

/** Does it. @returns whether it succeeded: an action is a test too */
type Perform = (action: Action, found: Found) => Promise<boolean>;
export type Test = (found: Found, perform: Perform) => boolean | Promise<boolean>;

/** What a command line asks for, after its starting points. */
export interface Expression {
  readonly test: Test;
  readonly least: number;
  readonly most: number;
  readonly depthFirst: boolean;
  readonly follow: boolean;
}
