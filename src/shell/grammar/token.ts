import type { Assignment, Descriptor, Word } from "../syntax-tree.ts";

/** One token of bash source: a word, an operator, a newline, or the end. */
export interface Token {
  readonly kind: "word" | "operator" | "newline" | "end";
  /** As it is written; of a redirection only the operator. */
  readonly text: string;
  readonly at: number;
  readonly word?: Word | Assignment;
  /** What a redirection begins with. */
  readonly descriptor?: Descriptor;
}

/** What stops the reading of a source that is not whole, or is wrong. */
export class Refusal extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.kind);
    this.fault = fault;
  }
}

/**
 * What is wrong with a source: it ends too early (inside something that `closing` would end, or between commands), a
 * token stands where none of its kind may, or bash has words of its own for it (`message`), or the
 * others have (`posix`). `commands` says that what is
 * open is a `$(…)`; `expected` is what other shells than bash would have had there.
 */
export type Fault =
  | {
      readonly kind: "open";
      readonly closing: string | undefined;
      readonly at: number;
      readonly commands?: true;
      readonly expected?: string | undefined;
    }
  | { readonly kind: "unexpected"; readonly token: string; readonly at: number; readonly expected?: string | undefined }
  | { readonly kind: "message"; readonly message: string; readonly at: number }
  | { readonly kind: "posix"; readonly message: string; readonly at: number };

/** The source ends inside something that begins at a place. */
export function unclosed(closing: string | undefined, at: number, expected?: string): Refusal {
  return new Refusal({ kind: "open", closing, at, expected });
}

/** @param expected what there should have been: "then", ")" */
export function unexpected({ kind, text, at }: Token, expected?: string): Refusal {
  if (kind === "end") return unclosed(undefined, at, expected);
  return new Refusal({ kind: "unexpected", token: kind === "newline" ? "newline" : text, at, expected });
}
