import { inspectNode, updateNode } from "../../swarm/nodes.ts";
import { type Command, minArgs } from "../command.ts";
import { nodeNames } from "./node-names.ts";

export const command: Command = {
  path: "node demote",
  args: minArgs(1),
  async run({ engine, args, out }) {
    for (const ref of args) {
      const { ID, Spec } = inspectNode(engine, ref);
      const already = Spec.Role === "worker";
      if (!already) updateNode(engine, ref, { role: "worker" });
      await out(already ? `Node ${ID} is already a worker.\n` : `Manager ${ref} demoted in the swarm.\n`);
    }
    return 0;
  },
  complete: ({ engine }) => nodeNames(engine),
};
