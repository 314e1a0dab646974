import { networkFor } from "../../engine/network/find.ts";
import { inspectNetwork } from "../../engine/network/inspect.ts";
import { swarmNetworkObject } from "../../swarm/network-object.ts";
import { type Command, minArgs } from "../command.ts";
import { inspectEngineObjects } from "../format/inspect-engine-objects.ts";
import { networkNames } from "./network-names.ts";

export const command: Command = {
  path: "network inspect",
  args: minArgs(1),
  run: (context) => {
    const { engine, flags } = context;
    const lookup = (name: string) => {
      const network = networkFor(engine, name);
      const object = inspectNetwork(engine, network);
      return network.scope === "swarm" ? swarmNetworkObject(engine, network, object, flags.bool("verbose")) : object;
    };
    return inspectEngineObjects(context, "network.Inspect", lookup);
  },
  complete: ({ engine, args }) => networkNames(engine, args),
};
