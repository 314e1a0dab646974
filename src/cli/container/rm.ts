import { removeContainer } from "../../engine/container/remove.ts";
import { removeLink } from "../../engine/container/remove-link.ts";
import { EngineError } from "../../engine/errors.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { eachAtOnce } from "../each.ts";
import { containerNames, stopped } from "./complete.ts";

export const command: Command = {
  path: "container rm",
  args: minArgs(1),
  run: (context) => {
    const { engine, flags } = context;
    const force = flags.bool("force");
    return eachAtOnce(context, async (given) => {
      const ref = given.replace(/^\/+/, "");
      if (ref === "") throw new CommandError("container name cannot be empty");
      if (flags.bool("link")) return removeLink(engine, ref);
      try {
        await removeContainer(engine, ref, { force, volumes: flags.bool("volumes") });
      } catch (error) {
        // What is not there need not be removed by force (tape 19): neither name nor error.
        if (force && error instanceof EngineError && error.status === 404) throw new CommandError("");
        throw error;
      }
    });
  },
  complete: ({ engine }) => containerNames(engine, stopped),
};
