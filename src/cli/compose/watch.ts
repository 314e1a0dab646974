import { ComposeError } from "../../compose/compose-error.ts";
import { createProject } from "../../compose/create.ts";
import { isMap, mapAt } from "../../compose/file/yaml/yaml-value.ts";
import type { ComposeProject } from "../../compose/project.ts";
import { selectServices, withoutUnused } from "../../compose/select-services.ts";
import { startProject } from "../../compose/start.ts";
import { anyArgs, type Command, CommandError } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { serviceNames } from "./complete.ts";
import { ensureImages } from "./ensure-images.ts";
import { ComposeInvocation } from "./invocation.ts";

/** Whether a service says what to watch. */
export const isWatched = ({ services }: ComposeProject) =>
  Object.values(services).some(({ definition }) => {
    const { develop } = definition;
    return isMap(develop) && "watch" in mapAt(definition, "develop");
  });

/** docker/compose, cmd/compose/watch.go, as far as it goes where no service has a `develop` section. */
export const command: Command = {
  path: "compose watch",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { args, flags, process } = context;
      const project = withoutUnused(selectServices(await compose.project(), args));
      if (isWatched(project)) throw new CommandError(notSimulated("docker compose watch", languageOf(process.env)));
      if (!flags.bool("no-up"))
        await compose.progress("Running", async (session) => {
          const quiet = flags.bool("quiet");
          const images = { build: "missing", pull: undefined, quietPull: quiet, quietBuild: quiet } as const;
          await ensureImages(compose, session, project, images);
          await createProject(session, project, {
            services: args,
            recreate: "diverged",
            recreateDependencies: "never",
            inherit: true,
            timeout: undefined,
            removeOrphans: false,
            ignoreOrphans: false,
          });
          await startProject(session, project);
        });
      throw new ComposeError(
        "none of the selected services is configured for watch, consider setting a 'develop' section",
      );
    }),
  complete: serviceNames,
};
