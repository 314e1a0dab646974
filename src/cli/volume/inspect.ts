import { requireVolume } from "../../engine/volume/find.ts";
import { inspectVolume } from "../../engine/volume/inspect.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectObjects } from "../format/inspect.ts";
import { volumeNames } from "./volume-names.ts";

export const command: Command = {
  path: "volume inspect",
  args: minArgs(1),
  run: (context) => {
    const { engine, args, flags } = context;
    const lookup = (name: string) => inspectVolume(requireVolume(engine, name));
    return inspectObjects(context, args, lookup, flags.string("format"));
  },
  complete: ({ engine, args }) => volumeNames(engine, args),
};
