import type { StoredImage } from "../../../engine/image/image.ts";
import { findImage } from "../../../engine/image/resolve.ts";
import { sha256 } from "../../../kernel/sha256.ts";
import { seconds } from "../config/duration.ts";
import { Failure } from "../failures.ts";
import { compactJson } from "../python/py-json.ts";
import { mapAt, type PyMap, type PyValue, pyStr, textAt, textsAt } from "../python/py-value.ts";
import { LABEL } from "./labels.ts";
import { labelledContainers, type ProjectContainer } from "./project-container.ts";
import type { Session } from "./session.ts";

/** Whose network, processes or IPC a service's containers share. */
export interface SharedMode {
  /** "bridge", the first network's name, "host"; undefined: nothing said. */
  readonly mode?: string;
  /** Another service of the project. */
  readonly service?: Service;
  /** Another container's id. */
  readonly container?: string;
}

/** What a service mounts the volumes of. */
export interface VolumesFrom {
  readonly source: Service | string;
  readonly mode: string;
}

export interface ServiceLinks {
  readonly service: Service;
  readonly alias: string | undefined;
}

export interface ServiceParts {
  readonly session: Session;
  readonly project: string;
  readonly name: string;
  readonly options: PyMap;
  readonly links: readonly ServiceLinks[];
  readonly volumesFrom: readonly VolumesFrom[];
  readonly network: SharedMode;
  readonly pid: SharedMode;
  readonly ipc: SharedMode;
  /** What it wants of each network, by the network's name, the first one first. */
  readonly networks: Readonly<Record<string, PyMap>>;
  readonly secrets: readonly { readonly source: string; readonly target: string; readonly file: string }[];
  readonly scale: number;
  /** Labels that say where the project's files are. */
  readonly extraLabels: Readonly<Record<string, string>>;
}

const DEFAULT_TIMEOUT = 10;

/** A service of a project (compose/service.py). */
export class Service {
  readonly parts: ServiceParts;
  readonly name: string;
  readonly options: PyMap;
  scale: number;

  constructor(parts: ServiceParts) {
    this.parts = parts;
    this.name = parts.name;
    this.options = parts.options;
    this.scale = parts.scale;
  }

  get #engine() {
    return this.parts.session.engine;
  }

  get labels(): Readonly<Record<string, string>> {
    return { [LABEL.project]: this.parts.project, [LABEL.service]: this.name };
  }

  /** Its containers but those of `run`, the newest first. */
  containers({ stopped = false } = {}): ProjectContainer[] {
    return labelledContainers(this.#engine, { ...this.labels, [LABEL.oneOff]: "False" }, stopped);
  }

  /** The running one with a number. @throws Failure */
  container(number: number): ProjectContainer {
    const found = this.containers().find(({ labels }) => labels[LABEL.number] === String(number));
    if (!found) throw new Failure(`No container found for ${this.name}_${number}`);
    return found;
  }

  get nextNumber(): number {
    return Math.max(0, ...this.containers({ stopped: true }).map(({ number }) => number)) + 1;
  }

  get canBeBuilt(): boolean {
    return "build" in this.options;
  }

  get imageName(): string {
    return textAt(this.options, "image") ?? `${this.parts.project.replace(/^[_-]+/, "")}_${this.name}`;
  }

  image(): StoredImage | undefined {
    return findImage(this.#engine, this.imageName);
  }

  get customName(): string | undefined {
    return textAt(this.options, "container_name");
  }

  containerName(number: number): string {
    return this.customName ?? [this.parts.project.replace(/^[_-]+/, ""), this.name, number].join("_");
  }

  /** Seconds to stop a container in. @param asked what the command says */
  stopTimeout(asked: number | undefined): number {
    return asked ?? seconds(textAt(this.options, "stop_grace_period") ?? "") ?? DEFAULT_TIMEOUT;
  }

  get profiles(): string[] {
    return textsAt(this.options, "profiles");
  }

  isEnabled(profiles: readonly string[]): boolean {
    return !("profiles" in this.options) || profiles.some((profile) => this.profiles.includes(profile));
  }

  /** The services that must be there first. */
  get dependencies(): string[] {
    const { links, volumesFrom, network, pid, ipc } = this.parts;
    return [
      ...links.map(({ service }) => service.name),
      ...volumesFrom.flatMap(({ source }) => (source instanceof Service ? [source.name] : [])),
      ...[network, pid, ipc].flatMap(({ service }) => (service ? [service.name] : [])),
      ...Object.keys(mapAt(this.options, "depends_on")),
    ];
  }

  /** How a dependency must be: "service_healthy"; undefined when it only has to be there. */
  condition(name: string): string | undefined {
    const { condition } = mapAt(mapAt(this.options, "depends_on"), name);
    return condition === undefined ? undefined : pyStr(condition);
  }

  /** Changes with what the service says, and with its image: containers that have another one are made anew. */
  get configHash(): string {
    const { links, network, ipc, networks, secrets, volumesFrom } = this.parts;
    const config: PyMap = {
      options: this.options,
      image_id: this.image()?.image.id ?? null,
      links: links.map(({ service, alias }): PyValue => [service.name, alias ?? null]),
      net: network.service?.name ?? network.container ?? network.mode ?? null,
      ipc_mode: ipc.service ? sharedMode(ipc) : (ipc.mode ?? null),
      networks,
      secrets: secrets.map(({ source, target, file }) => ({ source, target, file })),
      volumes_from: volumesFrom.flatMap(({ source, mode }): PyValue[] =>
        source instanceof Service ? [[source.name, mode]] : [],
      ),
    };
    return sha256(compactJson(config));
  }
}

/** What the API is told; null when the other service does not run. */
export function sharedMode({ mode, service, container }: SharedMode): string | null {
  if (container !== undefined) return `container:${container}`;
  if (!service) return mode ?? null;
  const [first] = service.containers();
  return first ? `container:${first.id}` : null;
}
