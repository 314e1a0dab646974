import { inspectNode, updateNode } from "../../swarm/nodes.ts";
import { type Command, minArgs } from "../command.ts";
import { nodeNames } from "./node-names.ts";

export const command: Command = {
  path: "node promote",
  args: minArgs(1),
  async run({ engine, args, out }) {
    for (const ref of args) {
      const { ID, Spec } = inspectNode(engine, ref);
      const already = Spec.Role === "manager";
      if (!already) updateNode(engine, ref, { role: "manager" });
      await out(already ? `Node ${ID} is already a manager.\n` : `Node ${ref} promoted to a manager in the swarm.\n`);
    }
    return 0;
  },
  complete: ({ engine }) => nodeNames(engine),
};
