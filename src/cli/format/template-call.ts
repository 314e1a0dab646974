import { type ArgType, type TemplateFunc, TypeMismatchError } from "@promptctl/go-template-js";

/** The argument that something is wrong with, of a function's own; before it, its name and the whole command. */
export const COMMAND = -1;
const NAME = 0;

/**
 * What is wrong with a call, for the library to say where that is.
 * @param where the argument, from 1; {@link COMMAND} for the command
 */
export function callError(message: string, where = COMMAND): TypeMismatchError {
  return new TypeMismatchError("", where, message, "", { line: 0, column: 0, offset: 0 });
}

/** What a parameter takes: Go's type of it. */
export type Parameter = "string" | "int" | "[]string" | "any";

/**
 * A function whose arguments are counted and looked at as text/template does it (Go, text/template/exec.go, evalCall).
 * @param typeOf Go's name for the type of a value
 * @param rest whether more arguments may follow those named
 */
export function checkedFunction(
  name: string,
  parameters: readonly Parameter[],
  fn: (...args: never[]) => unknown,
  typeOf: (value: unknown) => string,
  rest = false,
): TemplateFunc {
  const wanted = `want ${rest ? "at least " : ""}${parameters.length}`;
  const argTypes: ArgType[] = ["value"];
  return {
    argTypes,
    fn: (...args: unknown[]) => {
      if (rest ? args.length < parameters.length : args.length !== parameters.length)
        throw callError(`wrong number of args for ${name}: ${wanted} got ${args.length}`, NAME);
      for (const [index, parameter] of parameters.entries()) {
        const problem = mismatch(parameter, args[index], typeOf);
        if (problem !== undefined) throw callError(problem, index + 1);
      }
      return Reflect.apply(fn, undefined, args);
    },
  };
}

const EXPECTED = { string: "string", int: "integer", "[]string": "[]string" } as const;

function mismatch(parameter: Parameter, value: unknown, typeOf: (value: unknown) => string): string | undefined {
  if (parameter === "any") return undefined;
  const fits =
    parameter === "[]string"
      ? Array.isArray(value)
      : typeof value === (parameter === "int" ? "number" : "string") &&
        (parameter !== "int" || Number.isInteger(value));
  if (fits) return undefined;
  if (value === null || value === undefined) return `invalid value; expected ${EXPECTED[parameter]}`;
  return `wrong type for value; expected ${EXPECTED[parameter] === "integer" ? "int" : EXPECTED[parameter]}; got ${typeOf(value)}`;
}

/** A word of a command and where it stands. */
export interface Operand {
  readonly text: string;
  readonly offset: number;
}

/** The words of the command that begins at `start`: up to a pipe, a closing parenthesis, or the end of the action. */
export function operandsAt(source: string, start: number): Operand[] {
  const operands: Operand[] = [];
  for (let at = start; at < source.length; ) {
    const rest = source.slice(at);
    const blank = /^\s+/.exec(rest)?.[0].length ?? 0;
    at += blank;
    const text = wordOf(source.slice(at));
    if (text === "") return operands;
    operands.push({ text, offset: at });
    at += text.length;
  }
  return operands;
}

function wordOf(rest: string): string {
  if (/^(\||\)|-?\}\})/.test(rest)) return "";
  const quoted = /^(?:"(?:[^"\\]|\\.)*"|`[^`]*`|'(?:[^'\\]|\\.)*')/.exec(rest)?.[0];
  if (quoted !== undefined) return quoted;
  if (!rest.startsWith("(")) return /^[^\s|)(}]+/.exec(rest)?.[0] ?? "";
  let depth = 0;
  for (let end = 0; end < rest.length; end++) {
    const inner = /^"(?:[^"\\]|\\.)*"|^`[^`]*`/.exec(rest.slice(end))?.[0].length;
    if (inner !== undefined) end += inner - 1;
    else if (rest[end] === "(") depth++;
    else if (rest[end] === ")" && --depth === 0)
      return rest.slice(0, end + 1) + (/^[\w.]*/.exec(rest.slice(end + 1))?.[0] ?? "");
  }
  return rest;
}

/** Where Go points at in a word: the second link of a chain of fields, if there is one. */
export function pointedAt({ text, offset }: Operand): number {
  const first = /^(\.\w+)\.\w/.exec(text)?.[1];
  return first === undefined ? offset : offset + first.length;
}

/** What Go says of a constant that does not fit: `expected string; found 1`; undefined of what is none. */
export function constantMismatch(text: string, message: string): string | undefined {
  const expected = /; expected (\S+);/.exec(message)?.[1] ?? "";
  const isConstant = /^(?:["`'\d]|[+-]\d|true$|false$)/.test(text);
  return isConstant ? `expected ${expected === "int" ? "integer" : expected}; found ${text}` : undefined;
}
