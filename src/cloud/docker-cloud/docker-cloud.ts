import type { Engine } from "../../engine/engine.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Random } from "../../kernel/random.ts";
import type { CloudAction, CloudNode, DockerCloudState, Job } from "./state.ts";

/** The Docker ID of the lab's account: nobody's at Docker. */
export const NAMESPACE = "darsena";

/** Where the lab's account asks from, as others see it: an address kept for documentation (RFC 5737). */
export const CALLER_ADDRESS = "192.0.2.1";

export const REST_HOST = "https://cloud.docker.com";

/** How long what was terminated is still listed, ms. That it was for a while is documented, how long is not. */
const REMEMBERED_MS = 5 * 60_000;

export interface DockerCloudPorts {
  readonly clock: Clock;
  readonly random: Random;
  /** The engine of a node, installed when it is first asked for. */
  readonly engine: (node: CloudNode) => Engine;
  /** Gives a node's computer back to its provider. */
  readonly discard: (node: CloudNode) => void;
}

/** Does what an action is about; rejects with a CloudFailure when that cannot be done. */
export type PerformAction = (cloud: DockerCloud, job: Job, log: (line: string) => void) => Promise<void>;

/**
 * Docker Cloud as it was until 21 May 2018: node clusters at a provider, services and stacks of containers on them, and
 * names under dockerapp.io. It is gone; rebuilt from its API's documentation (docker/docs, apidocs/cloud-api-source), its
 * guides (docker/docs, docker-cloud/) and its client's source (docker/python-dockercloud). The account is the lab's, its
 * providers are linked, its plan is the free one. Its operations are functions over it.
 */
export class DockerCloud {
  readonly state: DockerCloudState;
  readonly ports: DockerCloudPorts;
  readonly #load: () => Promise<PerformAction>;
  #perform: PerformAction | undefined;

  /** @param load gets what it does: most labs never use it */
  constructor(state: DockerCloudState, ports: DockerCloudPorts, load: () => Promise<PerformAction>) {
    this.state = state;
    this.ports = ports;
    this.#load = load;
  }

  get clock(): Clock {
    return this.ports.clock;
  }

  /** A random UUID (version 4), as all objects are named by. */
  uuid(): string {
    const { random } = this.ports;
    return `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-${"89ab".charAt(random.below(4))}${random.hex(3)}-${random.hex(12)}`;
  }

  /** Once it can begin an action at once: whoever uses it waits for that first. */
  async ready(): Promise<void> {
    this.#perform ??= await this.#load();
  }

  async perform(action: CloudAction): Promise<void> {
    if (!this.#perform) await this.ready();
    return this.#perform?.(this, action.job, (line) => action.logs.push(line));
  }

  /** Whether an object is still listed: it is there, or went a short while ago. */
  isListed({ destroyed }: { readonly destroyed?: number }): boolean {
    return destroyed === undefined || this.clock.now() - destroyed < REMEMBERED_MS;
  }
}
