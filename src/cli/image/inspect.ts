import { inspectImage } from "../../engine/image/inspect.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectEngineObjects } from "../format/inspect-engine-objects.ts";
import { platformFlag } from "../platform-flag.ts";
import { imageNames } from "./image-names.ts";

/** `cli/command/image/inspect.go` (recording 04). */
export const command: Command = {
  path: "image inspect",
  args: minArgs(1),
  run: (context) => {
    const platform = platformFlag(context.flags);
    return inspectEngineObjects(context, "image.InspectResponse", (reference) =>
      inspectImage(context.engine, reference, platform),
    );
  },
  complete: ({ engine }) => imageNames(engine),
};
