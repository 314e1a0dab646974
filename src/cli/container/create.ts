import { type Command, minArgs } from "../command.ts";
import { unreadableRun } from "../failure.ts";
import { imageNames } from "./complete.ts";
import { createNoted, pullPolicy } from "./pull-missing.ts";
import { RUN_CHECKS, runRequest } from "./run-request.ts";

export const command: Command = {
  path: "container create",
  args: minArgs(1),
  checks: RUN_CHECKS,
  async run(context) {
    const { flags, process, args, out } = context;
    let request: ReturnType<typeof runRequest>;
    try {
      pullPolicy(flags);
      request = runRequest(process, flags, args);
    } catch (error) {
      throw unreadableRun(error, "create");
    }
    // From here on a failure has no pointer to the help: `docker run` alone adds one (docker/cli, create.go, runCreate).
    await out(`${await createNoted(context, request)}\n`);
    return 0;
  },
  complete: ({ engine, args }) => (args.length === 0 ? imageNames(engine) : undefined),
};
