import { ComposeError } from "../../compose/compose-error.ts";
import { serviceContainer } from "../../compose/containers.ts";
import { done, working } from "../../compose/progress.ts";
import { type Command, minArgs } from "../command.ts";
import { command as containerExport } from "../container/export.ts";
import { serviceNames } from "./complete.ts";
import { delegate } from "./delegate.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, pkg/compose/export.go: its line stays at "Exporting", unless in a dry run. */
export const command: Command = {
  path: "compose export",
  args: minArgs(1),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine, tty } = context;
      const [service = ""] = args;
      const { name: project } = await compose.projectOrName();
      const output = flags.string("output");
      await compose.progress("Exporting", async (session) => {
        const { id, name } = serviceContainer(engine, project, service, flags.int("index"), { oneOff: "include" });
        if (output === "" && tty) throw new ComposeError("output option is required when exporting to terminal");
        const text = `export ${name} to ${output}`;
        session.report({ ...working(name, "Exporting"), text });
        if (compose.dryRun) session.report({ ...done(name, "Exported"), text });
        else await delegate(containerExport, context, [...(output === "" ? [] : [`--output=${output}`]), id]);
      });
      return 0;
    }),
  complete: serviceNames,
};
