import { createProject } from "../../compose/create.ts";
import { selectServices, withoutUnused } from "../../compose/select-services.ts";
import { anyArgs, type Command, CommandError } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { createOptions, imageOptions, scaled } from "./create-options.ts";
import { ensureImages } from "./ensure-images.ts";
import { ComposeInvocation } from "./invocation.ts";

export const command: Command = {
  path: "compose create",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args } = context;
      const options = createOptions(context, args, { timeout: undefined });
      if (flags.bool("build") && flags.bool("no-build"))
        throw new CommandError("--build and --no-build are incompatible");
      const project = withoutUnused(scaled(selectServices(await compose.project(), args), flags.list("scale")));
      const images = imageOptions(flags);
      await compose.progress("Creating", async (session) => {
        await ensureImages(compose, session, project, images);
        await createProject(session, project, options);
      });
      return 0;
    }),
  complete: serviceNames,
};
