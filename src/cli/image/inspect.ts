import { inspectImage } from "../../engine/image/inspect.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectEngineObjects } from "../format/inspect-engine-objects.ts";
import { imageNames } from "./image-names.ts";

/** `cli/command/image/inspect.go` (recording 04). */
export const command: Command = {
  path: "image inspect",
  args: minArgs(1),
  run: (context) =>
    inspectEngineObjects(context, "image.InspectResponse", (reference) => inspectImage(context.engine, reference)),
  complete: ({ engine }) => imageNames(engine),
};
