import { timeoutOf } from "../integer.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `stop`. */
export const stop: Subcommand = {
  name: "stop",
  async run({ args, project: load }) {
    const project = await load();
    await project.stop(args.words("SERVICE"), timeoutOf(args));
  },
};
