import { ComposeError } from "../../compose/compose-error.ts";
import { projectFromEngine } from "../../compose/outlined-project.ts";
import { selectServices } from "../../compose/select-services.ts";
import { type StartableService, startProject } from "../../compose/start.ts";
import { anyArgs, type Command } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** Starts what is there, the services that others depend on first (docker/compose, pkg/compose/start.go). */
export const command: Command = {
  path: "compose start",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { args, engine } = context;
      const { name, project } = await compose.projectOrName();
      if (project) {
        const chosen = selectServices(project, args);
        await compose.progress("Running", (session) => startProject(session, chosen));
        return 0;
      }
      const actual = projectFromEngine({ engine }, name);
      if (Object.keys(actual.services).length === 0)
        throw new ComposeError(
          args[0] === undefined
            ? `no container found for project ${JSON.stringify(name)}: not found`
            : `service ${JSON.stringify(args[0])} has no container to start`,
        );
      const services = withDependencies(actual.services, args);
      await compose.progress("Running", (session) => startProject(session, { name, services }));
      return 0;
    }),
  complete: serviceNames,
};

function withDependencies(
  all: Readonly<Record<string, StartableService>>,
  names: readonly string[],
): Record<string, StartableService> {
  if (names.length === 0) return { ...all };
  const chosen: Record<string, StartableService> = {};
  const add = (name: string) => {
    const service = all[name];
    if (!service) throw new ComposeError(`service ${JSON.stringify(name)} has no container to start`);
    if (chosen[name]) return;
    chosen[name] = service;
    for (const other of Object.keys(service.dependsOn)) add(other);
  };
  for (const name of names) add(name);
  return chosen;
}
