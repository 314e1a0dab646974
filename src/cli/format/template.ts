import {
  createEngine,
  MissingFieldError,
  type Template as ParsedTemplate,
  ParseError,
  EvalError as RunError,
  TypeMismatchError,
} from "@promptctl/go-template-js";
import type { RowType } from "./row-view.ts";
import { COMMAND, constantMismatch, type Operand, operandsAt, pointedAt } from "./template-call.ts";
import { LabelError, TemplateData } from "./template-data.ts";
import { templateFunctions } from "./template-functions.ts";
import { readableSource, type TemplateSource } from "./template-source.ts";
import { TypedValue } from "./typed-value.ts";

/** A template that cannot be read; `message` is text/template's: `template: :1: unclosed action`. */
export class TemplateSyntaxError extends Error {}

/** A template that failed on its data; `message` is text/template's: `template: :1:2: executing "" at <.Nope>: …`. */
export class TemplateRunError extends Error {}

/**
 * A Go template with the functions that Docker adds (docker/cli, `templates/templates.go`; docs.docker.com/engine/cli/formatting).
 * Fields that want an argument (`.Label "x"`) are functions in the data.
 */
export class Template {
  readonly #source: string;
  readonly #rewritten: TemplateSource;
  readonly #parsed: ParsedTemplate<string | object>;
  readonly #doomed: Doomed | undefined;
  #data = new TemplateData();
  #inHeader = false;

