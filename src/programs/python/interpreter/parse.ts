import { OutsideSubset, PythonSyntaxError } from "./errors.ts";
import { parseExpression, parseExpressionList, parseTargets } from "./parse-expression.ts";
import { TokenStream } from "./token-stream.ts";
import { tokenize } from "./tokens.ts";
import type { Expression, Statement } from "./tree.ts";

const AUGMENTED = ["+=", "-=", "*=", "/=", "//=", "%=", "**=", "&=", "|=", "^=", ">>=", "<<="];

/** A whole text. @param how.printFunction `from __future__ import print_function` was said @throws PythonSyntaxError, OutsideSubset */
export function parsePython(
  text: string,
  how: { readonly python2: boolean; readonly printFunction?: boolean },
): Statement[] {
  const tokens = new TokenStream(tokenize(text, how.python2), how.python2);
  const parser = new StatementParser(tokens, how.python2 && !how.printFunction);
  const statements: Statement[] = [];
  while (!tokens.isKind("end")) {
    if (tokens.isKind("indent"))
      throw new PythonSyntaxError("unexpected indent", tokens.next, { kind: "IndentationError" });
    statements.push(...parser.statement());
  }
  return statements;
}

class StatementParser {
  readonly #tokens: TokenStream;
  #printStatement: boolean;

  constructor(tokens: TokenStream, printStatement: boolean) {
    this.#tokens = tokens;
    this.#printStatement = printStatement;
  }

