import { stopServices } from "../../compose/stop.ts";
import { anyArgs, type Command } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { timeoutOf } from "./create-options.ts";
import { ComposeInvocation } from "./invocation.ts";
import { requireKnown } from "./service-arguments.ts";

export const command: Command = {
  path: "compose stop",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args: services } = context;
      const project = await requireKnown(compose, services);
      const timeout = timeoutOf(flags);
      await compose.progress("Stopping", (session) =>
        stopServices(session, project, { services, ...(timeout === undefined ? {} : { timeout }) }),
      );
      return 0;
    }),
  complete: serviceNames,
};
