import { unpauseContainer } from "../../engine/container/stop.ts";
import { type Command, minArgs } from "../command.ts";
import { eachAtOnce } from "../each.ts";
import { containerNames, paused } from "./complete.ts";

export const command: Command = {
  path: "container unpause",
  args: minArgs(1),
  run: (context) => eachAtOnce(context, (ref) => unpauseContainer(context.engine, ref)),
  complete: ({ engine }) => containerNames(engine, paused),
};
