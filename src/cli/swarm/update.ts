import type { SwarmSpec } from "../../swarm/cluster.ts";
import { inspectSwarm } from "../../swarm/inspect.ts";
import { updateSwarm } from "../../swarm/swarm-update.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { helpText, loadHelp } from "../help.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { swarmRole } from "../swarm-role.ts";
import { unlockInstructions } from "./join-command.ts";
import { externalCa } from "./swarm-checks.ts";

/** docker/cli, `cli/command/swarm/update.go`. */
export const command: Command = {
  path: "swarm update",
  args: noArgs,
  checks: { "external-ca": externalCa },
  async run({ engine, flags, out, process, columns, command: spec }) {
    if (!spec.flags.some(({ name }) => flags.changed(name))) {
      await out(helpText(await loadHelp(process.machine.clock), spec.path, columns, swarmRole(engine)));
      return 0;
    }
    if (flags.changed("external-ca"))
      throw new CommandError(notSimulated("docker swarm update --external-ca", languageOf(process.env)));
    const before = inspectSwarm(engine).autolock;
    const change: Partial<SwarmSpec> = {
      ...(flags.changed("autolock") ? { autolock: flags.bool("autolock") } : {}),
      ...(flags.changed("cert-expiry") ? { nodeCertExpiry: flags.duration("cert-expiry") } : {}),
      ...(flags.changed("dispatcher-heartbeat") ? { dispatcherHeartbeat: flags.duration("dispatcher-heartbeat") } : {}),
      ...(flags.changed("task-history-limit") ? { taskHistoryLimit: flags.int("task-history-limit") } : {}),
      ...(flags.changed("snapshot-interval") ? { snapshotInterval: flags.int("snapshot-interval") } : {}),
      ...(flags.changed("max-snapshots") ? { keepOldSnapshots: flags.int("max-snapshots") } : {}),
    };
    updateSwarm(engine, change);
    await out("Swarm updated.\n");
    const { autolock, unlockKey } = inspectSwarm(engine);
    if (autolock && !before && unlockKey !== undefined) await out(unlockInstructions(unlockKey));
    return 0;
  },
};
