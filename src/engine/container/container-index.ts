import type { Container } from "./container.ts";

/** How many digits of an id lists show, and scripts hand back. */
const SHORT = 12;

/**
 * A host's containers by name and by the short form of their id, beside the state that holds them: with thousands of
 * them, looking each one up must not go through all. It is made anew from the state when a lab is opened.
 */
export class ContainerIndex {
  readonly #all: Record<string, Container>;
  readonly #byName = new Map<string, Container>();
  readonly #byShortId = new Map<string, Container[]>();

  /** @param all the state's own containers, by id: the index writes to it too */
  constructor(all: Record<string, Container>) {
    this.#all = all;
    for (const container of Object.values(all)) this.#note(container);
  }

  add(container: Container): void {
    this.#all[container.id] = container;
    this.#note(container);
  }

  remove(container: Container): void {
    delete this.#all[container.id];
    this.#byName.delete(container.name);
    const short = container.id.slice(0, SHORT);
    const left = this.#byShortId.get(short)?.filter((other) => other !== container) ?? [];
    if (left.length > 0) this.#byShortId.set(short, left);
    else this.#byShortId.delete(short);
  }

  rename(container: Container, name: string): void {
    this.#byName.delete(container.name);
    container.name = name;
    this.#byName.set(name, container);
  }

  named(name: string): Container | undefined {
    return this.#byName.get(name);
  }

  /** The containers whose id starts so. */
  startingWith(prefix: string): Container[] {
    const near = prefix.length < SHORT ? Object.values(this.#all) : (this.#byShortId.get(prefix.slice(0, SHORT)) ?? []);
    return near.filter(({ id }) => id.startsWith(prefix));
  }

  #note(container: Container): void {
    this.#byName.set(container.name, container);
    const short = container.id.slice(0, SHORT);
    const same = this.#byShortId.get(short);
    if (same) same.push(container);
    else this.#byShortId.set(short, [container]);
  }
}
