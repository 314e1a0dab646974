import { resolvePath } from "../../kernel/filesystem.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { runFailure } from "../failure.ts";
import { imageNames } from "./complete.ts";
import { createPulling } from "./pull-missing.ts";
import { RUN_CHECKS, runRequest } from "./run-request.ts";

export const command: Command = {
  path: "container create",
  args: minArgs(1),
  checks: RUN_CHECKS,
  async run(context) {
    const { flags, process, args, out } = context;
    const cidfile = flags.string("cidfile");
    const path = resolvePath(process.cwd, cidfile);
    try {
      const request = runRequest(process, flags, args);
      if (cidfile !== "" && process.files.exists(path))
        throw new CommandError(
          `container ID file found, make sure the other container isn't running or delete ${cidfile}`,
        );
      const id = await createPulling(context, request);
      if (cidfile !== "") process.files.writeFile(path, id);
      await out(`${id}\n`);
      return 0;
    } catch (error) {
      throw runFailure(error, "create");
    }
  },
  complete: ({ engine, args }) => (args.length === 0 ? imageNames(engine) : undefined),
};
