import { EngineError } from "../../engine/errors.ts";
import { findNetwork } from "../../engine/network/find.ts";
import { removeNetwork } from "../../engine/network/remove.ts";
import { removeSwarmNetwork } from "../../swarm/networks.ts";
import { type Command, minArgs } from "../command.ts";
import { confirm } from "../confirm.ts";
import { networkNames } from "./network-names.ts";

/** Taking a bridge down takes about this long, ms (tape 12). */
const REMOVE_MS = 90;

const INGRESS_WARNING =
  "WARNING! Before removing the routing-mesh network, make sure all the nodes in your swarm run the same docker engine version. Otherwise, removal may not be effective and functionality of newly create ingress networks will be impaired.\nAre you sure you want to continue?";

export const command: Command = {
  path: "network rm",
  args: minArgs(1),
  async run(context) {
    const { engine, flags, args, out, err, process } = context;
    let failed = false;
    for (const ref of args) {
      try {
        const network = findNetwork(engine, ref);
        if (network?.ingress && !(await confirm(context, INGRESS_WARNING))) continue;
        if (network?.scope === "swarm") removeSwarmNetwork(engine, network);
        else removeNetwork(engine, ref);
        await process.sleep(REMOVE_MS);
        await out(`${ref}\n`);
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        if (flags.bool("force") && error.status === 404) continue;
        await err(`Error response from daemon: ${error.message}\n`);
        failed = true;
      }
    }
    if (!failed) return 0;
    // docker/cli ends this one command with a bare StatusError (tape 12).
    await err("exit status 1\n");
    return 1;
  },
  complete: ({ engine, args }) => networkNames(engine, args),
};
