import { nothingTo } from "../nothing-to.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `unpause`. */
export const unpause: Subcommand = {
  name: "unpause",
  async run({ args, logger, project: load }) {
    const project = await load();
    const containers = await project.unpause(args.words("SERVICE"));
    if (containers.length === 0) await nothingTo(logger, "unpause");
  },
};
