import { ComposeError } from "../../compose/compose-error.ts";
import { projectContainers, sortedByName } from "../../compose/containers.ts";
import { downProject } from "../../compose/down.ts";
import { projectFromEngine } from "../../compose/outlined-project.ts";
import { waitContainer } from "../../engine/container/wait.ts";
import { type Command, minArgs } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, pkg/compose/wait.go: until the first container of each service has ended; the status is the last one's. */
export const command: Command = {
  path: "compose wait",
  args: minArgs(1),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine, out, process } = context;
      const { name, project } = await compose.projectOrName();
      const containers = sortedByName(projectContainers({ engine }, name, { all: false, services: args }));
      if (containers.length === 0) throw new ComposeError(`no containers for project ${JSON.stringify(name)}`);
      const waits = containers.map(async (container) => {
        const status = await waitContainer(engine, container.id, "not-running", process.signal);
        await out(`container ${JSON.stringify(container.id)} exited with status code ${status}\n`);
        return status;
      });
      if (!flags.bool("down-project")) return Math.max(...(await Promise.all(waits)));
      const status = await Promise.race(waits);
      for (const wait of waits) wait.catch(() => {});
      const outline = project ?? projectFromEngine({ engine }, name);
      await compose.progress("Running", (session) =>
        downProject(session, outline, {
          services: [],
          removeOrphans: true,
          volumes: false,
          images: "",
          timeout: undefined,
        }),
      );
      return status;
    }),
  complete: serviceNames,
};
