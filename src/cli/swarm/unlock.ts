import { unlockSwarm } from "../../swarm/lock.ts";
import { swarmInfo } from "../../swarm/swarm-info.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { readSecret } from "../read-secret.ts";

/** docker/cli, `cli/command/swarm/unlock.go`. */
export const command: Command = {
  path: "swarm unlock",
  args: noArgs,
  async run({ engine, process, out }) {
    const state = swarmInfo(engine)?.LocalNodeState ?? "inactive";
    if (state === "inactive") throw new CommandError("Error: This node is not part of a swarm");
    if (state !== "locked") throw new CommandError("Error: swarm is not locked");
    const terminal = process.stdin.isTTY ? process.tty : null;
    if (terminal) await out("Enter unlock key: ");
    const restore = terminal?.setRaw();
    let key: string;
    try {
      key = (await readSecret(process)).trim();
    } finally {
      restore?.();
      if (terminal) await out("\n");
    }
    unlockSwarm(engine, key);
    return 0;
  },
};
