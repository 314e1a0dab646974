/** Python's syntax tree, as far as this playground's goes. */
export type Expression =
  | { kind: "none" | "true" | "false" }
  | { kind: "integer"; value: bigint }
  | { kind: "float"; value: number }
  | { kind: "string"; text: string; unicode: boolean }
  | { kind: "name"; name: string }
  | { kind: "tuple" | "list"; items: Expression[] }
  | { kind: "dict"; entries: [Expression, Expression][] }
  | { kind: "comprehension"; item: Expression; target: Expression; source: Expression; conditions: Expression[] }
  | { kind: "unary"; operator: string; operand: Expression }
  | { kind: "binary"; operator: string; left: Expression; right: Expression }
  | { kind: "compare"; first: Expression; rest: { operator: string; operand: Expression }[] }
  | { kind: "and" | "or"; left: Expression; right: Expression }
  | { kind: "conditional"; test: Expression; then: Expression; otherwise: Expression }
  | { kind: "attribute"; object: Expression; name: string }
  | { kind: "index"; object: Expression; index: Expression }
  | { kind: "slice"; object: Expression; from?: Expression; to?: Expression; step?: Expression }
  | { kind: "call"; callee: Expression; arguments: Expression[]; keywords: [string, Expression][] };

export type Statement = { readonly line: number } & (
  | { kind: "expression"; value: Expression }
  | { kind: "assign"; targets: Expression[]; value: Expression }
  | { kind: "augmented"; target: Expression; operator: string; value: Expression }
  | { kind: "print"; values: Expression[]; newline: boolean }
  | { kind: "import"; modules: { path: string; as: string | undefined }[] }
  | { kind: "from"; module: string; names: { name: string; as: string }[] }
  | { kind: "pass" | "break" | "continue" }
  | { kind: "return"; value: Expression | undefined }
  | { kind: "global"; names: string[] }
  | { kind: "delete"; targets: Expression[] }
  | { kind: "raise"; value: Expression | undefined }
  | { kind: "assert"; test: Expression; message: Expression | undefined }
  | { kind: "if"; test: Expression; body: Statement[]; otherwise: Statement[] }
  | { kind: "while"; test: Expression; body: Statement[]; otherwise: Statement[] }
  | { kind: "for"; target: Expression; source: Expression; body: Statement[]; otherwise: Statement[] }
  | {
      kind: "define";
      name: string;
      parameters: { name: string; standard: Expression | undefined }[];
      body: Statement[];
    }
  | {
      kind: "try";
      body: Statement[];
      handlers: { type: Expression | undefined; as: string | undefined; body: Statement[] }[];
      otherwise: Statement[];
      ending: Statement[];
    }
);
