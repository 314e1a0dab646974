import { EngineError } from "../../engine/errors.ts";
import { removeNetwork } from "../../engine/network/remove.ts";
import { type Command, minArgs } from "../command.ts";
import { networkNames } from "./network-names.ts";

/** Taking a bridge down takes about this long, ms (tape 12). */
const REMOVE_MS = 90;

export const command: Command = {
  path: "network rm",
  args: minArgs(1),
  async run({ engine, flags, args, out, err, process }) {
    let failed = false;
    for (const ref of args) {
      try {
        removeNetwork(engine, ref);
        await process.sleep(REMOVE_MS);
        await out(`${ref}\n`);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (flags.bool("force") && error.status === 404) continue;
        await err(`Error response from daemon: ${error.message}\n`);
        failed = true;
      }
    }
    if (!failed) return 0;
    // docker/cli ends this one command with a bare StatusError (tape 12).
    await err("exit status 1\n");
    return 1;
  },
  complete: ({ engine, args }) => networkNames(engine, args),
};
