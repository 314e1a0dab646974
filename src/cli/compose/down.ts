import { downProject } from "../../compose/down.ts";
import { projectFromEngine } from "../../compose/outlined-project.ts";
import { anyArgs, type Command, CommandError } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { isTrue, timeoutOf } from "./create-options.ts";
import { ComposeInvocation } from "./invocation.ts";
import { withNamed } from "./service-arguments.ts";

/** docker/compose, cmd/compose/down.go. */
export const command: Command = {
  path: "compose down",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine, process } = context;
      const rmi = flags.string("rmi");
      const images = (["", "all", "local"] as const).find((known) => known === rmi);
      if (images === undefined) throw new CommandError(`invalid value for --rmi: ${JSON.stringify(rmi)}`);
      const { name, project } = await compose.projectOrName();
      const outline = project ? withNamed(project, args) : projectFromEngine({ engine }, name);
      await compose.progress("Running", (session) =>
        downProject(session, outline, {
          services: args,
          removeOrphans: flags.bool("remove-orphans") || isTrue(process.env.COMPOSE_REMOVE_ORPHANS),
          volumes: flags.bool("volumes"),
          images,
          timeout: timeoutOf(flags),
        }),
      );
      return 0;
    }),
  complete: serviceNames,
};
