import { removeVolume } from "../../engine/volume/remove.ts";
import { type Command, minArgs } from "../command.ts";
import { eachInTurn } from "../each.ts";
import { volumeNames } from "./volume-names.ts";

export const command: Command = {
  path: "volume rm",
  args: minArgs(1),
  run(context) {
    const { engine, flags } = context;
    return eachInTurn(context, (name) => removeVolume(engine, name, { force: flags.bool("force") }));
  },
  complete: ({ engine, args }) => volumeNames(engine, args),
};
