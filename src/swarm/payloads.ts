import type { Engine } from "../engine/engine.ts";
import { EngineError, invalid, notFound } from "../engine/errors.ts";
import { byteLength } from "../kernel/bytes.ts";
import type { Cluster, SecretObject } from "./cluster.ts";
import { fabricOf } from "./fabric.ts";
import { requireMajority, requireManager } from "./leadership.ts";

/** The two kinds of content that a swarm keeps for its tasks. */
export type PayloadKind = "secret" | "config";

/** What a secret or a config is made of. */
interface PayloadSpec {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Text that can carry any bytes (kernel/bytes). */
  readonly data: string;
  /** Of a secret: the plugin that keeps its content. */
  readonly driver?: string;
  /** "golang": its content is a template. */
  readonly templating?: string;
}

const NAME = /^[a-zA-Z0-9]+(?:[a-zA-Z0-9-_.]*[a-zA-Z0-9])?$/;
/** Bytes (swarmkit, api/validation/secrets.go and manager/controlapi/config.go). */
const LIMIT: Readonly<Record<PayloadKind, number>> = { secret: 500 * 1024, config: 1000 * 1024 };

const rpc = (status: EngineError["status"], code: string, text: string) =>
  new EngineError(status, `rpc error: code = ${code} desc = ${text}`);

/** Where a cluster keeps a kind. */
const shelf = (cluster: Cluster, kind: PayloadKind): Record<string, SecretObject> =>
  kind === "secret" ? cluster.secrets : cluster.configs;

/** Makes a secret or a config (POST /secrets/create) and returns its id. @throws EngineError */
export function createPayload(engine: Engine, kind: PayloadKind, spec: PayloadSpec): string {
  const { cluster } = requireMajority(engine);
  checkPayload(kind, spec);
  const kept = shelf(cluster, kind);
  if (Object.values(kept).some(({ name }) => name === spec.name))
    throw rpc(409, "AlreadyExists", `${kind} ${spec.name} already exists`);
  const now = engine.timestamp();
  const { name, labels, data, driver, templating } = spec;
  const object: SecretObject = {
    id: engine.random.base36(25),
    name,
    labels: { ...labels },
    data,
    ...(driver === undefined ? {} : { driver }),
    ...(templating === undefined ? {} : { templating }),
    createdAt: now,
    updatedAt: now,
    version: 0,
  };
  kept[object.id] = object;
  object.version = fabricOf(engine).changed(cluster);
  return object.id;
}

/** Every secret or config of this manager's swarm. @throws EngineError */
export function listPayloads(engine: Engine, kind: PayloadKind): SecretObject[] {
  return Object.values(shelf(requireManager(engine).cluster, kind));
}

/** By id, name or the start of an id (moby, daemon/cluster/helpers.go). @throws EngineError */
export function requirePayload(engine: Engine, kind: PayloadKind, ref: string): SecretObject {
  const all = listPayloads(engine, kind);
  const exact = all.find(({ id }) => id === ref) ?? all.find(({ name }) => name === ref);
  if (exact) return exact;
  const found = ref === "" ? [] : all.filter(({ id }) => id.startsWith(ref));
  if (found.length > 1) throw invalid(`${kind} ${ref} is ambiguous (${found.length} matches found)`);
  const [one] = found;
  if (!one) throw notFound(`${kind} ${ref} not found`);
  return one;
}

/**
 * Gives one other labels, which is all that may change of it (POST /secrets/{id}/update; swarmkit, manager/controlapi).
 * @throws EngineError when its content would change
 */
export function updatePayload(engine: Engine, kind: PayloadKind, ref: string, spec: PayloadSpec): void {
  const object = requirePayload(engine, kind, ref);
  if (object.data !== spec.data || object.name !== spec.name)
    throw rpc(400, "InvalidArgument", "only updates to Labels are allowed");
  if (sameLabels(object.labels, spec.labels)) return;
  object.labels = { ...spec.labels };
  object.updatedAt = engine.timestamp();
  object.version = fabricOf(engine).changed(requireMajority(engine).cluster);
}

/** Removes one that no service uses (DELETE /secrets/{id}). @throws EngineError when one does */
export function removePayload(engine: Engine, kind: PayloadKind, ref: string): void {
  const { cluster } = requireMajority(engine);
  const object = requirePayload(engine, kind, ref);
  const users = Object.values(cluster.services)
    .filter(({ spec: { task } }) =>
      (kind === "secret" ? task.secrets : task.configs).some(({ id }) => id === object.id),
    )
    .map(({ spec }) => spec.name);
  if (users.length > 0) {
    const services = users.length === 1 ? "service" : "services";
    throw rpc(
      400,
      "InvalidArgument",
      `${kind} '${object.name}' is in use by the following ${services}: ${users.join(", ")}`,
    );
  }
  delete shelf(cluster, kind)[object.id];
  fabricOf(engine).changed(cluster);
}

function checkPayload(kind: PayloadKind, { name, data, driver }: PayloadSpec): void {
  const refuse = (text: string) => rpc(400, "InvalidArgument", text);
  if (name === "") throw refuse("name must be provided");
  if (name.length > 64 || !NAME.test(name))
    throw refuse(
      "invalid name, only 64 [a-zA-Z0-9-_.] characters allowed, and the start and end character must be [a-zA-Z0-9]",
    );
  if (driver !== undefined) return;
  const size = byteLength(data);
  if (size < 1 || size >= LIMIT[kind])
    throw refuse(`${kind} data must be larger than 0 and less than ${LIMIT[kind]} bytes`);
}

function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const text = (labels: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(labels).sort());
  return text(a) === text(b);
}
