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

/** docker/compose, pkg/compose/push.go: the images of services that are built and named, under all their names. */
export const command: Command = {
  path: "compose push",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args } = context;
      const { services } = selectServices(await compose.project(), args, flags.bool("include-deps"));
      /** What is said below the lines, of failures that are no failure. */
      const ignored: string[] = [];
      const push = async (session: ComposeSession, { name, image, build }: ComposeService) => {
        if (!build || image === undefined) {
          session.report({ id: name, status: "done", text: "Skipped", statusText: "" });
          return;
        }
        const sent = await Promise.allSettled([image, ...build.tags].map((tag) => pushTag(compose, session, tag)));
        for (const result of sent) {
          if (result.status === "fulfilled") continue;
          if (!(result.reason instanceof EngineError)) throw result.reason;
          if (!flags.bool("ignore-push-failures")) throw new CommandError(result.reason.message);
          ignored.push(`Pushing ${name}: ${result.reason.message}\n`);
        }
      };
      const pushAll = async (session: ComposeSession) => {
        const results = await Promise.allSettled(Object.values(services).map((service) => push(session, service)));
        for (const result of results) if (result.status === "rejected") throw result.reason;
      };
      if (flags.bool("quiet")) await pushAll(compose.session());
      else {
        await compose.progress("Pushing", pushAll);
        compose.write(ignored.join(""));
      }
      return 0;
    }),
  complete: serviceNames,
};

/** @throws EngineError */
async function pushTag(compose: ComposeInvocation, session: ComposeSession, tag: string): Promise<void> {
  const { process, columns } = compose.context;
  if (compose.dryRun) return;
  await pushImage(session.engine, requireTagged(tag), {
    signal: session.signal,
    credentials: storedCredentials(process, tag),
    onProgress: ({ id = "", status, progress }) => {
      if (id === "") return;
      session.report({
        id: `Pushing ${tag}: ${id}`,
        text: status,
        // What is there already under another word is never done.
        status: /^(Pushed|Layer already exists)$/.test(status) ? "done" : "working",
        statusText: progress ? amountText(progress, columns) : "",
      });
    },
  });
}
