import { pauseContainer } from "../../engine/container/stop.ts";
import { type Command, minArgs } from "../command.ts";
import { eachAtOnce } from "../each.ts";
import { containerNames, running } from "./complete.ts";

export const command: Command = {
  path: "container pause",
  args: minArgs(1),
  run: (context) => eachAtOnce(context, (ref) => pauseContainer(context.engine, ref)),
  complete: ({ engine }) => containerNames(engine, running),
};
