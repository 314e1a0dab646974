import { restartContainer } from "../../engine/container/stop.ts";
import { type Command, minArgs } from "../command.ts";
import { eachInTurn } from "../each.ts";
import { containerNames } from "./complete.ts";
import { stopOptions } from "./stop-options.ts";

export const command: Command = {
  path: "container restart",
  args: minArgs(1),
  run: (context) => eachInTurn(context, (ref) => restartContainer(context.engine, ref, stopOptions(context.flags))),
  complete: ({ engine }) => containerNames(engine),
};
