import { requireManager } from "../../swarm/fabric.ts";
import { serviceObject } from "../../swarm/service-object.ts";
import { requireService } from "../../swarm/services.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { inspectObjects } from "../format/inspect.ts";
import { prettyService } from "./pretty-service.ts";
import { serviceNames } from "./service-names.ts";

export const command: Command = {
  path: "service inspect",
  args: minArgs(1),
  async run(context) {
    const { engine, flags, args, out, now } = context;
    const { cluster } = requireManager(engine);
    const pretty = flags.bool("pretty") || flags.string("format") === "pretty";
    if (flags.bool("pretty") && flags.changed("format") && flags.string("format") !== "pretty") {
      throw new CommandError("--format is incompatible with human friendly format");
    }
    if (!pretty) {
      const lookup = (ref: string) => {
        const found = Object.values(cluster.services).some(({ id, spec }) => spec.name === ref || id.startsWith(ref));
        if (!found) throw new CommandError(`no such service: ${ref}`);
        return serviceObject(cluster, requireService(engine, ref));
      };
      return inspectObjects(context, args, lookup, flags.string("format"));
    }
    for (const ref of args) await out(`\n${prettyService(cluster, requireService(engine, ref), now)}\n\n`);
    return 0;
  },
  complete: ({ engine }) => serviceNames(engine),
};
