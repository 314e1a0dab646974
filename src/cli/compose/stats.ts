import { projectContainers } from "../../compose/containers.ts";
import { anyArgs, type Command } from "../command.ts";
import { command as containerStats } from "../container/stats.ts";
import { serviceNames } from "./complete.ts";
import { delegate } from "./delegate.ts";
import { ComposeInvocation } from "./invocation.ts";
import { withNamed } from "./service-arguments.ts";

export const command: Command = {
  path: "compose stats",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine } = context;
      const { name, project } = await compose.projectOrName();
      if (project) withNamed(project, args);
      const all = flags.bool("all");
      const ids = projectContainers({ engine }, name, { all, services: args }).map(({ id }) => id);
      // Without names docker would show the whole host.
      if (ids.length === 0) return 0;
      const format = flags.string("format");
      return delegate(containerStats, context, [
        ...(flags.bool("no-stream") ? ["--no-stream"] : []),
        ...(flags.bool("no-trunc") ? ["--no-trunc"] : []),
        ...(format === "" ? [] : [`--format=${format}`]),
        ...ids,
      ]);
    }),
  complete: serviceNames,
};
