import { quote } from "./quote.ts";

/**
 * Go's fmt.Sprintf for what a template can hold: texts, numbers, booleans; anything else as `print` has it.
 * What does not fit its verb is shown as Go does: `%!s(bool=true)`, `%!d(MISSING)`, `%!(EXTRA int=1)`.
 */
export function goSprintf(
  format: string,
  args: readonly unknown[],
  print: (value: unknown, verb?: string) => string,
): string {
  let next = 0;
  const out = format.replace(
    /%([-+# 0]*)(\d*)(?:\.(\d*))?(.|$)/gsu,
    (_, flags: string, width, precision, verb: string) => {
      if (verb === "%") return "%";
      if (verb === "") return "%!(NOVERB)";
      if (next >= args.length) return `%!${verb}(MISSING)`;
      const value = args[next++];
      const digits = precision === undefined ? undefined : Number(precision || 0);
      const text = formatted(verb, value, flags, digits, print) ?? `%!${verb}(${typeName(value)}=${print(value)})`;
      if (flags.includes("-")) return text.padEnd(Number(width));
      const zeros = flags.includes("0") && typeof value === "number";
      return text.padStart(Number(width), zeros ? "0" : " ");
    },
  );
  if (next >= args.length) return out;
  const extra = args.slice(next).map((value) => `${typeName(value)}=${print(value)}`);
  return `${out}%!(EXTRA ${extra.join(", ")})`;
}

/** A value as a verb asks for it; undefined when it has no such form. */
function formatted(
  verb: string,
  value: unknown,
  flags: string,
  precision: number | undefined,
  print: (value: unknown, verb?: string) => string,
): string | undefined {
  if (verb === "v") return print(value);
  if (verb === "T") return typeof value === "object" && value !== null ? print(value, verb) : typeName(value);
  if (typeof value === "string") {
    const text = precision === undefined ? value : value.slice(0, precision);
    if (verb === "s") return text;
    if (verb === "q") return quote(text);
    return /^x$/i.test(verb) ? hexOf(text, verb) : undefined;
  }
  if (typeof value === "boolean") return verb === "t" ? String(value) : undefined;
  if (typeof value !== "number") return verb === "s" || verb === "d" ? print(value, verb) : undefined;
  const sign = flags.includes("+") && value >= 0 ? "+" : "";
  const bases: Readonly<Record<string, number>> = { d: 10, x: 16, X: 16, o: 8, b: 2 };
  const base = bases[verb];
  if (Number.isInteger(value) && base !== undefined) {
    const text = value.toString(base);
    return sign + (verb === "X" ? text.toUpperCase() : text);
  }
  return !Number.isInteger(value) && verb === "f" ? sign + value.toFixed(precision ?? 6) : undefined;
}

function hexOf(text: string, verb: string): string {
  const hex = [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return verb === "X" ? hex.toUpperCase() : hex;
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return "<nil>";
  if (typeof value === "number") return Number.isInteger(value) ? "int" : "float64";
  return typeof value === "boolean" ? "bool" : typeof value;
}
