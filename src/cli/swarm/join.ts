import { joinSwarm } from "../../swarm/join.ts";
import { type Command, exactArgs } from "../command.ts";
import { availabilityCheck, availabilityFlag } from "../node/availability.ts";

export const command: Command = {
  path: "swarm join",
  args: exactArgs(1),
  checks: { availability: availabilityCheck },
  async run({ engine, flags, args, out }) {
    const role = await joinSwarm(engine, {
      remote: args[0] ?? "",
      token: flags.string("token"),
      advertiseAddr: flags.string("advertise-addr"),
      listenAddr: flags.string("listen-addr"),
      availability: availabilityFlag(flags),
    });
    await out(`This node joined a swarm as a ${role}.\n`);
    return 0;
  },
};
