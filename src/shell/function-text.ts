import { printCompound } from "./print-source.ts";
import type { ShellFunction } from "./shell.ts";

/** A function as `type` and `declare -f` print it. */
export function describeFunction(name: string, { body, source }: ShellFunction): string {
  return `${name} () \n${printCompound(body, source.text)}`;
}

/** The same as a program that the shell starts finds it in its environment. */
export function exportedText(defined: ShellFunction): string {
  return describeFunction("", defined).replace(/^ \(\) \n/, "() ");
}
