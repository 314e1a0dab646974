import { rollBackService } from "../../swarm/services.ts";
import { type Command, exactArgs } from "../command.ts";
import { showConvergence } from "./convergence.ts";
import { serviceNames } from "./service-names.ts";

export const command: Command = {
  path: "service rollback",
  args: exactArgs(1),
  async run(context) {
    const { engine, flags, args, out } = context;
    const [ref = ""] = args;
    rollBackService(engine, ref);
    await out(`${ref}\n`);
    return flags.bool("detach") ? 0 : showConvergence(context, ref, flags.bool("quiet"));
  },
  complete: ({ engine }) => serviceNames(engine),
};
