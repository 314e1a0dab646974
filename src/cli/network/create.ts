import { createNetwork, type NetworkRequest } from "../../engine/network/create.ts";
import { createSwarmNetwork } from "../../swarm/networks.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { languageOf, notSimulated } from "../not-simulated.ts";
import { gatewayCheck, ipamConfig, rangeCheck } from "./ipam-flags.ts";

/** Setting up a bridge and its firewall rules takes about this long, ms (tape 12). */
const CREATE_MS = 90;

export const command: Command = {
  path: "network create",
  args: exactArgs(1),
  checks: { gateway: gatewayCheck, "ip-range": rangeCheck },
  async run({ engine, flags, args, out, process }) {
    const [name = ""] = args;
    const config = ipamConfig({
      subnets: flags.list("subnet"),
      ranges: split(flags.list("ip-range")),
      gateways: split(flags.list("gateway")),
      auxiliary: flags.map("aux-address"),
    });
    const request: NetworkRequest = {
      name,
      driver: flags.string("driver"),
      scope: flags.string("scope"),
      ...(flags.changed("ipv4") ? { enableIPv4: flags.bool("ipv4") } : {}),
      ...(flags.changed("ipv6") ? { enableIPv6: flags.bool("ipv6") } : {}),
      ipam: { driver: flags.string("ipam-driver"), options: flags.map("ipam-opt"), config },
      internal: flags.bool("internal"),
      attachable: flags.bool("attachable"),
      ingress: flags.bool("ingress"),
      configOnly: flags.bool("config-only"),
      ...(flags.string("config-from") === "" ? {} : { configFrom: flags.string("config-from") }),
      options: flags.map("opt"),
      labels: flags.map("label"),
    };
    const ofSwarm = request.driver === "overlay" || request.scope === "swarm";
    if (ofSwarm && request.driver !== "overlay" && flags.changed("driver"))
      throw new CommandError(
        notSimulated(`docker network create --scope swarm -d ${request.driver}`, languageOf(process.env)),
      );
    const network = ofSwarm ? createSwarmNetwork(engine, request) : createNetwork(engine, request);
    await process.sleep(CREATE_MS);
    await out(`${network.id}\n`);
    return 0;
  },
};

const split = (values: readonly string[]) => values.flatMap((value) => value.split(",").map((part) => part.trim()));
