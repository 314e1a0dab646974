import type { Engine } from "../../engine/engine.ts";
import { EngineError } from "../../engine/errors.ts";
import { requireManager } from "../../swarm/leadership.ts";
import type { Service } from "../../swarm/service.ts";
import { serviceObject } from "../../swarm/service-object.ts";
import { requireService } from "../../swarm/services.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { typedObject } from "../format/typed-object.ts";
import { inspectWrapped } from "../swarm/inspect-wrapped.ts";
import { prettyService } from "./pretty-service.ts";
import { serviceNames } from "./service-names.ts";

/** The client says itself that there is none. @throws CommandError, EngineError */
function known(engine: Engine, ref: string): Service {
  try {
    return requireService(engine, ref);
  } catch (error) {
    if (error instanceof EngineError && error.status === 404) throw new CommandError(`no such service: ${ref}`);
    throw error;
  }
}

export const command: Command = {
  path: "service inspect",
  args: minArgs(1),
  async run(context) {
    const { engine, flags, args, out, now } = context;
    const pretty = flags.bool("pretty") || flags.string("format") === "pretty";
    if (flags.bool("pretty") && flags.changed("format") && flags.string("format") !== "pretty") {
      throw new CommandError("--format is incompatible with human friendly format");
    }
    if (!pretty) {
      const lookup = (ref: string) =>
        typedObject(serviceObject(requireManager(engine).cluster, known(engine, ref)), "swarm.Service");
      return inspectWrapped(context, lookup, flags.string("format"));
    }
    // Nothing is shown when one of them is not there.
    const shown = args.map((ref) => prettyService(requireManager(engine).cluster, known(engine, ref), now));
    await out(shown.map((text) => `\n${text}\n\n`).join(""));
    return 0;
  },
  complete: ({ engine }) => serviceNames(engine),
};
