import type { Container, EndpointSettings } from "../container/container.ts";
import { EngineError } from "../errors.ts";
import type { Network } from "./network.ts";

/** The card of a container in a network: its name and its number among the container's. */
export interface Card {
  readonly name: string;
  readonly number: number;
}

const IFNAME = "com.docker.network.endpoint.ifname";

/** What the kernel has room for, without the zero at the end (IFNAMSIZ). */
const LONGEST = 15;

/** Takes every card of a container away: it is about to start, in a network namespace of its own. */
export function unplugAll(container: Container): void {
  container.cards = { next: 2, plugged: {} };
}

/**
 * Gives an endpoint its card: called as its option says, or `eth` and the lowest number that is free
 * (libnetwork/osl/interface_linux.go, generateIfaceName).
 * @throws EngineError when a card cannot be called so
 */
export function plugCard(container: Container, { EndpointID, DriverOpts }: EndpointSettings): void {
  container.cards ??= { next: 2, plugged: {} };
  const { cards } = container;
  const taken = new Set(["lo", ...Object.values(cards.plugged).map(({ name }) => name)]);
  const wanted = DriverOpts?.[IFNAME];
  const device = `veth${EndpointID.slice(0, 7)}`;
  const refuse = (why: string) =>
    new EngineError(
      500,
      `failed to add interface ${device} to sandbox: error renaming interface "${device}" to "${wanted}": ${why}`,
    );
  if (wanted !== undefined && wanted.length > LONGEST) throw refuse("numerical result out of range");
  if (wanted !== undefined && taken.has(wanted)) throw refuse("file exists");
  let index = 0;
  while (taken.has(`eth${index}`)) index++;
  cards.plugged[EndpointID] = { name: wanted || `eth${index}`, number: cards.next++ };
}

export function unplugCard(container: Container, { EndpointID }: EndpointSettings): void {
  delete container.cards?.plugged[EndpointID];
}

/** @param index which of the container's endpoints it is, for one whose lab was kept before cards were noted */
export function cardOf(container: Container, { EndpointID }: EndpointSettings, index: number): Card {
  return container.cards?.plugged[EndpointID] ?? { name: `eth${index}`, number: 2 + index };
}

/** What fits into a packet of a network: 1500 bytes unless its options say. */
export function mtuOf({ options }: Pick<Network, "options">): number {
  return Number(options["com.docker.network.driver.mtu"] || 1500);
}
