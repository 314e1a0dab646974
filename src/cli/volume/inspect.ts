import { requireVolume } from "../../engine/volume/find.ts";
import { inspectVolume } from "../../engine/volume/inspect.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectEngineObjects } from "../format/inspect-engine-objects.ts";
import { volumeNames } from "./volume-names.ts";

export const command: Command = {
  path: "volume inspect",
  args: minArgs(1),
  run: (context) =>
    inspectEngineObjects(context, "volume.Volume", (name) => inspectVolume(requireVolume(context.engine, name))),
  complete: ({ engine, args }) => volumeNames(engine, args),
};
