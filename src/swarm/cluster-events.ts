import type { EngineEvent } from "../engine/event.ts";
import type { Cluster, SecretObject, SwarmNode } from "./cluster.ts";
import { membershipOf, type SwarmFabric } from "./fabric.ts";
import type { Service } from "./service.ts";

type Attributes = Record<string, string>;
type Kind = Extract<EngineEvent["Type"], "node" | "service" | "network" | "secret" | "config">;

/** What a cluster's object was when its managers were last heard, as far as events tell of it. */
interface Seen {
  readonly name: string;
  readonly updatedAt: string;
  /** What an event shows the change of, as `key.old` and `key.new`. */
  readonly shown: Readonly<Record<string, string>>;
}

/** By kind and id. */
type Snapshot = Readonly<Record<Kind, ReadonlyMap<string, Seen>>>;

const KINDS: readonly Kind[] = ["node", "network", "secret", "config", "service"];

/** How often a node's object is written before its agent has told its name (recorded). */
const WRITES_OF_A_JOIN = 3;

/**
 * Tells on every manager, as `docker events` shows it, what changes in a swarm: nodes, services, networks, secrets and
 * configs that come, change and go (moby, daemon/events.go, generateClusterEvent).
 */
export function announceChanges(fabric: SwarmFabric): void {
  const seen = new WeakMap<Cluster, Snapshot>();
  for (const cluster of Object.values(fabric.state.clusters)) seen.set(cluster, snapshotOf(cluster));
  fabric.onChange((cluster) => {
    const before = seen.get(cluster);
    const after = snapshotOf(cluster);
    seen.set(cluster, after);
    const tell = (Type: Kind, Action: string, ID: string, Attributes: Attributes) => {
      for (const engine of fabric.ports.engines().values()) {
        const own = engine.state.stopped ? undefined : membershipOf(engine);
        if (own?.cluster === cluster && own.node.role === "manager")
          engine.emit({ Type, Action, Actor: { ID, Attributes }, scope: "swarm" });
      }
    };
    if (!before) {
      // Nobody hears how a swarm begins but that its first node is there.
      for (const [id, { name }] of after.node)
        tell("node", "update", id, { name, ...change("state", "unknown", "ready") });
      return;
    }
    for (const kind of KINDS) compare(before[kind], after[kind], kind, (...event) => tell(kind, ...event));
  });
}

function compare(
  before: ReadonlyMap<string, Seen>,
  after: ReadonlyMap<string, Seen>,
  kind: Kind,
  tell: (action: string, id: string, attributes: Attributes) => void,
): void {
  for (const [id, now] of after) {
    const had = before.get(id);
    if (!had) arrival(kind, id, now, tell);
    else if (had.updatedAt !== now.updatedAt || JSON.stringify(had.shown) !== JSON.stringify(now.shown))
      tell("update", id, { name: now.name, ...differences(had.shown, now.shown) });
  }
  for (const [id, { name }] of before) if (!after.has(id)) tell("remove", id, { name });
}

/** An object that is new, and what the managers write to it at once. */
function arrival(
  kind: Kind,
  id: string,
  now: Seen,
  tell: (a: string, id: string, attributes: Attributes) => void,
): void {
  const { name } = now;
  if (kind === "node") {
    tell("create", id, { name: "" });
    for (let i = 0; i < WRITES_OF_A_JOIN; i++) tell("update", id, { name: "" });
    tell("update", id, { name, ...change("state", "unknown", "ready") });
    return;
  }
  tell("create", id, { name });
  if (kind === "network" || now.shown.allocated !== undefined) tell("update", id, { name });
}

const change = (key: string, old: string, now: string): Attributes => ({ [`${key}.old`]: old, [`${key}.new`]: now });

function differences(before: Seen["shown"], after: Seen["shown"]): Attributes {
  const attributes: Attributes = {};
  for (const [key, now] of Object.entries(after)) {
    const old = before[key];
    if (key === "allocated" || old === now) continue;
    if (old !== undefined) attributes[`${key}.old`] = old;
    attributes[`${key}.new`] = now;
  }
  return attributes;
}

function snapshotOf(cluster: Cluster): Snapshot {
  const all = <T extends { id: string }>(objects: Record<string, T>, see: (object: T) => Seen) =>
    new Map(Object.values(objects).map((object) => [object.id, see(object)]));
  const payload = ({ name, updatedAt }: SecretObject): Seen => ({ name, updatedAt, shown: {} });
  return {
    node: all(cluster.nodes, seenNode),
    network: all(cluster.networks, ({ name, created }) => ({ name, updatedAt: created, shown: {} })),
    secret: all(cluster.secrets, payload),
    config: all(cluster.configs, payload),
    service: all(cluster.services, seenService),
  };
}

function seenNode({ hostname, updatedAt, availability, role, state }: SwarmNode): Seen {
  return { name: hostname, updatedAt, shown: { availability, role, state } };
}

function seenService({ spec, updatedAt, updateStatus, allocated }: Service): Seen {
  const shown: Record<string, string> = { image: spec.task.image };
  if (spec.mode.kind === "replicated") shown.replicas = String(spec.mode.replicas);
  if (updateStatus) shown.updatestate = updateStatus.state;
  if (allocated) shown.allocated = "";
  return { name: spec.name, updatedAt, shown };
}
