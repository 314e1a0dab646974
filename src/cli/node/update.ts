import { invalid } from "../../engine/errors.ts";
import { inspectNode, updateNode } from "../../swarm/nodes.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { availabilityFlag, isAvailability } from "./availability.ts";
import { nodeNames } from "./node-names.ts";

export const command: Command = {
  path: "node update",
  args: exactArgs(1),
  async run({ engine, flags, args, out }) {
    const [ref = ""] = args;
    const labels = { ...inspectNode(engine, ref).Spec.Labels, ...flags.map("label-add") };
    for (const key of flags.list("label-rm")) {
      if (!Object.hasOwn(labels, key)) throw new CommandError(`key ${key} doesn't exist in node's labels`);
      delete labels[key];
    }
    const role = flags.string("role").toLowerCase();
    // The client sends any word: the daemon knows which there are.
    if (flags.changed("role") && role !== "worker" && role !== "manager")
      throw invalid(`invalid Role: "${flags.string("role")}"`);
    if (flags.changed("availability") && !isAvailability(flags.string("availability")))
      throw invalid(`invalid Availability: "${flags.string("availability")}"`);
    updateNode(engine, ref, {
      labels,
      ...(flags.changed("availability") ? { availability: availabilityFlag(flags) } : {}),
      ...(role === "worker" || role === "manager" ? { role } : {}),
    });
    await out(`${ref}\n`);
    return 0;
  },
  complete: ({ engine, flag }) => {
    if (flag === "availability") return ["active", "drain", "pause"];
    return flag === "role" ? ["manager", "worker"] : nodeNames(engine);
  },
};
