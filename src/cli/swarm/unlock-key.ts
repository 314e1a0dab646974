import type { Engine } from "../../engine/engine.ts";
import { inspectSwarm } from "../../swarm/inspect.ts";
import { rotateUnlockKey } from "../../swarm/swarm-update.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { failureText } from "../failure.ts";
import { unlockInstructions } from "./join-command.ts";

/** What the daemon refuses comes with what the client was about to do. @throws CommandError */
function fetchedKey(engine: Engine): string | undefined {
  try {
    return inspectSwarm(engine).unlockKey;
  } catch (error) {
    const text = failureText(error);
    throw text === undefined ? error : new CommandError(`could not fetch unlock key: ${text}`);
  }
}

/** docker/cli, `cli/command/swarm/unlock_key.go`. */
export const command: Command = {
  path: "swarm unlock-key",
  args: noArgs,
  async run({ engine, flags, out }) {
    const quiet = flags.bool("quiet");
    if (flags.bool("rotate")) {
      if (!inspectSwarm(engine).autolock) throw new CommandError("cannot rotate because autolock is not turned on");
      rotateUnlockKey(engine);
      if (!quiet) await out("Successfully rotated manager unlock key.\n");
    }
    const unlockKey = fetchedKey(engine);
    if (unlockKey === undefined) throw new CommandError("no unlock key is set");
    await out(quiet ? `${unlockKey}\n` : unlockInstructions(unlockKey));
    return 0;
  },
};
