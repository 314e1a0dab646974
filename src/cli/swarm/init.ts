import { EngineError } from "../../engine/errors.ts";
import { type InitRequest, initSwarm } from "../../swarm/init.ts";
import { inspectSwarm } from "../../swarm/inspect.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { ownAvailability } from "../node/availability.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { joinCommand, unlockInstructions } from "./join-command.ts";
import { addressPools, externalCa, listenAddress } from "./swarm-checks.ts";

export const command: Command = {
  path: "swarm init",
  args: noArgs,
  checks: { "default-addr-pool": addressPools, "listen-addr": listenAddress, "external-ca": externalCa },
  async run({ engine, flags, out, process }) {
    if (flags.changed("external-ca"))
      throw new CommandError(notSimulated("docker swarm init --external-ca", languageOf(process.env)));
    const pools = flags.list("default-addr-pool").flatMap((text) => text.split(","));
    const request: InitRequest = {
      advertiseAddr: flags.string("advertise-addr"),
      listenAddr: flags.string("listen-addr"),
      availability: ownAvailability(flags),
      autolock: flags.bool("autolock"),
      ...(pools.length > 0 ? { defaultAddrPool: pools } : {}),
      forceNewCluster: flags.bool("force-new-cluster"),
      dataPathAddr: flags.string("data-path-addr"),
      subnetSize: flags.int("default-addr-pool-mask-length"),
      ...(flags.changed("data-path-port") ? { dataPathPort: flags.int("data-path-port") } : {}),
      spec: {
        taskHistoryLimit: flags.int("task-history-limit"),
        snapshotInterval: flags.int("snapshot-interval"),
        keepOldSnapshots: flags.int("max-snapshots"),
        dispatcherHeartbeat: flags.duration("dispatcher-heartbeat"),
        nodeCertExpiry: flags.duration("cert-expiry"),
      },
    };
    const nodeId = await initSwarm(engine, request).catch((error: unknown) => {
      const several =
        error instanceof EngineError && /could not (choose an IP|find the system's IP)/.test(error.message);
      throw several
        ? new CommandError(`Error response from daemon: ${error.message} - specify one with --advertise-addr`)
        : error;
    });
    const swarm = inspectSwarm(engine);
    await out(`Swarm initialized: current node (${nodeId}) is now a manager.\n\n${joinCommand(engine, "worker")}`);
    await out("To add a manager to this swarm, run 'docker swarm join-token manager' and follow the instructions.\n");
    if (swarm.unlockKey !== undefined) await out(unlockInstructions(swarm.unlockKey));
    return 0;
  },
};
