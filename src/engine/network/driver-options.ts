import { isAddressText } from "../../kernel/ipv6.ts";
import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import { parseBool } from "../go-bool.ts";
import { quote } from "../go-quote.ts";
import type { Network } from "./network.ts";

const BRIDGE = "com.docker.network.bridge.";
const BOOLEANS: ReadonlySet<string> = new Set([
  "com.docker.network.enable_ipv4",
  "com.docker.network.enable_ipv6",
  `${BRIDGE}enable_ip_masquerade`,
  `${BRIDGE}enable_icc`,
  `${BRIDGE}inhibit_ipv4`,
  `${BRIDGE}default_bridge`,
]);
const GATEWAY_MODES: ReadonlySet<string> = new Set([`${BRIDGE}gateway_mode_ipv4`, `${BRIDGE}gateway_mode_ipv6`]);
const ADDRESSES: ReadonlySet<string> = new Set([
  `${BRIDGE}host_binding_ipv4`,
  "com.docker.network.host_ipv4",
  "com.docker.network.host_ipv6",
]);

/**
 * What each driver says of its own options before it takes any address (moby, libnetwork/drivers: bridge_linux.go,
 * fromLabels; macvlan_network.go and ipvlan_network.go, parseNetworkOptions). Options it does not know are kept.
 * @throws EngineError
 */
export function checkDriverOptions({ driver, options, internal }: Network): void {
  if (driver === "bridge") for (const [name, value] of Object.entries(options)) checkBridgeOption(name, value);
  if (driver === "bridge" && !internal && [...GATEWAY_MODES].some((name) => options[name] === "isolated"))
    throw new EngineError(500, "gateway mode 'isolated' can only be used for an internal network");
  if (driver !== "macvlan" && driver !== "ipvlan") return;
  const [modes, usual] =
    driver === "macvlan" ? [["bridge", "private", "passthru", "vepa"], "bridge"] : [["l2", "l3", "l3s"], "l2"];
  const mode = options[`${driver}_mode`] || usual;
  if (!modes.includes(mode))
    throw new EngineError(
      500,
      `requested ${driver} mode '${mode}' is not valid, '${usual}' mode is the ${driver} driver default`,
    );
  if (options.parent === "lo") throw new EngineError(500, `loopback interface is not a valid ${driver} parent link`);
}

function checkBridgeOption(name: string, value: string): void {
  const fail = (why: string) => invalid(`failed to parse ${name} value: ${value} (${why})`);
  if (BOOLEANS.has(name) && parseBool(value) === undefined)
    throw fail(`strconv.ParseBool: parsing ${quote(value)}: invalid syntax`);
  if (name === "com.docker.network.driver.mtu") {
    if (!/^[+-]?\d+$/.test(value)) throw fail(`strconv.Atoi: parsing ${quote(value)}: invalid syntax`);
    if (Number(value) < 0) throw invalid(`invalid MTU number: ${Number(value)}`);
  }
  if (GATEWAY_MODES.has(name) && !/^(nat|nat-unprotected|routed|isolated)$/.test(value))
    throw fail(`unknown gateway mode ${value}`);
  if (ADDRESSES.has(name) && !isAddressText(value)) throw fail("nil ip");
}

/**
 * Whether the card that a macvlan or ipvlan network hangs on is there (moby, createNetwork and createVlanLink of both
 * drivers): one of the host, or `eth0.10` for the VLAN 10 of one.
 * @throws EngineError
 */
export function checkParent(engine: Engine, { driver, options }: Network): void {
  const { parent = "" } = options;
  if ((driver !== "macvlan" && driver !== "ipvlan") || parent === "") return;
  const fail = (why: string) => new EngineError(500, why);
  const used =
    driver === "ipvlan" &&
    Object.values(engine.state.networks).find((other) => other.driver === driver && other.options.parent === parent);
  if (used) throw fail(`network di-${used.id.slice(0, 12)} is already using parent interface ${parent}`);
  const cards = engine.ports.host.network.router.interfaces();
  const isCard = (name: string) => cards.some((card) => card.name === name);
  if (isCard(parent)) return;
  const [card = "", tag = "", ...more] = parent.split(".");
  if (!parent.includes(".")) throw fail(`invalid subinterface vlan name ${parent}, example formatting is eth0.10`);
  if (more.length > 0)
    throw fail(`required interface name format is: name.vlan_id, ex. eth0.10 for vlan 10, instead received ${parent}`);
  if (!/^\d+$/.test(tag)) throw fail(`unable to parse a valid vlan id from: ${tag} (ex. eth0.10 for vlan 10)`);
  if (!isCard(card)) throw fail(`-o parent interface was not found on the host: ${card}`);
  if (Number(tag) < 1 || Number(tag) > 4094) throw fail(`vlan id must be between 1-4094, received: ${Number(tag)}`);
}
