import { forAll } from "../../compose/dependency-order.ts";
import { done, lineOf, working } from "../../compose/progress.ts";
import { stopServices } from "../../compose/stop.ts";
import { readLines } from "../../kernel/stream.ts";
import { anyArgs, type Command } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";
import { namedContainers, requireKnown } from "./service-arguments.ts";

/** docker/compose, pkg/compose/remove.go (recording 13). */
export const command: Command = {
  path: "compose rm",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args: services, out, err, process } = context;
      if (flags.bool("stop")) {
        const project = await requireKnown(compose, services);
        await compose.progress("Stopping", (session) => stopServices(session, project, { services }));
      }
      const all = await namedContainers(compose, services, { all: true });
      const stopped = all.filter(
        ({ status }) => status !== "running" && status !== "paused" && status !== "restarting",
      );
      if (stopped.length === 0) {
        await err("No stopped containers\n");
        return 0;
      }
      const message = `Going to remove ${stopped.map(({ name }) => name).join(", ")}`;
      if (flags.bool("force")) await out(`${message}\n`);
      else {
        await out(`? ${message} [yN] `);
        const answer = (await readLines(process.stdin, process.signal).next()).value ?? "";
        if (!/^y(es)?$/i.test(answer.trim())) return 0;
      }
      await compose.progress("Removing", (session) =>
        forAll(stopped, async (container) => {
          session.report(working(lineOf(container), "Removing"));
          await session.operations.removeContainer(container.id, {
            volumes: flags.bool("volumes"),
            force: flags.bool("force"),
          });
          session.report(done(lineOf(container), "Removed"));
        }),
      );
      return 0;
    }),
  complete: serviceNames,
};
