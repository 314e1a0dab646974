import { restartServices } from "../../compose/restart.ts";
import { anyArgs, type Command } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { timeoutOf } from "./create-options.ts";
import { ComposeInvocation } from "./invocation.ts";
import { requireKnown } from "./service-arguments.ts";

/** docker/compose, cmd/compose/restart.go: with a service, also those that want to be restarted with it. */
export const command: Command = {
  path: "compose restart",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args } = context;
      const project = await requireKnown(compose, args);
      const options = { services: args, alone: flags.bool("no-deps"), timeout: timeoutOf(flags) };
      await compose.progress("Restarting", (session) => restartServices(session, project, options));
      return 0;
    }),
  complete: serviceNames,
};
