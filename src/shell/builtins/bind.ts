import { languageOf } from "../../cli/not-simulated.ts";
import type { Builtin } from "./builtin.ts";

/** `bind`: the line editor's keys are bash's own and stay so. */
export const bind: Builtin = async (shell, args) => {
  if (args.length === 1) return 0;
  const env = shell.environment();
  await shell.complain(
    languageOf(env) === "es"
      ? "bind: en este laboratorio las teclas no se pueden cambiar"
      : "bind: the keys cannot be changed in this playground",
  );
  return 1;
};
