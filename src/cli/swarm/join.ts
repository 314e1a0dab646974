import { joinSwarm } from "../../swarm/join.ts";
import { type Command, exactArgs } from "../command.ts";
import { ownAvailability } from "../node/availability.ts";
import { listenAddress } from "./swarm-checks.ts";

export const command: Command = {
  path: "swarm join",
  args: exactArgs(1),
  checks: { "listen-addr": listenAddress },
  async run({ engine, flags, args, out }) {
    const role = await joinSwarm(engine, {
      remote: args[0] ?? "",
      token: flags.string("token"),
      advertiseAddr: flags.string("advertise-addr"),
      listenAddr: flags.string("listen-addr"),
      availability: ownAvailability(flags),
    });
    await out(`This node joined a swarm as a ${role}.\n`);
    return 0;
  },
};
