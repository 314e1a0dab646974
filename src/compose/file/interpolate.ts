import { quote } from "../../engine/go-quote.ts";
import { ComposeError } from "../compose-error.ts";
import { isList, isMap, mapValues, type YamlMap, type YamlValue } from "./yaml/yaml-value.ts";

/** A variable's value; undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

/** Compose keeps a dollar sign that begins no variable, `docker stack` refuses it. */
export type LoneDollar = "kept" | "refused";

/** A text that is no template. `template` is the text itself. */
export class InvalidTemplate extends Error {
  readonly template: string;

  constructor(template: string) {
    super(`Invalid template: ${quote(template)}`);
    this.name = "InvalidTemplate";
    this.template = template;
  }
}

/** `${X:?}` and `${X?}` of a variable that is not there. */
export class MissingVariable extends Error {
  constructor(name: string, reason: string) {
    super(`required variable ${name} is missing a value${reason === "" ? "" : `: ${reason}`}`);
    this.name = "MissingVariable";
  }
}

/**
 * Fills in `$X`, `${X}`, `${X:-default}`, `${X-default}`, `${X:?error}`, `${X?error}`, `${X:+other}` and `${X+other}`;
 * `$$` is a dollar sign (the Compose Specification, "Interpolation"). Defaults may hold variables themselves.
 * @param missing told of a variable without value and without default
 * @param lone what a dollar sign before anything else is
 * @throws InvalidTemplate, MissingVariable
 */
export function substitute(
  text: string,
  lookup: Lookup,
  missing: (name: string) => void,
  lone: LoneDollar = "refused",
): string {
  let out = "";
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf("$", at);
    if (dollar < 0) return out + text.slice(at);
    out += text.slice(at, dollar);
    const rest = text.slice(dollar + 1);
    const name = /^[_a-z][_a-z0-9]*/i.exec(rest)?.[0];
    if (rest.startsWith("$")) {
      out += "$";
      at = dollar + 2;
    } else if (name !== undefined) {
      out += variableValue(name, lookup, missing);
      at = dollar + 1 + name.length;
    } else if (lone === "kept" && !rest.startsWith("{")) {
      out += "$";
      at = dollar + 1;
    } else {
      const end = rest.startsWith("{") ? closingBrace(rest) : -1;
      if (end < 0) throw new InvalidTemplate(text);
      out += expand(rest.slice(1, end), text, lookup, missing, lone);
      at = dollar + 1 + end + 1;
    }
  }
  return out;
}

function variableValue(name: string, lookup: Lookup, missing: (name: string) => void): string {
  const value = lookup(name);
  if (value === undefined) missing(name);
  return value ?? "";
}

/** The brace that closes the one at 0, over `${…}` inside. */
function closingBrace(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "}" && --depth === 0) return at;
    if (text[at] === "{" && (at === 0 || text[at - 1] === "$")) depth++;
  }
  return -1;
}

function expand(
  inside: string,
  whole: string,
  lookup: Lookup,
  missing: (name: string) => void,
  lone: LoneDollar,
): string {
  const match = /^([_a-z][_a-z0-9]*)(?:(:?[-?+])(.*))?$/is.exec(inside);
  if (!match) throw new InvalidTemplate(whole);
  const [, name = "", operator, argument = ""] = match;
  if (operator === undefined) return variableValue(name, lookup, missing);
  const value = lookup(name);
  const set = value !== undefined && !(operator.startsWith(":") && value === "");
  const other = () => substitute(argument, lookup, missing, lone);
  if (operator.endsWith("+")) return set ? other() : "";
  if (set) return value;
  if (operator.endsWith("-")) return other();
  throw new MissingVariable(name, other());
}

/** What a text at a place of the tree stands for, once its variables are filled in. */
export type Cast = (text: string, path: readonly string[]) => YamlValue;

/**
 * Fills in every text of a tree; keys stay as they are.
 * @param cast makes numbers and booleans of texts where only those can stand
 * @throws ComposeError that says where
 */
export function interpolateTree(
  tree: YamlMap,
  lookup: Lookup,
  missing: (name: string) => void,
  cast: Cast = (text) => text,
): YamlMap {
  const visit = (value: YamlValue, path: readonly string[]): YamlValue => {
    if (isMap(value)) return mapValues(value, (item, key) => visit(item, [...path, key]));
    if (isList(value)) return value.map((item) => visit(item, [...path, "[]"]));
    if (typeof value !== "string") return value;
    try {
      return cast(substitute(value, lookup, missing, "kept"), path);
    } catch (error) {
      throw failure(error, path.join("."));
    }
  };
  return mapValues(tree, (value, key) => visit(value, [key]));
}

function failure(error: unknown, path: string): unknown {
  if (error instanceof InvalidTemplate)
    return new ComposeError(
      `invalid interpolation format for ${path}.\nYou may need to escape any $ with another $.\n${error.template}`,
    );
  return error instanceof MissingVariable
    ? new ComposeError(`error while interpolating ${path}: ${error.message}`)
    : error;
}
