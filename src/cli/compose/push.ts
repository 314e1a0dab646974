import type { ComposeService } from "../../compose/project.ts";
import { selectServices } from "../../compose/select-services.ts";
import type { ComposeSession } from "../../compose/session.ts";
import { EngineError } from "../../engine/errors.ts";
import { pushImage } from "../../engine/image/push.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { anyArgs, type Command, CommandError } from "../command.ts";
import { amountText } from "../progress/progress-display.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, pkg/compose/push.go: the images of services that are built and named. */
export const command: Command = {
  path: "compose push",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, columns } = context;
      const dependencies = flags.bool("include-deps");
      const { services } = selectServices(await compose.project(), args, dependencies);
      const push = async (session: ComposeSession, service: ComposeService, quiet: boolean) => {
        const { name, image, build } = service;
        if (!build || image === undefined) {
          session.report({ id: name, status: "done", text: "Skipped", statusText: "" });
          return;
        }
        session.report({ id: name, status: "working", text: "Pushing", statusText: "" });
        try {
          if (!compose.dryRun)
            await pushImage(session.engine, requireTagged(image), {
              signal: session.signal,
              credentials: storedCredentials(context.process, image),
              onProgress: ({ id = "", status, progress }) => {
                if (quiet || id === "") return;
                const over = /^(Pushed|Already exists|Layer already exists)$/.test(status);
                session.report({
                  id,
                  parent: `Pushing ${name}`,
                  text: status,
                  status: over ? "done" : "working",
                  statusText: progress ? amountText(progress, columns) : "",
                });
              },
            });
        } catch (error) {
          if (!(error instanceof EngineError)) throw error;
          session.report({ id: name, status: "error", text: "Error", statusText: error.message });
          if (!flags.bool("ignore-push-failures")) throw new CommandError(error.message);
          return;
        }
        session.report({ id: name, status: "done", text: "Pushed", statusText: "" });
      };
      const all = Object.values(services);
      if (flags.bool("quiet")) for (const service of all) await push(compose.session(), service, true);
      else
        await compose.progress("Pushing", async (session) => {
          const results = await Promise.allSettled(all.map((service) => push(session, service, false)));
          for (const result of results) if (result.status === "rejected") throw result.reason;
        });
      return 0;
    }),
  complete: serviceNames,
};
