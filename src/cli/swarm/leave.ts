import { leaveSwarm } from "../../swarm/leave.ts";
import { type Command, noArgs } from "../command.ts";

export const command: Command = {
  path: "swarm leave",
  args: noArgs,
  async run({ engine, flags, out }) {
    await leaveSwarm(engine, flags.bool("force"));
    await out("Node left the swarm.\n");
    return 0;
  },
};
