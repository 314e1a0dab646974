import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import { findImage } from "../image/resolve.ts";
import { hasLabel } from "../labels.ts";
import type { Container } from "./container.ts";
import { isRunning, requireContainer } from "./find.ts";

/** `--filter`: the values given for each key. Values of one key are alternatives, keys all have to hold. */
export type ContainerFilters = Readonly<Record<string, readonly string[]>>;

type Predicate = (container: Container) => boolean;

const STATUSES = ["created", "running", "paused", "restarting", "removing", "exited", "dead"];
const HEALTHS = ["none", "starting", "healthy", "unhealthy"];

/** @throws EngineError when a value is none of those that there are */
function checkOneOf(key: string, kind: string, value: string, known: readonly string[]): void {
  if (!known.includes(value))
    throw invalid(
      `invalid filter '${key}=${value}': invalid value for ${kind} (${value}): must be one of ${known.join(", ")}`,
    );
}

/** For each key of `docker ps --filter`, what a value asks for (moby, daemon/list.go). */
const KEYS: Readonly<Record<string, (engine: Engine, value: string) => Predicate>> = {
  ancestor: (engine, value) => ancestor(engine, value),
  before: (engine, value) => {
    const age = ages(engine);
    const other = age(requireContainer(engine, value));
    return (container) => age(container) < other;
  },
  exited: (_, value) => {
    if (!/^[+-]?\d+$/.test(value))
      throw invalid(`invalid filter 'exited=${value}': strconv.Atoi: parsing "${value}": invalid syntax`);
    return ({ status, startedAt, exitCode }) =>
      status === "exited" && !startedAt.startsWith("0001") && exitCode === Number(value);
  },
  expose: (_, value) => {
    const wanted = portRange(value);
    return (container) =>
      isRunning(container) && Object.keys(container.config.ExposedPorts ?? {}).some((port) => wanted(port));
  },
  health: (_, value) => {
    checkOneOf("health", "health", value, HEALTHS);
    return ({ health }) => (health?.Status ?? "none") === value;
  },
  // The start of one id and of no other: an expression is not enough, nor the start of several.
  id: ({ containers }, value) => {
    const [found, other] = containers.startingWith(value);
    return (container) => !other && container === found;
  },
  "is-task": (_, value) => {
    // Only these two words, where other filters take whatever strconv.ParseBool does.
    if (value !== "true" && value !== "false") throw invalid(`invalid filter 'is-task=[${value}]'`);
    const wanted = value === "true";
    return ({ config }) => "com.docker.swarm.task.id" in config.Labels === wanted;
  },
  isolation: (_, value) => () => value === "default",
  label:
    (_, value) =>
    ({ config }) =>
      hasLabel(config.Labels, value),
  name: (_, value) => matcher(value.replace(/^(\^?)\//, "$1"), ({ name }) => name),
  network: (engine, value) => (container) =>
    Object.entries(container.networks).some(
      ([name, { NetworkID }]) =>
        name === value ||
        (NetworkID !== "" && NetworkID.startsWith(value)) ||
        engine.state.networks[NetworkID]?.name === value,
    ),
  publish: (_, value) => {
    const wanted = portRange(value);
    // Only one that runs has ports of the host.
    return ({ ports }) =>
      Object.entries(ports).some(([port, bindings]) =>
        bindings?.some(({ HostPort }) => wanted(`${HostPort}/${port.split("/")[1] ?? "tcp"}`)),
      );
  },
  since: (engine, value) => {
    const age = ages(engine);
    const other = age(requireContainer(engine, value));
    return (container) => age(container) > other;
  },
  status: (_, value) => {
    checkOneOf("status", "state", value, STATUSES);
    return ({ status }) => status === value;
  },
  task:
    (_, value) =>
    ({ config }) =>
      config.Labels["com.docker.swarm.task.id"] === value,
  volume:
    (_, value) =>
    ({ mounts }) =>
      mounts.some(({ Name, Source, Destination }) => Name === value || Source === value || Destination === value),
};

/** What decides whether a container is listed. @throws EngineError `invalid filter 'x'` */
export function containerFilter(engine: Engine, filters: ContainerFilters): Predicate {
  const all = Object.entries(filters).map(([key, values]): Predicate => {
    const make = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
    if (!make) throw invalid(key === "" ? "invalid filter" : `invalid filter '${key}'`);
    const any = values.map((value) => make(engine, value));
    // Several labels all have to be there.
    return key === "label"
      ? (container) => any.every((predicate) => predicate(container))
      : (container) => any.some((predicate) => predicate(container));
  });
  return (container) => all.every((predicate) => predicate(container));
}

/** Part of a text, or a regular expression that matches in it. */
function matcher(value: string, of: (container: Container) => string): Predicate {
  let pattern: RegExp | undefined;
  try {
    pattern = new RegExp(value);
  } catch {
    pattern = undefined;
  }
  return (container) => of(container).startsWith(value) || (pattern?.test(of(container)) ?? false);
}

/** An image, or one built on it. */
function ancestor(engine: Engine, value: string): Predicate {
  let base: ReturnType<typeof findImage>;
  try {
    base = findImage(engine, value);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
  }
  if (!base) return () => false;
  const layers = base.image.layers.map(({ diffId }) => diffId);
  return ({ image }) => {
    if (image === base.image.id) return true;
    const own = engine.state.images.images[image]?.image.layers ?? [];
    return layers.length > 0 && layers.every((diffId, index) => own[index]?.diffId === diffId);
  };
}

/** "80", "80/udp", "8000-8010/tcp". */
function portRange(value: string): (port: string) => boolean {
  const match = /^(\d+)(?:-(\d+))?(?:\/(\w*))?$/.exec(value);
  if (!match) throw invalid(`invalid port: ${value}`);
  const [, first = "", last = first, protocol = "tcp"] = match;
  return (port) => {
    const [number = "", own = "tcp"] = port.split("/");
    return own === protocol && Number(number) >= Number(first) && Number(number) <= Number(last);
  };
}

/** The place of each among all: greater is newer. */
function ages(engine: Engine): (container: Container) => number {
  const places = new Map(Object.keys(engine.state.containers).map((id, place) => [id, place]));
  return ({ id }) => places.get(id) ?? -1;
}
