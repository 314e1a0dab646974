import { UserError } from "../failures.ts";
import { timeoutOf } from "../integer.ts";
import type { ImageKind } from "../project/project.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `down`. */
export const down: Subcommand = {
  name: "down",
  async run({ args, environment, project: load }) {
    const project = await load();
    const ignoreOrphans = environment.boolean("COMPOSE_IGNORE_ORPHANS");
    const removeOrphans = args.flag("--remove-orphans");
    if (ignoreOrphans && removeOrphans)
      throw new UserError("COMPOSE_IGNORE_ORPHANS and --remove-orphans cannot be combined.");
    const images = imageKind(args.text("--rmi"));
    const volumes = args.flag("--volumes");
    await project.stop([], timeoutOf(args), "include");
    if (!ignoreOrphans) await project.orphans(removeOrphans);
    await project.removeStopped([], volumes);
    for (const network of project.networks) await network.remove(project.session);
    if (volumes) for (const volume of project.volumes) await volume.remove(project.session);
    await project.removeImages(images);
  },
};

function imageKind(text: string | undefined): ImageKind {
  if (!text) return "none";
  if (text === "all" || text === "local" || text === "none") return text;
  throw new UserError("--rmi flag must be one of: all, local");
}
