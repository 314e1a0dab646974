import { inspectSwarm } from "../../swarm/inspect.ts";
import { rotateUnlockKey } from "../../swarm/swarm-update.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { unlockInstructions } from "./join-command.ts";

/** docker/cli, `cli/command/swarm/unlock_key.go`. */
export const command: Command = {
  path: "swarm unlock-key",
  args: noArgs,
  async run({ engine, flags, out }) {
    const quiet = flags.bool("quiet");
    if (flags.bool("rotate")) {
      if (!inspectSwarm(engine).autolock) throw new CommandError("cannot rotate because autolock is not turned on");
      rotateUnlockKey(engine);
      if (!quiet) await out("Successfully rotated manager unlock key.\n\n");
    }
    const { unlockKey } = inspectSwarm(engine);
    if (unlockKey === undefined) throw new CommandError("no unlock key is set");
    await out(quiet ? `${unlockKey}\n` : unlockInstructions(unlockKey));
    return 0;
  },
};
