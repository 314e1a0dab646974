import { connectContainer } from "../../engine/network/connect.ts";
import { type Command, type CompletionContext, exactArgs } from "../command.ts";
import { addressCheck } from "./ipam-flags.ts";
import { networkNames } from "./network-names.ts";

/** Making an interface and its address takes about this long, ms (tape 12). */
const CONNECT_MS = 110;

/** A network, then a container. */
export const completeNetworkAndContainer = ({ engine, args }: CompletionContext): string[] =>
  args.length === 0 ? networkNames(engine) : Object.values(engine.state.containers).map(({ name }) => name);

export const command: Command = {
  path: "network connect",
  args: exactArgs(2),
  checks: { ip: addressCheck, ip6: addressCheck },
  async run({ engine, flags, args, process }) {
    const [network = "", container = ""] = args;
    connectContainer(engine, network, container, {
      ...(flags.string("ip") === "" ? {} : { ip: flags.string("ip") }),
      ...(flags.string("ip6") === "" ? {} : { ip6: flags.string("ip6") }),
      aliases: flags.list("alias"),
      ...(flags.changed("link") ? { links: flags.list("link") } : {}),
      ...(flags.changed("driver-opt") ? { driverOpts: flags.map("driver-opt") } : {}),
      gwPriority: flags.int("gw-priority"),
    });
    await process.sleep(CONNECT_MS);
    return 0;
  },
  complete: completeNetworkAndContainer,
};
