import { serviceImage } from "../../compose/names.ts";
import { done } from "../../compose/progress.ts";
import { selectServices } from "../../compose/select-services.ts";
import { pushImage } from "../../engine/image/push.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { anyArgs, type Command, CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { bake } from "./bake.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, cmd/compose/build.go. */
export const command: Command = {
  path: "compose build",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, process, engine } = context;
      for (const name of ["check", "print", "ssh", "sbom"])
        if (flags.changed(name))
          throw new CommandError(notSimulated(`docker compose build --${name}`, languageOf(process.env)));
      const project = selectServices(await compose.project(), args, flags.bool("with-dependencies"));
      const services = Object.values(project.services).filter(({ build }) => build);
      if (services.length === 0) return 0;
      const quiet = flags.bool("quiet");
      const buildArgs = Object.fromEntries(
        flags.list("build-arg").flatMap((pair): [string, string][] => {
          const cut = pair.indexOf("=");
          const name = cut < 0 ? pair : pair.slice(0, cut);
          const value = cut < 0 ? project.environment[name] : pair.slice(cut + 1);
          return value === undefined ? [] : [[name, value]];
        }),
      );
      await compose.progress("Building", async (session) => {
        if (!compose.dryRun)
          await bake(compose, project, services, { quiet, noCache: flags.bool("no-cache"), args: buildArgs });
        for (const service of services) {
          const image = serviceImage(project, service);
          if (flags.bool("push") && service.image !== undefined && !compose.dryRun)
            await pushImage(engine, requireTagged(image), { signal: process.signal });
          if (!quiet) session.report(done(image, "Built"));
        }
      });
      return 0;
    }),
  complete: serviceNames,
};
