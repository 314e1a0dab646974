import { networkFor } from "../../engine/network/find.ts";
import { inspectNetwork } from "../../engine/network/inspect.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectObjects } from "../format/inspect.ts";
import { networkNames } from "./network-names.ts";

export const command: Command = {
  path: "network inspect",
  args: minArgs(1),
  run: (context) => {
    const { engine, args, flags } = context;
    const lookup = (name: string) => inspectNetwork(engine, networkFor(engine, name));
    return inspectObjects(context, args, lookup, flags.string("format"));
  },
  complete: ({ engine, args }) => networkNames(engine, args),
};
