import { arithmetic } from "./arithmetic-expansion.ts";
import { optionLetters } from "./options.ts";
import type { Shell } from "./shell.ts";

/** What a parameter holds: a text (undefined when unset), or a list for `@`, `*` and whole arrays. */
export type ParameterValue =
  | { readonly kind: "text"; readonly text: string | undefined }
  | { readonly kind: "list"; readonly items: readonly string[]; readonly star: boolean };

/**
 * The value of a parameter.
 * @param index the subscript's text, its expansions done
 */
export function parameterValue(shell: Shell, name: string, index: string | undefined): ParameterValue {
  if (name === "@" || name === "*") return { kind: "list", items: shell.positional, star: name === "*" };
  if (index === "@" || index === "*") return { kind: "list", items: elements(shell, name), star: index === "*" };
  if (index !== undefined) return { kind: "text", text: shell.element(name, subscript(shell, name, index)) };
  return { kind: "text", text: parameterText(shell, name) };
}

/** A parameter that is one text: a variable, a position, a special one. */
export function parameterText(shell: Shell, name: string): string | undefined {
  if (/^[A-Za-z_]/.test(name)) return shell.variables.get(name);
  if (/^\d/.test(name)) return name === "0" ? shell.name : shell.positional[Number(name) - 1];
  switch (name) {
    case "?":
      return String(shell.lastStatus);
    case "#":
      return String(shell.positional.length);
    case "$":
      return String(shell.mainPid);
    case "!":
      return shell.lastBackground === undefined ? undefined : String(shell.lastBackground);
    case "-":
      return optionLetters(shell);
    default:
      return undefined;
  }
}

/** All elements of an array, in order; a plain variable is an array of one. */
export function elements(shell: Shell, name: string): string[] {
  const value = shell.variables.find(name)?.value;
  if (Array.isArray(value)) return value.filter(() => true);
  if (value instanceof Map) return [...value.values()];
  const text = shell.variables.get(name);
  return text === undefined ? [] : [text];
}

/** The subscripts of an array. */
export function keys(shell: Shell, name: string): string[] {
  const value = shell.variables.find(name)?.value;
  if (Array.isArray(value)) return Object.keys(value);
  if (value instanceof Map) return [...value.keys()];
  return value === undefined ? [] : ["0"];
}

/** The key that a subscript means: as it is in a map, a number in any other array. */
export function subscript(shell: Shell, name: string, index: string): string | number {
  const value = shell.variables.find(name)?.value;
  if (value instanceof Map) return index;
  const number = Number(arithmetic(shell, index));
  return number < 0 && Array.isArray(value) ? value.length + number : number;
}

/** Whether an array has an element; `@` and `*` ask for any. */
export function isElementSet(shell: Shell, name: string, index: string): boolean {
  const value = shell.variables.find(name)?.value;
  if (index === "@" || index === "*")
    return value !== undefined && (typeof value === "string" || Object.keys(value).length > 0 || value instanceof Map);
  return shell.element(name, subscript(shell, name, index)) !== undefined;
}
