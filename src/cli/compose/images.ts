import { projectContainers, sortedByName } from "../../compose/containers.ts";
import { shortId } from "../../engine/container/find.ts";
import { imageName } from "../../engine/container/list.ts";
import { familiarName, parseReference, repositoryName, withDefaultTag } from "../../engine/image/reference.ts";
import { contentSize } from "../../engine/image/sizes.ts";
import { anyArgs, type Command } from "../command.ts";
import { humanDuration } from "../format/duration.ts";
import { humanSize } from "../format/size.ts";
import { serviceNames } from "./complete.ts";
import { composeList } from "./compose-table.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, cmd/compose/images.go (recording 13). */
export const command: Command = {
  path: "compose images",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine, out, now } = context;
      const format = flags.string("format");
      const { name } = await compose.projectOrName();
      const query = { oneOff: "include", services: args } as const;
      const rows = sortedByName(projectContainers({ engine }, name, query)).flatMap((one) => {
        const container = engine.state.containers[one.id];
        const stored = container && engine.state.images.images[container.image];
        if (!container || !stored) return [];
        const { image, lastTagTime } = stored;
        const shown = imageName(engine, container);
        const reference = /^sha256:/.test(shown) ? undefined : withDefaultTag(parseReference(shown));
        return [
          {
            ID: image.id,
            ContainerName: one.name,
            Repository: reference ? familiarName(repositoryName(reference)) : "",
            Tag: reference?.tag ?? "",
            Platform: "linux/amd64",
            Size: contentSize(image),
            LastTagTime: lastTagTime,
          },
        ];
      });
      if (flags.bool("quiet"))
        await out([...new Set(rows.map(({ ID }) => ID.replace(/^sha256:/, "")))].map((id) => `${id}\n`).join(""));
      // Each of the two that write this list ends a line.
      else if (format === "json") await out(`${JSON.stringify(rows)}\n\n`);
      else
        await out(
          composeList(
            format,
            ["CONTAINER", "REPOSITORY", "TAG", "PLATFORM", "IMAGE ID", "SIZE", "CREATED"],
            rows.map((row) => [
              row.ContainerName,
              row.Repository || "<none>",
              row.Tag || "<none>",
              row.Platform,
              shortId(row.ID),
              humanSize(row.Size, 3),
              `${humanDuration(now - Date.parse(row.LastTagTime))} ago`,
            ]),
          ),
        );
      return 0;
    }),
  complete: serviceNames,
};
