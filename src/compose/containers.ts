import type { Container } from "../engine/container/container.ts";
import { listContainers } from "../engine/container/find.ts";
import type { Engine } from "../engine/engine.ts";
import { ComposeError } from "./compose-error.ts";
import { LABEL } from "./labels.ts";
import type { ComposeSession } from "./session.ts";

export type Labels = Readonly<Record<string, string>>;

/** A container as Compose lists it: what it was at that moment. */
export interface ProjectContainer {
  readonly id: string;
  readonly name: string;
  readonly project: string;
  readonly service: string;
  /** 0 when its label says none. */
  readonly number: number;
  /** Made by `docker compose run`. */
  readonly oneOff: boolean;
  readonly status: Container["status"];
  readonly labels: Labels;
  /** The ids of its networks. */
  readonly networks: readonly string[];
  /** The names of its volumes. */
  readonly volumes: readonly string[];
}

export interface ContainerQuery {
  /** "exclude" unless told. */
  readonly oneOff?: "include" | "exclude" | "only";
  /** Also those that do not run; true unless told. */
  readonly all?: boolean;
  /** Only those of these services; all when empty. */
  readonly services?: readonly string[];
}

/** The containers of a project, the newest first as the engine lists them. */
export function projectContainers(
  { engine, pretended = [] }: Pick<ComposeSession, "engine"> & Partial<Pick<ComposeSession, "pretended">>,
  project: string,
  { oneOff = "exclude", all = true, services = [] }: ContainerQuery = {},
): ProjectContainer[] {
  return [...pretended, ...listContainers(engine).filter(isCompose).map(viewOf)].filter(
    (container) =>
      container.project === project &&
      (oneOff === "include" || container.oneOff === (oneOff === "only")) &&
      (all || isUp(container)) &&
      (services.length === 0 || services.includes(container.service)),
  );
}

const isCompose = ({ config }: Container) => LABEL.project in config.Labels && LABEL.configHash in config.Labels;

const isUp = ({ status }: ProjectContainer) => status === "running" || status === "paused" || status === "restarting";

export function viewOf(container: Container): ProjectContainer {
  const { id, name, status, config, networks, mounts } = container;
  const { Labels } = config;
  return {
    id,
    name,
    project: Labels[LABEL.project] ?? "",
    service: Labels[LABEL.service] ?? "",
    number: Number(Labels[LABEL.number] ?? 0) || 0,
    oneOff: Labels[LABEL.oneOff] === "True",
    status,
    labels: Labels,
    networks: Object.values(networks).map(({ NetworkID }) => NetworkID),
    volumes: mounts.flatMap(({ Name }) => Name ?? []),
  };
}

/** By name, as Compose sorts them for people. */
export function sortedByName<T extends { readonly name: string }>(containers: readonly T[]): T[] {
  return [...containers].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/**
 * One container of a service: the one of that number, or the first.
 * @param index 0 for any
 * @throws ComposeError `service "web" is not running`
 */
export function serviceContainer(
  engine: Engine,
  project: string,
  service: string,
  index: number,
  query: ContainerQuery = {},
): ProjectContainer {
  const found = projectContainers({ engine }, project, { all: false, ...query, services: [service] })
    .filter(({ number }) => index <= 0 || number === index)
    .sort((a, b) => a.number - b.number || Number(a.oneOff) - Number(b.oneOff))[0];
  if (found) return found;
  throw new ComposeError(
    index > 0
      ? `service ${JSON.stringify(service)} is not running container #${index}`
      : `service ${JSON.stringify(service)} is not running`,
  );
}
