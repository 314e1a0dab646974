/** A place in a text; both count from 0. */
export interface Mark {
  readonly line: number;
  readonly column: number;
}

export type TokenKind =
  | "alias"
  | "anchor"
  | "block-end"
  | "block-entry"
  | "block-mapping"
  | "block-sequence"
  | "document-end"
  | "document-start"
  | "flow-entry"
  | "flow-mapping-end"
  | "flow-mapping"
  | "flow-sequence-end"
  | "flow-sequence"
  | "key"
  | "scalar"
  | "stream-end"
  | "tag"
  | "value";

export interface Token {
  readonly kind: TokenKind;
  readonly start: Mark;
}

/** What libyaml says of a text that is no YAML. */
export class YamlFault extends Error {
  readonly source: "scanner" | "parser";
  /** Where what could not be finished began. */
  readonly context: Mark;
  readonly problem: Mark;

  constructor(source: "scanner" | "parser", context: Mark, message: string, problem: Mark) {
    super(message);
    this.source = source;
    this.context = context;
    this.problem = problem;
  }
}
