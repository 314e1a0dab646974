import type { ComposeService } from "../../compose/project.ts";
import { selectServices } from "../../compose/select-services.ts";
import { EngineError } from "../../engine/errors.ts";
import { findImage } from "../../engine/image/resolve.ts";
import { anyArgs, type Command, CommandError } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";
import { pullServiceImage } from "./pull-images.ts";

/** docker/compose, pkg/compose/pull.go. */
export const command: Command = {
  path: "compose pull",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine, columns } = context;
      const policy = flags.string("policy");
      if (policy !== "" && policy !== "missing" && policy !== "always")
        throw new CommandError(`invalid --policy option ${JSON.stringify(policy)}`);
      const dependencies = flags.bool("include-deps");
      const project = selectServices(await compose.project(), args, dependencies);
      const pulling = new Map<string, string>();
      const failures: unknown[] = [];
      const mustBuild: string[] = [];
      const pull = async (session: Parameters<typeof pullServiceImage>[0], quiet: boolean) => {
        const skip = ({ name }: ComposeService, why: string) =>
          session.report({ id: name, status: "done", text: `Skipped${why === "" ? "" : ` - ${why}`}`, statusText: "" });
        const tasks: Promise<void>[] = [];
        for (const service of Object.values(project.services)) {
          const { name, image, build } = service;
          const own = policy || service.pullPolicy;
          const other = image === undefined ? undefined : pulling.get(image);
          if (image === undefined) skip(service, "No image to be pulled");
          else if (own === "never" || own === "build") skip(service, "");
          else if ((own === "missing" || own === "if_not_present") && findImage(engine, image) && !isLatest(image))
            skip(service, "Image is already present locally");
          else if (build && flags.bool("ignore-buildable")) skip(service, "Image can be built");
          else if (other !== undefined) skip(service, `Image is already being pulled by ${other}`);
          else {
            pulling.set(image, name);
            tasks.push(
              pullServiceImage(session, service, {
                quiet,
                columns,
                dryRun: compose.dryRun,
                process: context.process,
              }).catch((error: unknown) => {
                if (!(error instanceof EngineError)) throw error;
                if (build) mustBuild.push(name);
                else failures.push(error);
              }),
            );
          }
        }
        await Promise.all(tasks);
      };
      // Quiet is about the layers.
      await compose.progress("Pulling", (session) => pull(session, flags.bool("quiet")));
      if (mustBuild.length > 0)
        await context.err(
          `WARNING: Some service image(s) must be built from source by running:\n    docker compose build ${mustBuild.join(" ")}\n`,
        );
      if (failures.length > 0 && !flags.bool("ignore-pull-failures")) throw failures[0];
      return 0;
    }),
  complete: serviceNames,
};

const isLatest = (image: string) => !/:[^/]+$/.test(image) || image.endsWith(":latest");
