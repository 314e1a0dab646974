import { inspectSwarm, rotateJoinToken } from "../../swarm/inspect.ts";
import type { Role } from "../../swarm/tokens.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { joinCommand } from "./join-command.ts";

export const command: Command = {
  path: "swarm join-token",
  args: exactArgs(1),
  async run({ engine, flags, args, out }) {
    const [asked] = args;
    if (!isRole(asked)) throw new CommandError(`unknown role ${asked}`);
    const quiet = flags.bool("quiet");
    if (flags.bool("rotate")) {
      rotateJoinToken(engine, asked);
      if (!quiet) await out(`Successfully rotated ${asked} join token.\n\n`);
    }
    await out(quiet ? `${inspectSwarm(engine).tokens[asked]}\n` : joinCommand(engine, asked));
    return 0;
  },
  complete: () => ["manager", "worker"],
};

function isRole(text: string | undefined): text is Role {
  return text === "worker" || text === "manager";
}
