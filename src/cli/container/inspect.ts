import { inspectContainer } from "../../engine/container/inspect.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectObjects } from "../format/inspect.ts";
import { containerNames } from "./complete.ts";

export const command: Command = {
  path: "container inspect",
  args: minArgs(1),
  run: (context) => {
    const size = context.flags.bool("size");
    return inspectObjects(
      context,
      context.args,
      (ref) => inspectContainer(context.engine, ref, { size }),
      context.flags.string("format"),
    );
  },
  complete: ({ engine }) => containerNames(engine),
};
