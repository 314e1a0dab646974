import { createProject } from "../../compose/create.ts";
import { selectServices, withoutUnused } from "../../compose/select-services.ts";
import { startProject } from "../../compose/start.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { scaled } from "./create-options.ts";
import { ensureImages } from "./ensure-images.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, cmd/compose/scale.go. */
export const command: Command = {
  path: "compose scale",
  args: minArgs(1),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args } = context;
      for (const pair of args) {
        if (!/^[^=]+=./.test(pair)) throw new CommandError(`invalid scale specifier: ${pair}`);
        if (!/=[-+]?\d+$/.test(pair))
          throw new CommandError(`invalid scale specifier: can't parse replica value as int: ${pair}`);
      }
      const services = args.map((pair) => pair.slice(0, pair.indexOf("=")));
      const chosen = selectServices(await compose.project(), services, !flags.bool("no-deps"));
      const project = withoutUnused(scaled(chosen, args));
      await compose.progress("Running", async (session) => {
        const images = { build: "missing", pull: undefined, quietPull: false, quietBuild: false } as const;
        await ensureImages(compose, session, project, images);
        await createProject(session, project, {
          services,
          recreate: "diverged",
          recreateDependencies: "diverged",
          inherit: true,
          timeout: undefined,
          removeOrphans: false,
          ignoreOrphans: true,
        });
        await startProject(session, project);
      });
      return 0;
    }),
  complete: (context) => serviceNames(context).map((name) => `${name}=`),
};
