import { EngineError } from "../../engine/errors.ts";
import { requireService, updateService } from "../../swarm/services.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { showConvergence } from "./convergence.ts";
import { serviceNames } from "./service-names.ts";
import { demandRoom } from "./task-limit.ts";

export const command: Command = {
  path: "service scale",
  args: minArgs(1),
  async run(context) {
    const { engine, flags, args, out, err } = context;
    const asked = args.map(parseScale);
    const scaled: string[] = [];
    const failures: string[] = [];
    for (const { ref, replicas } of asked) {
      try {
        const { spec } = requireService(engine, ref);
        if (spec.mode.kind !== "replicated" && spec.mode.kind !== "replicated-job") {
          failures.push(`${ref}: scale can only be used with replicated or replicated-job mode`);
          continue;
        }
        const mode = spec.mode.kind === "replicated" ? { ...spec.mode, replicas } : { ...spec.mode, total: replicas };
        demandRoom(context, { ...spec, mode });
        updateService(engine, ref, { ...spec, mode });
        await out(`${ref} scaled to ${replicas}\n`);
        scaled.push(ref);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        failures.push(`${ref}: Error response from daemon: ${error.message}`);
      }
    }
    if (!flags.bool("detach")) for (const ref of scaled) await showConvergence(context, ref, false);
    if (failures.length === 0) return 0;
    await err(`${failures.join("\n")}\n`);
    return 1;
  },
  complete: ({ engine }) => serviceNames(engine).map((name) => `${name}=`),
};

const USAGE =
  "See 'docker service scale --help'.\n\nUsage:  docker service scale SERVICE=REPLICAS [SERVICE=REPLICAS...]\n\n" +
  "Scale one or multiple replicated services";

/** What 64 bits hold. */
const MOST = 2n ** 64n - 1n;

function parseScale(text: string): { ref: string; replicas: number } {
  const [, ref, value] = /^([^=]*)=(.*)$/.exec(text) ?? [];
  if (ref === undefined || ref === "" || value === undefined || value === "")
    throw new CommandError(`invalid scale specifier '${text}'.\n${USAGE}`);
  const wrong = !/^\d+$/.test(value) ? "invalid syntax" : BigInt(value) > MOST ? "value out of range" : undefined;
  if (wrong !== undefined)
    throw new CommandError(`${ref}: invalid replicas value ${value}: strconv.ParseUint: parsing "${value}": ${wrong}`);
  return { ref, replicas: Number(value) };
}
