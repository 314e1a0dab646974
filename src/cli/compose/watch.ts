import { createProject } from "../../compose/create.ts";
import type { ComposeProject } from "../../compose/project.ts";
import { selectServices, withoutUnused } from "../../compose/select-services.ts";
import { startProject } from "../../compose/start.ts";
import { anyArgs, type Command } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { ensureImages } from "./ensure-images.ts";
import { ComposeInvocation } from "./invocation.ts";
import { Watcher } from "./watcher.ts";

/** The exit status of what was given up. */
const CANCELLED = 130;

/** docker/compose, cmd/compose/watch.go. */
export const command: Command = {
  path: "compose watch",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { args, flags, process } = context;
      const project = withoutUnused(selectServices(await compose.project(), args));
      if (!flags.bool("no-up"))
        await compose.progress("Running", async (session) => {
          const quiet = flags.bool("quiet");
          const images = { build: "missing", pull: undefined, quietPull: quiet, quietBuild: quiet } as const;
          await ensureImages(compose, session, builtAlways(project), images);
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
      let last: Promise<void> = Promise.resolve();
      const log = (line: string) => {
        last = last.then(() => context.out(`${line}\n`));
        last.catch(() => {});
      };
      const watcher = new Watcher(compose, project, { log, canBuild: true, prune: flags.bool("prune") });
      await watcher.start();
      try {
        return await new Promise<number>((resolve, reject) => {
          process.onSignal("SIGTERM", () => resolve(CANCELLED));
          process.signal.addEventListener("abort", () => reject(process.signal.reason));
        });
      } finally {
        watcher.stop({ silent: true });
      }
    }),
  complete: serviceNames,
};

/** What is built and developed is built whatever there is. */
function builtAlways(project: ComposeProject): ComposeProject {
  const services = Object.entries(project.services).map(([name, service]) => {
    const developed = service.build !== undefined && service.definition.develop !== undefined;
    return [name, developed ? { ...service, pullPolicy: "build" } : service];
  });
  return { ...project, services: Object.fromEntries(services) };
}
