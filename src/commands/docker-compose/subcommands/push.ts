import { pushServiceImage, splitReference } from "../project/images.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `push`. */
export const push: Subcommand = {
  name: "push",
  async run({ args, project: load }) {
    const project = await load();
    const pushed = new Set<string>();
    for (const service of project.select(args.words("SERVICE"))) {
      const { repository, separator, tag } = splitReference(service.imageName);
      const image = `${repository}${separator}${tag || "latest"}`;
      if (pushed.has(image)) continue;
      pushed.add(image);
      await pushServiceImage(service, args.flag("--ignore-push-failures"));
    }
  },
};