  /** A compound statement, or a line of simple ones. */
  statement(): Statement[] {
    const tokens = this.#tokens;
    const { line } = tokens.next;
    tokens.refuseOutside();
    if (tokens.accept("if")) return [this.#if(line)];
    if (tokens.accept("while")) {
      const test = parseExpression(tokens);
      return [{ line, kind: "while", test, body: this.#block("while", line), otherwise: this.#else(line) }];
    }
    if (tokens.accept("for")) {
      const target = parseTargets(tokens);
      tokens.expect("in");
      const source = parseExpressionList(tokens);
      return [{ line, kind: "for", target, source, body: this.#block("for", line), otherwise: this.#else(line) }];
    }
    if (tokens.accept("def")) return [this.#define(line)];
    if (tokens.accept("try")) return [this.#try(line)];
    const statements = [this.#simple()];
    while (tokens.accept(";") && !tokens.isKind("newline")) statements.push(this.#simple());
    if (tokens.isKind("newline")) tokens.take();
    else if (!tokens.isKind("end")) throw this.#unexpected(statements.at(-1));
    return statements;
  }

  /** `print "hola"` in Python 3 gets an answer of its own. */
  #unexpected(before: Statement | undefined): PythonSyntaxError {
    const isPrint = before?.kind === "expression" && before.value.kind === "name" && before.value.name === "print";
    if (!isPrint || this.#tokens.python2) return this.#tokens.invalid();
    return new PythonSyntaxError("Missing parentheses in call to 'print'. Did you mean print(...)?", {
      line: before.line,
      column: 0,
    });
  }

  #block(what: string, line: number): Statement[] {
    const tokens = this.#tokens;
    tokens.expect(":");
    if (!tokens.isKind("newline")) return this.statement();
    tokens.take();
    if (!tokens.isKind("indent"))
      throw new PythonSyntaxError(
        tokens.python2
          ? "expected an indented block"
          : `expected an indented block after '${what}' statement on line ${line}`,
        tokens.next,
        { kind: "IndentationError", incomplete: tokens.isKind("end") },
      );
    tokens.take();
    const body: Statement[] = [];
    while (!tokens.isKind("dedent", "end")) body.push(...this.statement());
    if (tokens.isKind("dedent")) tokens.take();
    return body;
  }

  #if(line: number): Statement {
    const tokens = this.#tokens;
    const test = parseExpression(tokens);
    const body = this.#block("if", line);
    const next = tokens.next.line;
    const otherwise = tokens.accept("elif") ? [this.#if(next)] : this.#else(next);
    return { line, kind: "if", test, body, otherwise };
  }

  #else(line: number): Statement[] {
    return this.#tokens.accept("else") ? this.#block("else", line) : [];
  }

  #define(line: number): Statement {
    const tokens = this.#tokens;
    const name = tokens.name();
    tokens.expect("(");
    const parameters: { name: string; standard: Expression | undefined }[] = [];
    while (!tokens.accept(")")) {
      if (tokens.is("*", "**")) throw new OutsideSubset(`def f(${tokens.next.text}…)`);
      const parameter = tokens.name();
      parameters.push({ name: parameter, standard: tokens.accept("=") ? parseExpression(tokens) : undefined });
      if (!tokens.accept(",") && !tokens.is(")")) throw tokens.invalid();
    }
    return { line, kind: "define", name, parameters, body: this.#block("function definition", line) };
  }

  #try(line: number): Statement {
    const tokens = this.#tokens;
    const body = this.#block("try", line);
    const handlers: Extract<Statement, { kind: "try" }>["handlers"] = [];
    while (tokens.is("except")) {
      const at = tokens.take().line;
      const type = tokens.is(":") ? undefined : parseExpression(tokens);
      const named = tokens.accept("as") || (tokens.python2 && tokens.accept(","));
      handlers.push({ type, as: named ? tokens.name() : undefined, body: this.#block("except", at) });
    }
    const otherwise = this.#else(tokens.next.line);
    const ending = tokens.accept("finally") ? this.#block("finally", tokens.next.line) : [];
    if (handlers.length === 0 && ending.length === 0) throw tokens.invalid();
    return { line, kind: "try", body, handlers, otherwise, ending };
  }

  #simple(): Statement {
    const tokens = this.#tokens;
    const { line } = tokens.next;
    tokens.refuseOutside();
    const over = () => tokens.isKind("newline", "end") || tokens.is(";");
    for (const kind of ["pass", "break", "continue"] as const) if (tokens.accept(kind)) return { line, kind };
    if (tokens.accept("return"))
      return { line, kind: "return", value: over() ? undefined : parseExpressionList(tokens) };
    if (tokens.accept("raise")) return { line, kind: "raise", value: over() ? undefined : parseExpression(tokens) };
    if (tokens.accept("del")) {
      const targets = parseExpressionList(tokens);
      return { line, kind: "delete", targets: targets.kind === "tuple" ? targets.items : [targets] };
    }
    if (tokens.accept("assert")) {
      const test = parseExpression(tokens);
      return { line, kind: "assert", test, message: tokens.accept(",") ? parseExpression(tokens) : undefined };
    }
    if (tokens.accept("global")) {
      const names = [tokens.name()];
      while (tokens.accept(",")) names.push(tokens.name());
      return { line, kind: "global", names };
    }
    if (tokens.accept("import")) return { line, kind: "import", modules: this.#modules() };
    if (tokens.accept("from")) return this.#from(line);
    if (this.#printStatement && tokens.accept("print")) return this.#print(line, over);
    return this.#assignment(line);
  }

  #path(): string {
    let path = this.#tokens.name();
    while (this.#tokens.accept(".")) path += `.${this.#tokens.name()}`;
    return path;
  }

  #modules(): { path: string; as: string | undefined }[] {
    const modules = [];
    do modules.push({ path: this.#path(), as: this.#tokens.accept("as") ? this.#tokens.name() : undefined });
    while (this.#tokens.accept(","));
    return modules;
  }

  #from(line: number): Statement {
    const tokens = this.#tokens;
    const module = this.#path();
    tokens.expect("import");
    if (tokens.is("*")) throw new OutsideSubset("from … import *");
    const open = tokens.accept("(");
    const names: { name: string; as: string }[] = [];
    do {
      if (open && tokens.is(")")) break;
      const name = tokens.name();
      names.push({ name, as: tokens.accept("as") ? tokens.name() : name });
    } while (tokens.accept(","));
    if (open) tokens.expect(")");
    if (module === "__future__" && names.some(({ name }) => name === "print_function")) this.#printStatement = false;
    return { line, kind: "from", module, names };
  }

  #print(line: number, over: () => boolean): Statement {
    const tokens = this.#tokens;
    if (tokens.is(">>")) throw new OutsideSubset("print >>");
    const values: Expression[] = [];
    let newline = true;
    while (!over()) {
      values.push(parseExpression(tokens));
      newline = !tokens.accept(",");
      if (newline) break;
    }
    return { line, kind: "print", values, newline };
  }

  #assignment(line: number): Statement {
    const tokens = this.#tokens;
    const first = parseExpressionList(tokens);
    if (tokens.is(...AUGMENTED)) {
      const operator = tokens.take().text.slice(0, -1);
      return { line, kind: "augmented", target: this.#target(first), operator, value: parseExpressionList(tokens) };
    }
    if (!tokens.is("=")) return { line, kind: "expression", value: first };
    const targets: Expression[] = [];
    let value = first;
    while (tokens.accept("=")) {
      targets.push(this.#target(value));
      value = parseExpressionList(tokens);
    }
    return { line, kind: "assign", targets, value };
  }

  /** @throws PythonSyntaxError for what nothing can be given to */
  #target(value: Expression): Expression {
    if (["name", "attribute", "index", "tuple", "list"].includes(value.kind)) return value;
    if (value.kind === "slice") throw new OutsideSubset("a[b:c] = …");
    const what =
      value.kind === "call"
        ? "function call"
        : ["integer", "float", "string"].includes(value.kind)
          ? "literal"
          : "operator";
    throw this.#tokens.invalid(
      this.#tokens.python2
        ? `can't assign to ${what}`
        : `cannot assign to ${what} here. Maybe you meant '==' instead of '='?`,
    );
  }
}
