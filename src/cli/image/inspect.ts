import { inspectImage } from "../../engine/image/inspect.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectObjects } from "../format/inspect.ts";
import { imageNames } from "./image-names.ts";

/** `cli/command/image/inspect.go` (recording 04). */
export const command: Command = {
  path: "image inspect",
  args: minArgs(1),
  run: (context) =>
    inspectObjects(
      context,
      context.args,
      (reference) => inspectImage(context.engine, reference),
      context.flags.string("format"),
    ),
  complete: ({ engine }) => imageNames(engine),
};
