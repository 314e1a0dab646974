import { projectContainers } from "../../compose/containers.ts";
import { LABEL } from "../../compose/labels.ts";
import { anyArgs, type Command } from "../command.ts";
import { formatList } from "../format/list.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";
import { withNamed } from "./service-arguments.ts";

/** docker/compose, cmd/compose/volumes.go. */
export const command: Command = {
  path: "compose volumes",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine, out } = context;
      const { name, project } = await compose.projectOrName();
      if (project) withNamed(project, args);
      const used = new Set(projectContainers({ engine }, name, { services: args }).flatMap(({ volumes }) => volumes));
      const rows = Object.values(engine.state.volumes).filter(
        (volume) => volume.labels?.[LABEL.project] === name && (args.length === 0 || used.has(volume.name)),
      );
      const column = (header: string, value: (row: (typeof rows)[number]) => unknown) => ({ header, value });
      const list = {
        type: "*formatter.volumeContext",
        columns: {
          Driver: column("DRIVER", ({ driver }) => driver),
          Name: column("VOLUME NAME", (volume) => volume.name),
        },
        table: "table {{.Driver}}\t{{.Name}}",
        quiet: "{{.Name}}",
      };
      await out(formatList(list, rows, { format: flags.string("format"), quiet: flags.bool("quiet") }));
      return 0;
    }),
  complete: serviceNames,
};
