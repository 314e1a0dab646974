import { inspectContainer } from "../../engine/container/inspect.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectEngineObjects } from "../format/inspect-engine-objects.ts";
import { containerNames } from "./complete.ts";

export const command: Command = {
  path: "container inspect",
  args: minArgs(1),
  run: (context) => {
    const size = context.flags.bool("size");
    const lookup = (ref: string) => inspectContainer(context.engine, ref, { size });
    return inspectEngineObjects(context, "container.InspectResponse", lookup);
  },
  complete: ({ engine }) => containerNames(engine),
};
