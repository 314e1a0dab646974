import { createProject } from "../../compose/create.ts";
import { selectServices, withoutUnused } from "../../compose/select-services.ts";
import { anyArgs, type Command } from "../command.ts";
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
      const images = imageOptions(flags);
      const options = createOptions(context, args, { timeout: undefined });
      const project = withoutUnused(selectServices(scaled(await compose.project(), flags.list("scale")), args));
      await compose.progress("Creating", async (session) => {
        await ensureImages(compose, session, project, images);
        await createProject(session, project, options);
      });
      return 0;
    }),
  complete: serviceNames,
};
