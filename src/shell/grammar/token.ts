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
 * token stands where none of its kind may, or bash has words of its own for it (`message`). `commands` says that what is
 * open is a `$(…)`.
 */
export type Fault =
  | { readonly kind: "open"; readonly closing: string | undefined; readonly at: number; readonly commands?: true }
  | { readonly kind: "unexpected"; readonly token: string; readonly at: number }
  | { readonly kind: "message"; readonly message: string; readonly at: number };

/** The source ends inside something that begins at a place. */
export function unclosed(closing: string | undefined, at: number): Refusal {
  return new Refusal({ kind: "open", closing, at });
}

export function unexpected(token: Token): Refusal {
  if (token.kind === "end") return unclosed(undefined, token.at);
  return new Refusal({ kind: "unexpected", token: token.kind === "newline" ? "newline" : token.text, at: token.at });
}
