import { timeoutOf } from "../integer.ts";
import { nothingTo } from "../nothing-to.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `restart`. */
export const restart: Subcommand = {
  name: "restart",
  async run({ args, logger, project: load }) {
    const project = await load();
    const containers = await project.restart(args.words("SERVICE"), timeoutOf(args));
    if (containers.length === 0) await nothingTo(logger, "restart");
  },
};
