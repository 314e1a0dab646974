import { forAll } from "../../compose/dependency-order.ts";
import { done, lineOf } from "../../compose/progress.ts";
import { anyArgs, type Command } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";
import { namedContainers } from "./service-arguments.ts";

export const command: Command = {
  path: "compose pause",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const containers = await namedContainers(compose, context.args, { all: false });
      await compose.progress("Pausing", (session) =>
        forAll(containers, async (container) => {
          await session.operations.pauseContainer(container.id);
          session.report(done(lineOf(container), "Paused"));
        }),
      );
      return 0;
    }),
  complete: serviceNames,
};
