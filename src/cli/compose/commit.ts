import { serviceContainer } from "../../compose/containers.ts";
import { done, working } from "../../compose/progress.ts";
import { type Command, rangeArgs } from "../command.ts";
import { command as containerCommit } from "../container/commit.ts";
import { serviceNames } from "./complete.ts";
import { delegate } from "./delegate.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, pkg/compose/commit.go. */
export const command: Command = {
  path: "compose commit",
  args: rangeArgs(1, 2),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine } = context;
      const [service = "", ...reference] = args;
      const { name: project } = await compose.projectOrName();
      await compose.progress("Committing", async (session) => {
        const { id, name } = serviceContainer(engine, project, service, flags.int("index"), { oneOff: "include" });
        const text = `Commit ${name}`;
        session.report({ ...working(name, "Committing"), text });
        if (compose.dryRun) {
          session.report({ ...done(name, "Committed"), text });
          return;
        }
        let image = "";
        const quiet = {
          ...context,
          out: async (line: string) => {
            image = line.trim();
          },
        };
        await delegate(containerCommit, quiet, [
          `--pause=${flags.bool("pause")}`,
          `--message=${flags.string("message")}`,
          `--author=${flags.string("author")}`,
          ...flags.list("change").map((change) => `--change=${change}`),
          id,
          ...reference,
        ]);
        session.report({ ...done(name, `Committed as ${image}`), text });
      });
      return 0;
    }),
  complete: serviceNames,
};
