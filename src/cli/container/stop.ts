import { stopContainer } from "../../engine/container/stop.ts";
import { type Command, minArgs } from "../command.ts";
import { eachAtOnce } from "../each.ts";
import { containerNames, running } from "./complete.ts";
import { stopOptions } from "./stop-options.ts";

export const command: Command = {
  path: "container stop",
  args: minArgs(1),
  run: (context) => eachAtOnce(context, (ref) => stopContainer(context.engine, ref, stopOptions(context.flags))),
  complete: ({ engine }) => containerNames(engine, running),
};
