import { EngineError } from "../../engine/errors.ts";
import { parseReference } from "../../engine/image/reference.ts";
import { tagImage } from "../../engine/image/tag.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { imageNames } from "./image-names.ts";

/** `cli/command/image/tag.go` (recording 17). */
export const command: Command = {
  path: "image tag",
  args: exactArgs(2),
  run({ engine, args }) {
    const [source = "", target = ""] = args;
    checkTarget(target);
    tagImage(engine, source, target);
    return Promise.resolve(0);
  },
  complete: ({ engine, args }) => (args.length === 0 ? imageNames(engine) : []),
};

/** The client reads the new name before it asks the daemon anything. */
function checkTarget(target: string): void {
  try {
    if (parseReference(target).digest === undefined) return;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new CommandError(
      `error parsing reference: ${JSON.stringify(target)} is not a valid repository/tag: ${error.message}`,
    );
  }
  throw new CommandError("refusing to create a tag with a digest reference");
}
