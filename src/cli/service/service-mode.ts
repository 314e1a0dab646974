import type { ServiceSpec } from "../../swarm/service.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";

const ONLY_REPLICATED_JOBS = "max-concurrent can only be used with replicated-job mode";

/** Flags that say how a service is updated; what runs once never is. */
const UPDATE_FLAGS = ["parallelism", "delay", "monitor", "failure-action", "max-failure-ratio", "order"];

/** What `--mode` asks for. @throws CommandError for a mode that is none, and for flags of another (docker/cli, `cli/command/service/opts.go`) */
export function serviceMode(flags: Flags): ServiceSpec["mode"] {
  const mode = flags.string("mode");
  if (mode.endsWith("-job")) {
    const updates = ["update", "rollback"].flatMap((kind) => UPDATE_FLAGS.map((flag) => `${kind}-${flag}`));
    if (updates.some((name) => flags.changed(name)))
      throw new CommandError("update and rollback configuration is not supported for jobs");
  }
  const replicas = flags.changed("replicas") ? flags.int("replicas") : 1;
  if (mode === "global" || mode === "global-job") {
    // The order in which the client looks differs between the two.
    if (mode === "global-job") demandNoLimits(flags);
    if (flags.changed("replicas"))
      throw new CommandError("replicas can only be used with replicated or replicated-job mode");
    demandNoLimits(flags);
    return { kind: mode };
  }
  if (mode === "replicated") {
    if (flags.changed("max-concurrent")) throw new CommandError(ONLY_REPLICATED_JOBS);
    return { kind: "replicated", replicas };
  }
  if (mode === "replicated-job") {
    return {
      kind: "replicated-job",
      total: replicas,
      concurrent: flags.changed("max-concurrent") ? flags.int("max-concurrent") : replicas,
    };
  }
  throw new CommandError(`Unknown mode: ${mode}, only replicated and global supported`);
}

/** What a service of every node cannot have. @throws CommandError */
function demandNoLimits(flags: Flags): void {
  if (flags.int("replicas-max-per-node") > 0)
    throw new CommandError("replicas-max-per-node can only be used with replicated or replicated-job mode");
  if (flags.changed("max-concurrent")) throw new CommandError(ONLY_REPLICATED_JOBS);
}
