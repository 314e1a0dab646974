import type { Process } from "../../kernel/process.ts";
import type { Resolve } from "./config-checks.ts";

/** The addresses of an upstream's name; none where nobody knows it. */
export const resolver =
  ({ machine }: Process): Resolve =>
  (name) => {
    try {
      return machine.network.resolve(name);
    } catch {
      return [];
    }
  };
