import { killContainer } from "../../engine/container/stop.ts";
import { type Command, minArgs } from "../command.ts";
import { eachAtOnce } from "../each.ts";
import { containerNames, running } from "./complete.ts";

export const command: Command = {
  path: "container kill",
  args: minArgs(1),
  run: (context) =>
    eachAtOnce(context, (ref) => killContainer(context.engine, ref, context.flags.string("signal") || "SIGKILL")),
  complete: ({ engine }) => containerNames(engine, running),
};
