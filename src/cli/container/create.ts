import { resolvePath } from "../../kernel/filesystem.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { unreadableRun } from "../failure.ts";
import { imageNames } from "./complete.ts";
import { createPulling, pullPolicy } from "./pull-missing.ts";
import { RUN_CHECKS, runRequest } from "./run-request.ts";

export const command: Command = {
  path: "container create",
  args: minArgs(1),
  checks: RUN_CHECKS,
  async run(context) {
    const { flags, process, args, out } = context;
    const cidfile = flags.string("cidfile");
    const path = resolvePath(process.cwd, cidfile);
    let request: ReturnType<typeof runRequest>;
    try {
      pullPolicy(flags);
      request = runRequest(process, flags, args);
    } catch (error) {
      throw unreadableRun(error, "create");
    }
    // From here on a failure has no pointer to the help: `docker run` alone adds one (docker/cli, create.go, runCreate).
    if (cidfile !== "" && process.files.exists(path))
      throw new CommandError(
        `container ID file found, make sure the other container isn't running or delete ${cidfile}`,
      );
    const id = await createPulling(context, request);
    if (cidfile !== "") process.files.writeFile(path, id);
    await out(`${id}\n`);
    return 0;
  },
  complete: ({ engine, args }) => (args.length === 0 ? imageNames(engine) : undefined),
};
