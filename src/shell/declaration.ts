import { keys } from "./parameter-value.ts";
import { doubleQuoted, posixQuoted, quotedIfNeeded, singleQuoted } from "./quote.ts";
import type { Shell } from "./shell.ts";
import type { Variable } from "./variables.ts";

/** The attribute letters of a variable, in bash's order. */
export function flagsOf(variable: Variable | undefined): string {
  if (!variable) return "";
  return [
    Array.isArray(variable.value) ? "a" : "",
    variable.value instanceof Map ? "A" : "",
    variable.integer ? "i" : "",
    variable.reference ? "n" : "",
    variable.readonly ? "r" : "",
    variable.exported ? "x" : "",
    variable.case === "lower" ? "l" : "",
    variable.case === "upper" ? "u" : "",
  ].join("");
}

/**
 * A variable as source that makes it again.
 * @param firstOnly of an array only the first element, as `${a@A}` does
 * @param style "declare" as `declare -p` prints it, "assignment" as `${x@A}` does, "set" as `set` lists it
 */
export function describeVariable(
  shell: Shell,
  name: string,
  style: "declare" | "assignment" | "set",
  firstOnly = false,
): string {
  const variable = shell.variables.findReference(name);
  const dynamic = variable ? undefined : shell.variables.dynamic.get(name);
  const value = dynamic ? dynamic.get() : variable?.value;
  const flags = flagsOf(variable);
  const array = !firstOnly && (Array.isArray(value) || value instanceof Map);
  const plain = typeof value === "string" ? value : (shell.variables.get(name) ?? "");
  const text = array
    ? arrayText(shell, name)
    : style === "set"
      ? shell.flavour === "bash"
        ? quotedIfNeeded(plain)
        : posixQuoted(plain)
      : style === "assignment"
        ? singleQuoted(plain)
        : doubleQuoted(plain);
  const assignment = value === undefined ? name : `${name}=${text}`;
  if (style === "set" || (style === "assignment" && flags === "")) return assignment;
  return `declare -${flags || "-"} ${assignment}`;
}

function arrayText(shell: Shell, name: string): string {
  const value = shell.variables.findReference(name)?.value;
  const pairs = keys(shell, name).map((key) => {
    const item = Array.isArray(value) ? value[Number(key)] : value instanceof Map ? value.get(key) : undefined;
    const label = value instanceof Map && !/^[\w@%+=:,./-]+$/.test(key) ? doubleQuoted(key) : key;
    return `[${label}]=${doubleQuoted(item ?? "")}`;
  });
  return value instanceof Map && pairs.length > 0 ? `(${pairs.join(" ")} )` : `(${pairs.join(" ")})`;
}
