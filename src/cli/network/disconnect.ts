import { disconnectContainer } from "../../engine/network/connect.ts";
import { type Command, exactArgs } from "../command.ts";
import { completeNetworkAndContainer } from "./connect.ts";

const DISCONNECT_MS = 75;

export const command: Command = {
  path: "network disconnect",
  args: exactArgs(2),
  async run({ engine, flags, args, process }) {
    const [network = "", container = ""] = args;
    disconnectContainer(engine, network, container, flags.bool("force"));
    await process.sleep(DISCONNECT_MS);
    return 0;
  },
  complete: completeNetworkAndContainer,
};
