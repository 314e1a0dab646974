import { timeoutOf } from "../integer.ts";
import { scaleService } from "../project/convergence.ts";
import type { Subcommand } from "../subcommand.ts";
import { scalesOf } from "../up-options.ts";

/** compose/cli/main.py, `scale`. */
export const scale: Subcommand = {
  name: "scale",
  async run({ args, logger, project: load }) {
    const project = await load();
    const timeout = timeoutOf(args);
    await logger.warning("The scale command is deprecated. Use the up command with the --scale flag instead.");
    for (const [name, count] of Object.entries(scalesOf(args.words("SERVICE=NUM"))))
      await scaleService(project.service(name), count, timeout);
  },
};
