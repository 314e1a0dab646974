/** A program's expressions. */
export type Expression =
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "regex"; readonly source: string }
  | { readonly type: "name"; readonly name: string }
  | { readonly type: "field"; readonly index: Expression }
  | { readonly type: "element"; readonly name: string; readonly keys: readonly Expression[] }
  | { readonly type: "in"; readonly name: string; readonly keys: readonly Expression[] }
  | { readonly type: "unary"; readonly operator: "-" | "+" | "!"; readonly operand: Expression }
  | { readonly type: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: "match"; readonly isNegated: boolean; readonly left: Expression; readonly right: Expression }
  | { readonly type: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly type: "choice"; readonly test: Expression; readonly yes: Expression; readonly no: Expression }
  | { readonly type: "assign"; readonly operator: string; readonly target: Target; readonly value: Expression }
  | { readonly type: "step"; readonly by: 1 | -1; readonly isBefore: boolean; readonly target: Target }
  | { readonly type: "call"; readonly name: string; readonly args: readonly Expression[]; readonly line: number }
  | { readonly type: "builtin"; readonly name: string; readonly args: readonly Expression[] }
  | { readonly type: "group"; readonly items: readonly Expression[] }
  | {
      readonly type: "getline";
      readonly target: Target | undefined;
      /** Where from: a file, a command's output, or the main input. */
      readonly from: { readonly kind: "file" | "command"; readonly name: Expression } | undefined;
    };

/** What can be assigned to. */
export type Target = Extract<Expression, { type: "name" | "field" | "element" }>;

export type Statement =
  | { readonly type: "expression"; readonly value: Expression }
  | {
      readonly type: "print" | "printf";
      readonly args: readonly Expression[];
      readonly to: { readonly kind: ">" | ">>" | "|"; readonly name: Expression } | undefined;
    }
  | { readonly type: "if"; readonly test: Expression; readonly yes: Statement; readonly no: Statement | undefined }
  | {
      readonly type: "loop";
      readonly first: Statement | undefined;
      readonly test: Expression | undefined;
      readonly step: Statement | undefined;
      readonly body: Statement;
      readonly isAfter: boolean;
    }
  | { readonly type: "each"; readonly variable: string; readonly array: string; readonly body: Statement }
  | { readonly type: "block"; readonly body: readonly Statement[] }
  | { readonly type: "next" | "nextfile" | "break" | "continue" }
  | { readonly type: "exit" | "return"; readonly value: Expression | undefined }
  | { readonly type: "delete"; readonly name: string; readonly keys: readonly Expression[] | undefined };

export interface Rule {
  /** Two make a range. */
  readonly patterns: readonly Expression[];
  /** Without one the record is printed. */
  readonly action: Statement | undefined;
}

export interface AwkFunction {
  readonly parameters: readonly string[];
  readonly body: Statement;
}

export interface AwkProgram {
  readonly begin: readonly Statement[];
  readonly end: readonly Statement[];
  readonly rules: readonly Rule[];
  readonly functions: ReadonlyMap<string, AwkFunction>;
  readonly lines: number;
}
