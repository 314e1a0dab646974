import { projectContainers } from "../../compose/containers.ts";
import { type Command, maxArgs } from "../command.ts";
import { command as containerStats } from "../container/stats.ts";
import { serviceNames } from "./complete.ts";
import { delegate } from "./delegate.ts";
import { ComposeInvocation } from "./invocation.ts";

export const command: Command = {
  path: "compose stats",
  args: maxArgs(1),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine } = context;
      const { name } = await compose.projectOrName();
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
