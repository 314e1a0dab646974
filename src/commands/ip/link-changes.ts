import { isInBlock } from "../../kernel/ipv4-block.ts";
import type { NetworkNamespace } from "../../kernel/network.ts";
import { NetworkError } from "../../kernel/network-error.ts";
import type { Interface, Route, Router } from "../../kernel/router.ts";
import { addressesOf, type RouteEntry, routesOf, routeTo } from "../../kernel/routing-table.ts";
import { isIPv6, type Protocol } from "../../kernel/socket-table.ts";

/** What may be set of a card. */
type CardSettings = Partial<Pick<Interface, "up" | "mtu" | "name" | "mac">>;
type Block = { readonly address: string; readonly prefix: number };

const known = new WeakMap<NetworkNamespace, LinkChanges>();

/** What was changed of a machine's network: none yet, for the first who asks. */
export function linkChanges(network: NetworkNamespace): LinkChanges {
  const found = known.get(network) ?? new LinkChanges(network);
  known.set(network, found);
  return found;
}

/** Cards and routes that root made, set or took away, over those that the machine has of its own. */
export class LinkChanges {
  readonly #network: NetworkNamespace;
  readonly #base: Router;
  #steps: ((cards: Interface[]) => Interface[])[] = [];
  readonly #added: RouteEntry[] = [];
  readonly #removed: RouteEntry[] = [];

  constructor(network: NetworkNamespace) {
    this.#network = network;
    this.#base = network.router;
    network.router = {
      ...network.router,
      interfaces: () => this.#interfaces(),
      routes: () => this.#added.filter(({ device }) => this.#isUp(device)),
      gateway: () => {
        const way = this.#base.gateway?.();
        const isGone = this.#removed.some(({ prefix }) => prefix === 0);
        return way && !isGone && this.#isUp(way.device) && this.#isNear(way.address) ? way : undefined;
      },
      route: (address, port, protocol) => this.#route(address, port, protocol),
    };
  }

  changeAddress(device: string, block: Block, adds: boolean): void {
    this.#each(device, (card) => {
      const rest = addressesOf(card).filter((own) => own.address !== block.address);
      const [first, ...others] = adds ? [...rest, block] : rest;
      // Without its first address, a card has none of that network.
      return { ...card, address: first?.address ?? "", prefix: first?.prefix ?? 0, others };
    });
  }

  /** Gives a card one address in place of those it has; the routes that led through it go. */
  replaceAddress(device: string, { address, prefix }: Block): void {
    this.#loseGateway(device);
    this.#each(device, (card) => ({ ...card, address, prefix, others: [] }));
  }

  /** Takes all addresses of a card away, and what led through them. */
  flush(device: string): void {
    this.#loseGateway(device);
    this.#each(device, (card) => ({ ...card, address: "", prefix: 0, others: [], addresses6: [] }));
  }

  #loseGateway(device: string): void {
    if (this.#base.gateway?.()?.device === device) this.removeRoute({ destination: "0.0.0.0", prefix: 0, device });
  }

  /** A card that goes down loses its routes: those to what is near come back with it, the default one does not. */
  set(device: string, settings: CardSettings): void {
    if (settings.up === false) {
      this.#loseGateway(device);
      for (const route of [...this.#added]) if (route.device === device) this.removeRoute(route);
    }
    this.#each(device, (card) => ({ ...card, ...settings }));
  }

  addLink(name: string, kind: string, digits: string): void {
    const mac = `02:${digits.match(/../g)?.join(":")}`;
    this.#steps.push((cards) => {
      const number = Math.max(...cards.map((card, i) => card.number ?? i + 1)) + 1;
      const card = { name, kind, number, address: "", prefix: 0, mac, up: false };
      return [...cards, kind === "bridge" ? { ...card, carrier: false } : card];
    });
  }

  removeLink(name: string): void {
    this.#steps.push((cards) => cards.filter((card) => card.name !== name));
  }

  addRoute(route: RouteEntry): void {
    this.#added.push(route);
  }

  removeRoute(route: RouteEntry): void {
    const at = this.#added.findIndex((own) => own.destination === route.destination && own.prefix === route.prefix);
    if (at < 0) this.#removed.push(route);
    else this.#added.splice(at, 1);
  }

  #each(device: string, apply: (card: Interface) => Interface): void {
    this.#steps.push((cards) => cards.map((card) => (card.name === device ? apply(card) : card)));
  }

  #interfaces(): Interface[] {
    const cards = this.#steps.reduce((all, step) => step(all), [...this.#base.interfaces()]);
    return cards.map((card) => (card.up === false ? { ...card, addresses6: [] } : card));
  }

  #isUp(device: string): boolean {
    const card = this.#interfaces().find(({ name }) => name === device);
    return card !== undefined && (card.up ?? true);
  }

  /** Whether some card has an address in the network of another. */
  #isNear(address: string): boolean {
    return this.#interfaces().some((card) => addressesOf(card).some((own) => isInBlock(own, address)));
  }

  /** What a changed table leads to: nowhere without a route, the machine itself, nobody in a network of its own making. */
  #route(address: string, port?: number, protocol?: Protocol): Route {
    const { router, sockets } = this.#network;
    // What goes to a loopback that is down is lost.
    if (address.startsWith("127.") && !this.#isUp("lo")) throw new NetworkError("ETIMEDOUT", address);
    if (address.startsWith("127.") || isIPv6(address)) return this.#base.route(address, port, protocol);
    const here = this.#interfaces().flatMap((card) => addressesOf(card).map((block) => ({ card, block })));
    if (here.some(({ block }) => block.address === address))
      return { sockets, port: port ?? 0, sourceAddress: address, latency: 0.05 };
    const route = routeTo(router, address);
    const isGone =
      route && this.#removed.some((gone) => gone.destination === route.destination && gone.prefix === route.prefix);
    if (!route || isGone) throw new NetworkError("ENETUNREACH", address);
    const ofBase = routesOf(this.#base).some(
      (own) => own.destination === route.destination && own.prefix === route.prefix,
    );
    if (!ofBase && (this.#isNear(address) || route.via === undefined)) throw new NetworkError("EHOSTUNREACH", address);
    return this.#base.route(address, port, protocol);
  }
}