  /** @throws TemplateSyntaxError */
  constructor(source: string) {
    this.#source = source;
    this.#rewritten = readableSource(source);
    const funcs = templateFunctions(() => ({ data: this.#data, inHeader: this.#inHeader }));
    const engine = createEngine<string | object>({
      fromString: (text) => text,
      toString: (value) => (typeof value === "string" ? value : this.#data.print(value)),
      isT: (value): value is object => this.#data.isStruct(value),
      missingKey: "error",
      funcs,
    });
    this.#parsed = readable(source, () => engine.parse(this.#rewritten.text));
    const overlooked = overlookedError(source);
    if (overlooked !== undefined) throw new TemplateSyntaxError(`template: :1: ${overlooked}`);
    this.#doomed = doomedAction(source);
    for (const name of this.#parsed.referencedFunctions()) {
      if (!(name in funcs) && !BUILT_IN.has(name)) {
        throw new TemplateSyntaxError(
          `template: :${lineOf(source, source.indexOf(name))}: function "${name}" not defined`,
        );
      }
    }
  }

  /** With an object of the Engine API as its data. @param type Go's name for it, for errors @throws TemplateRunError */
  renderObject(value: unknown, type?: string): string {
    const raw = value instanceof TypedValue ? value.raw : undefined;
    if (raw) {
      try {
        return this.#render((data) => data.object(value));
      } catch (error) {
        if (!(error instanceof TemplateRunError)) throw error;
        return this.#render((data) => data.object(raw));
      }
    }
    return this.#render((data) => data.object(value, "", undefined, type));
  }

  /** With each row of a list, one text a row. @throws TemplateRunError */
  renderRows<Row>(type: RowType<Row>, rows: readonly Row[]): string[] {
    this.#data = new TemplateData();
    const view = this.#data.rows(type);
    return rows.map((row) => this.#run(view(row)));
  }

  /** The line over a table: each field gives its header, and Docker's functions leave it as it is. */
  renderHeader(headers: Readonly<Record<string, string>>): string {
    this.#inHeader = true;
    try {
      return this.#render((data) => data.header(headers));
    } catch (error) {
      // Docker prints what came before the failure; a header has only names, so what fails is the whole action.
      if (error instanceof TemplateRunError) return "";
      throw error;
    } finally {
      this.#inHeader = false;
    }
  }

  #render(view: (data: TemplateData) => unknown): string {
    this.#data = new TemplateData();
    return this.#run(view(this.#data));
  }

  #run(dot: unknown): string {
    if (this.#doomed) throw this.#at(this.#doomed.offset, this.#doomed.text, this.#doomed.why);
    try {
      const parts = this.#parsed.evaluate(dot);
      return parts.map((part) => (typeof part === "string" ? part : this.#data.print(part))).join("");
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): unknown {
    // Only a row's Label is a method, which the library does not know.
    if (error instanceof LabelError) return this.#at(this.#source.indexOf(".Label"), ".Label", error.message);
    if (!(error instanceof RunError)) return error;
    const offset = this.#rewritten.original(error.pos.offset);
    if (error instanceof MissingFieldError) {
      const { path } = error;
      const inner = this.#source.charAt(offset) === "(" ? lastOperand(this.#source, offset) : undefined;
      if (inner) return this.#at(pointedAt(inner), inner.text, this.#data.failure(path));
      // Go points at the second link of a chain, if there is one.
      const second = path.length > 1 ? (path[0]?.length ?? 0) + 1 : 0;
      return this.#at(offset + second, `.${path.join(".")}`, this.#data.failure(path));
    }
    if (error instanceof TypeMismatchError && error.funcName === "") return this.#badCall(error, offset);
    if (error instanceof TypeMismatchError && error.funcName === "call") return this.#nothingToCall(error, offset);
    if (/^cannot apply arguments to a /.test(error.message)) return this.#notCallable(offset);
    const unknown = /^template (".*") is not defined$/.exec(error.message)?.[1];
    if (unknown !== undefined) {
      const name = this.#source.indexOf(unknown, offset);
      return this.#at(name, `{{template ${unknown}}}`, `template ${unknown} not defined`);
    }
    return this.#at(offset, this.#action(offset), error.message);
  }

  /** A call that one of our functions refused: at its name, at one of its arguments, or as a whole. */
  #badCall({ argIndex, expected: message }: TypeMismatchError, offset: number): TemplateRunError {
    const range = /^rangeable \(/.test(this.#rewritten.text.slice(this.#rewritten.text.indexOf("rangeable", offset)));
    const operands = operandsAt(this.#source, offset);
    const [name] = operands;
    if (range && message.startsWith("range can't")) {
      if (name) return this.#at(pointedAt(name), name.text, message);
    }
    const argument = argIndex === COMMAND ? undefined : (operands[argIndex] ?? name);
    if (!argument) return this.#at(offset, operands.map(({ text }) => text).join(" "), message);
    return this.#at(pointedAt(argument), argument.text, constantMismatch(argument.text, message) ?? message);
  }

  /** A field with arguments: only a row's Label is a method. */
  #notCallable(offset: number): TemplateRunError {
    const [field, argument] = operandsAt(this.#source, offset);
    if (!field) return this.#at(offset, this.#action(offset), "can't give argument to non-function");
    const name = field.text.split(".").at(-1) ?? "";
    if (name === "Label" && argument)
      return this.#at(argument.offset, argument.text, `expected string; found ${argument.text}`);
    const count = operandsAt(this.#source, offset).length - 1;
    return this.#at(pointedAt(field), field.text, this.#data.notCallable(name, count));
  }

  #nothingToCall({ message }: Error, offset: number): TemplateRunError {
    const [, called] = operandsAt(this.#source, offset);
    const kind = /but an? (\w+) flowed in/.exec(message)?.[1] ?? "string";
    const type = kind === "number" ? "int" : kind === "boolean" ? "bool" : kind;
    return this.#at(
      offset,
      this.#action(offset),
      `error calling call: non-function ${called?.text ?? ""} of type ${type}`,
    );
  }

  #at(offset: number, what: string, message: string): TemplateRunError {
    const before = this.#source.slice(0, offset);
    const column = offset - (before.lastIndexOf("\n") + 1);
    return new TemplateRunError(
      `template: :${lineOf(this.#source, offset)}:${column}: executing "" at <${what}>: ${message}`,
    );
  }

  #action(offset: number): string {
    const rest = this.#source.slice(offset);
    return rest.slice(0, /\s*(-?\}\}|\|)/.exec(rest)?.index ?? rest.length).trim();
  }
}

const BUILT_IN: ReadonlySet<string> = new Set("and call html js or print urlquery".split(" "));

/** What fails whenever a template is run, and where; the library runs it. */
interface Doomed extends Operand {
  readonly why: string;
}

function doomedAction(source: string): Doomed | undefined {
  const bare = /\{\{-?\s*(and|or|nil)\s*(?=-?\}\}|\|)/d.exec(source);
  const [at = 0] = bare?.indices?.[1] ?? [];
  if (bare?.[1] === "nil") return { text: "nil", offset: at, why: "nil is not a command" };
  if (bare?.[1])
    return { text: bare[1], offset: at, why: `wrong number of args for ${bare[1]}: want at least 1 got 0` };
  const assigned = /\{\{-?\s*(\$\w+)\s*=(?!=)\s*/.exec(source);
  const name = assigned?.[1] ?? "";
  if (!assigned || new RegExp(`\\${name}\\s*(,[^}]*)?:=`).test(source)) return undefined;
  const value = operandsAt(source, assigned.index + assigned[0].length).at(-1);
  return value && { ...value, why: `undefined variable: ${name}` };
}

/** What is looked at last in the parentheses that begin at `start`: there Go points at a field that is not in their value. */
function lastOperand(source: string, start: number): Operand | undefined {
  const last = operandsAt(source, start + 1).at(-1);
  return last?.text.startsWith("(") ? lastOperand(source, last.offset) : last;
}

/** A mistake that the library reads over: a variable that nothing declares, a dot too many. */
function overlookedError(source: string): string | undefined {
  const code = source.replace(/"(?:[^"\\]|\\.)*"|`[^`]*`/g, "");
  const actions = [...code.matchAll(/\{\{.*?\}\}/gs)].map(([action]) => action).join("");
  if (/\w\.\.\w/.test(actions)) return "unexpected <.> in operand";
  if (/\.\.\w/.test(actions)) return 'unexpected . after term "."';
  if (/\w\.\s*-?\}\}/.test(actions)) return "unexpected <.> in operand";
  const used = actions.match(/\$\w+/g) ?? [];
  const stranger = used.find((name) => !new RegExp(`\\${name}\\s*(,[^}]*)?:?=`).test(actions));
  return stranger === undefined ? undefined : `undefined variable "${stranger}"`;
}

function readable<T>(source: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new TemplateSyntaxError(`template: :${error.pos.line}: ${goSyntaxError(error, source)}`);
  }
}

/** The library's syntax errors in text/template's words, where they differ. */
function goSyntaxError(error: ParseError, source: string): string {
  const stray = /^unexpected `\{\{(else|end)\}\}` outside/.exec(error.message)?.[1];
  if (stray !== undefined) return `unexpected {{${stray}}}`;
  if (/\{\{-?\s*\/\*/.test(source) && !source.includes("*/")) return "unclosed comment";
  const open = unterminated(source);
  if (open !== undefined) return open;
  const bare = /\{\{-?\s*(if|range|with)\s*-?\}\}/.exec(source)?.[1];
  if (bare !== undefined) return `missing value for ${bare}`;
  if (error.message === "expected `)`") return "unclosed left paren";
  if (/\)\s*-?\}\}/.test(source) && error.message === "expected `}}`") return "unexpected right paren";
  if (error.found === "end of input" && error.message !== "unclosed action") return "unexpected EOF";
  const character = /^unexpected character "(.)"$/su.exec(error.message)?.[1];
  if (character !== undefined) return strangeCharacter(character, source.slice(0, error.pos.offset));
  const outside = /^\{\{(break|continue)\}\} outside of \{\{range\}\}$/.exec(error.message)?.[1];
  if (outside !== undefined) return `{{${outside}}} outside {{range}}`;
  const next = source.charAt(readableSource(source).original(error.pos.offset));
  if (error.message.startsWith("expected command argument, found "))
    return `unexpected ${JSON.stringify(next)} in command`;
  if (error.message === "expected `}}`" && /[,;&]/.test(next)) return `unexpected ${JSON.stringify(next)} in operand`;
  if (error.message === "empty action" || /expected .*(operand|value|pipeline)/i.test(error.message))
    return "missing value for command";
  return error.message;
}

/** At the end of a word Go's lexer stumbles over it; alone, its parser: at the start of a command, or after an operand. */
function strangeCharacter(character: string, before: string): string {
  if (/[\w.]$/.test(before)) return `bad character ${codePoint(character)}`;
  return `unexpected ${JSON.stringify(character)} in ${/\{\{-?\s*$/.test(before) ? "command" : "operand"}`;
}

/** What Go's lexer says of a text in quotes that has no end in its action. */
function unterminated(source: string): string | undefined {
  const kinds: Readonly<Record<string, string>> = {
    '"': "unterminated quoted string",
    "`": "unterminated raw quoted string",
    "'": "unterminated character constant",
  };
  for (let at = source.indexOf("{{"); at >= 0; at = source.indexOf("{{", at)) {
    for (at += 2; at < source.length && !source.startsWith("}}", at); at++) {
      const kind = kinds[source.charAt(at)];
      if (kind === undefined) continue;
      const text = /^(?:"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*')/.exec(source.slice(at))?.[0];
      if (text === undefined) return kind;
      at += text.length - 1;
    }
  }
  return undefined;
}

function codePoint(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `U+${hex} '${char}'`;
}

function lineOf(source: string, offset: number): number {
  return source.slice(0, Math.max(0, offset)).split("\n").length;
}
