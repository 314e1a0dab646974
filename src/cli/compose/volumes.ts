import { projectContainers } from "../../compose/containers.ts";
import { LABEL } from "../../compose/labels.ts";
import { anyArgs, type Command } from "../command.ts";
import { formatList } from "../format/list.ts";
import { VOLUMES } from "../volume/ls.ts";
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
      if (flags.bool("quiet")) await out(rows.map((volume) => `${volume.name}\n`).join(""));
      else await out(formatList(VOLUMES, rows, { format: flags.string("format") }));
      return 0;
    }),
  complete: serviceNames,
};
