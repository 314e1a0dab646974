import { projectContainers } from "../../compose/containers.ts";
import { requireContainer } from "../../engine/container/find.ts";
import { type Command, maxArgs } from "../command.ts";
import { showStats } from "../container/stats.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, cmd/compose/stats.go: docker's own, of the containers that have the project's label. */
export const command: Command = {
  path: "compose stats",
  args: maxArgs(1),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { args, engine } = context;
      const { name } = await compose.projectOrName();
      return showStats(context, [], () =>
        projectContainers({ engine }, name, { oneOff: "include", services: args }).map(({ id }) =>
          requireContainer(engine, id),
        ),
      );
    }),
  complete: serviceNames,
};
