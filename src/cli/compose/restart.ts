import { projectContainers } from "../../compose/containers.ts";
import { dependentsOf, forAll, inDependencyOrder } from "../../compose/dependency-order.ts";
import type { OutlinedProject } from "../../compose/outlined-project.ts";
import { done, lineOf, working } from "../../compose/progress.ts";
import { anyArgs, type Command } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { timeoutOf } from "./create-options.ts";
import { ComposeInvocation } from "./invocation.ts";
import { requireKnown } from "./service-arguments.ts";

/** docker/compose, pkg/compose/restart.go: with a service, also those that want to be restarted with it. */
export const command: Command = {
  path: "compose restart",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine } = context;
      const project = await requireKnown(compose, args);
      const chosen = withDependents(project, args, flags.bool("no-deps"));
      const timeout = timeoutOf(flags);
      const containers = projectContainers({ engine }, project.name);
      await compose.progress("Restarting", async (session) => {
        await inDependencyOrder(project.services, async (name) => {
          if (!chosen.has(name)) return;
          await forAll(
            containers.filter(({ service }) => service === name),
            async (container) => {
              session.report(working(lineOf(container), "Restarting"));
              await session.operations.restartContainer(container.id, timeout === undefined ? {} : { timeout });
              session.report(done(lineOf(container), "Started"));
            },
          );
        });
      });
      return 0;
    }),
  complete: serviceNames,
};

function withDependents({ services }: OutlinedProject, names: readonly string[], alone: boolean): Set<string> {
  if (names.length === 0) return new Set(Object.keys(services));
  const chosen = new Set<string>();
  const add = (name: string) => {
    if (chosen.has(name)) return;
    chosen.add(name);
    if (alone) return;
    for (const other of dependentsOf(services, name)) if (services[other]?.dependsOn[name]?.restart) add(other);
  };
  for (const name of names) add(name);
  return chosen;
}
