import type { Flavour } from "./shell.ts";

/** The options of builtins that have others in ash and dash than in bash; as for getopts. */
const LETTERS: Readonly<Record<string, string>> = {
  hash: "r",
  jobs: "lp",
  unset: "vf",
  umask: "S",
  wait: "",
  cd: "LP",
  pwd: "LP",
};

/** The options that a builtin takes in ash or dash; undefined where they are bash's. */
export function posixLetters(flavour: Flavour, builtin: string): string | undefined {
  if (builtin === "read") return flavour === "ash" ? "p:u:rt:n:sd:" : "p:r";
  return Object.hasOwn(LETTERS, builtin) ? LETTERS[builtin] : undefined;
}
