import { requireVolume } from "../../engine/volume/find.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { volumeNames } from "./volume-names.ts";

/** Only cluster (CSI) volumes have something to update, and there are none here. */
export const command: Command = {
  path: "volume update",
  args: exactArgs(1),
  run({ engine, args }) {
    requireVolume(engine, args[0] ?? "");
    throw new CommandError("can only update cluster volumes");
  },
  complete: ({ engine, args }) => volumeNames(engine, args),
};
