import { parseAddress } from "../../kernel/ipv4.ts";
import type { Container, EndpointSettings } from "../container/container.ts";

/** A container with a live place in a network. */
export interface Attachment {
  readonly container: Container;
  readonly endpoint: EndpointSettings;
}

/**
 * The live places of a host's containers, by network: with thousands of them, giving the next one an address must not
 * go through all. It is made anew from the state when a lab is opened.
 */
export class EndpointIndex {
  readonly #networks = new Map<string, PlacesInNetwork>();

  constructor(containers: Iterable<Container>) {
    for (const container of containers) {
      for (const endpoint of Object.values(container.networks)) {
        if (endpoint.EndpointID !== "") this.add({ container, endpoint });
      }
    }
  }

  add(attachment: Attachment): void {
    const { NetworkID } = attachment.endpoint;
    const places = this.#networks.get(NetworkID) ?? new PlacesInNetwork();
    this.#networks.set(NetworkID, places);
    places.add(attachment);
  }

  /** To be called while the endpoint still has its address. */
  remove({ NetworkID, EndpointID, IPAddress }: EndpointSettings): void {
    this.#networks.get(NetworkID)?.remove(EndpointID, IPAddress);
  }

  /** The containers in a network, by container id. */
  in(networkId: string): Attachment[] {
    const found = [...(this.#networks.get(networkId)?.attachments.values() ?? [])];
    return found.sort((a, b) => (a.container.id < b.container.id ? -1 : 1));
  }

  isInUse(networkId: string, address: number): boolean {
    return this.#networks.get(networkId)?.addresses.has(address) ?? false;
  }

  /** The addresses that containers have in a network. */
  addresses(networkId: string): Iterable<number> {
    return this.#networks.get(networkId)?.addresses.keys() ?? [];
  }

  /** From which address of a block on to look for a free one: what is before it is known to be taken. */
  firstCandidate(networkId: string, first: number): number {
    return this.#networks.get(networkId)?.candidates.get(first) ?? first;
  }

  noteTaken(networkId: string, first: number, below: number): void {
    this.#networks.get(networkId)?.candidates.set(first, below);
  }
}

class PlacesInNetwork {
  /** By endpoint id. */
  readonly attachments = new Map<string, Attachment>();
  /** How many containers have an address: a swarm's tasks may share one. */
  readonly addresses = new Map<number, number>();
  /** By the first address of a block: the lowest that may be free. */
  readonly candidates = new Map<number, number>();

  add(attachment: Attachment): void {
    this.attachments.set(attachment.endpoint.EndpointID, attachment);
    const address = parseAddress(attachment.endpoint.IPAddress);
    if (address !== undefined) this.addresses.set(address, (this.addresses.get(address) ?? 0) + 1);
  }

  remove(endpointId: string, addressText: string): void {
    if (!this.attachments.delete(endpointId)) return;
    const address = parseAddress(addressText);
    if (address === undefined) return;
    const left = (this.addresses.get(address) ?? 1) - 1;
    if (left > 0) this.addresses.set(address, left);
    else this.addresses.delete(address);
    for (const [first, candidate] of this.candidates) {
      if (address >= first && address < candidate) this.candidates.set(first, address);
    }
  }
}
