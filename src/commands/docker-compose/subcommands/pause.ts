import { nothingTo } from "../nothing-to.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `pause`. */
export const pause: Subcommand = {
  name: "pause",
  async run({ args, logger, project: load }) {
    const project = await load();
    const containers = await project.pause(args.words("SERVICE"));
    if (containers.length === 0) await nothingTo(logger, "pause");
  },
};
