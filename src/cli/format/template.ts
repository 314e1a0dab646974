import {
  createEngine,
  type FuncMap,
  MissingFieldError,
  type Template as ParsedTemplate,
  ParseError,
  EvalError as RunError,
} from "@promptctl/go-template-js";
import type { RowType } from "./row-view.ts";
import { TemplateData } from "./template-data.ts";

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
  readonly #parsed: ParsedTemplate<string | object>;
  #data = new TemplateData();
  #inHeader = false;

  /** @throws TemplateSyntaxError */
  constructor(source: string) {
    this.#source = source;
    const funcs = this.#functions();
    const engine = createEngine<string | object>({
      fromString: (text) => text,
      toString: (value) => (typeof value === "string" ? value : this.#data.print(value)),
      isT: (value): value is object => this.#data.isStruct(value),
      missingKey: "error",
      funcs,
    });
    this.#parsed = readable(source, () => engine.parse(callMethods(source)));
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
    try {
      const parts = this.#parsed.evaluate(dot);
      return parts.map((part) => (typeof part === "string" ? part : this.#data.print(part))).join("");
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #failure(error: unknown): unknown {
    if (error instanceof MissingFieldError) {
      const { path } = error;
      // Go points at the second link of a chain, if there is one.
      const offset = error.pos.offset + (path.length > 1 ? (path[0]?.length ?? 0) + 1 : 0);
      return this.#at(offset, `.${path.join(".")}`, this.#data.failure(path));
    }
    if (error instanceof RunError) return this.#at(error.pos.offset, this.#action(error.pos.offset), error.message);
    if (error instanceof Error && error.constructor === Error) return this.#at(2, this.#action(2), error.message);
    return error;
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

  #functions(): FuncMap {
    const text = (change: (text: string) => string) => (value: string) => (this.#inHeader ? value : change(value));
    return {
      json: {
        fn: (value: unknown) => {
          if (!this.#inHeader) return this.#data.json(value);
          // Over a table it takes a header as it is, and nothing but one.
          if (typeof value !== "string") throw new Error("wrong type for value; expected string");
          return value;
        },
        argTypes: ["value"],
      },
      split: {
        fn: (value: string, separator: string) => (this.#inHeader ? value : value.split(separator)),
        argTypes: ["string", "string"],
      },
      join: {
        fn: (value: string | unknown[], separator: string) =>
          typeof value === "string" ? value : value.join(separator),
        argTypes: ["sliceable", "string"],
      },
      title: {
        fn: text((value) => value.replace(/(^|\s)\p{L}/gu, (start) => start.toUpperCase())),
        argTypes: ["string"],
      },
      lower: { fn: text((value) => value.toLowerCase()), argTypes: ["string"] },
      upper: { fn: text((value) => value.toUpperCase()), argTypes: ["string"] },
      pad: {
        fn: (value: string, before: number, after: number) =>
          value === "" ? "" : " ".repeat(before) + value + " ".repeat(after),
        argTypes: ["string", "int", "int"],
      },
      truncate: {
        fn: (value: string, length: number) => (this.#inHeader ? value : value.slice(0, length)),
        argTypes: ["string", "int"],
      },
      // The library leaves no blank next to a text; fmt.Sprintln always does.
      println: {
        fn: (...values: unknown[]) => `${values.map((value) => this.#data.print(value)).join(" ")}\n`,
        argTypes: ["value"],
      },
      index: { fn: (value: unknown, ...keys: unknown[]) => keys.reduce(at, value), argTypes: ["value"] },
    };
  }
}

const BUILT_IN: ReadonlySet<string> = new Set(
  "and call eq ge gt html js le len lt ne not or print printf println slice urlquery".split(" "),
);

function at(value: unknown, key: unknown): unknown {
  if (value === null || value === undefined) throw new Error("error calling index: index of untyped nil");
  if (Array.isArray(value)) {
    if (typeof key !== "number")
      throw new Error(`error calling index: cannot index slice/array with type ${typeof key}`);
    if (key < 0 || key >= value.length) throw new Error(`error calling index: index out of range: ${key}`);
    return value[key];
  }
  // A key that a map of Go's does not have gives its type's zero: here always a text or a list.
  if (value instanceof Map) return value.get(key) ?? "";
  throw new Error(`error calling index: can't index item of type ${typeof value}`);
}

/** `.Label "x"` as the library wants it: `call .Label "x"`. */
function callMethods(source: string): string {
  return source.replace(/\{\{.*?\}\}/gs, (action) =>
    action.replace(/(\$?\.Label)(\s+(?:"(?:[^"\\]|\\.)*"|`[^`]*`|\$\w*|\())/g, "call $1$2"),
  );
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
