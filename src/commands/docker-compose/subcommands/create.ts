import { createContainers } from "../project/bring-up.ts";
import type { Subcommand } from "../subcommand.ts";
import { buildActionOf, strategyOf } from "../up-options.ts";

/** compose/cli/main.py, `create`. */
export const create: Subcommand = {
  name: "create",
  async run({ args, logger, project: load }) {
    const project = await load();
    await logger.warning("The create command is deprecated. Use the up command with the --no-start flag instead.");
    const services = args.words("SERVICE");
    await createContainers(project, { services, strategy: strategyOf(args), build: buildActionOf(args) });
  },
};
