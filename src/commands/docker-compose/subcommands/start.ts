import { nothingTo } from "../nothing-to.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `start`. */
export const start: Subcommand = {
  name: "start",
  async run({ args, logger, project: load }) {
    const project = await load();
    if ((await project.start(args.words("SERVICE"))) === 0) await nothingTo(logger, "start");
  },
};
