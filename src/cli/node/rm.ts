import { EngineError } from "../../engine/errors.ts";
import { removeNode } from "../../swarm/nodes.ts";
import { type Command, minArgs } from "../command.ts";
import { nodeNames } from "./node-names.ts";

export const command: Command = {
  path: "node rm",
  args: minArgs(1),
  async run({ engine, flags, args, out, err }) {
    let status = 0;
    for (const ref of args) {
      try {
        removeNode(engine, ref, flags.bool("force"));
        await out(`${ref}\n`);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        await err(`Error response from daemon: ${error.message}\n`);
        status = 1;
      }
    }
    return status;
  },
  complete: ({ engine }) => nodeNames(engine),
};
