import { type ProjectContainer, projectContainers } from "../../compose/containers.ts";
import { forAll } from "../../compose/dependency-order.ts";
import { done, failed, lineOf, working } from "../../compose/progress.ts";
import { anyArgs, type Command } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";
import { requireKnown } from "./service-arguments.ts";

export const command: Command = {
  path: "compose kill",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args: services, engine } = context;
      const project = await requireKnown(compose, services);
      const running = projectContainers({ engine }, project.name, { oneOff: "include", all: false, services });
      const known = (container: ProjectContainer) => container.service in project.services;
      const containers = flags.bool("remove-orphans") ? running : running.filter(known);
      if (containers.length === 0) {
        await context.err("no container to kill\n");
        return 0;
      }
      await compose.progress("Killing", (session) =>
        forAll(containers, async (container) => {
          session.report(working(lineOf(container), "Killing"));
          try {
            await session.operations.killContainer(container.id, flags.string("signal"));
          } catch (error) {
            session.report(failed(lineOf(container), "Error while Killing"));
            throw error;
          }
          session.report(done(lineOf(container), "Killed"));
        }),
      );
      return 0;
    }),
  complete: serviceNames,
};
