import type { Engine } from "../engine/engine.ts";
import { EngineError, invalid, notFound } from "../engine/errors.ts";
import { allocateAddress } from "./addresses.ts";
import type { Cluster } from "./cluster.ts";
import { fabricOf } from "./fabric.ts";
import { requireMajority, requireManager } from "./leadership.ts";
import type { Service, ServiceSpec } from "./service.ts";
import { checkServiceSpec, portKey } from "./spec-check.ts";
import { networksOf } from "./tasks.ts";

/** Where ports that nobody chose are taken from (swarmkit, manager/allocator/portallocator.go). */
const FIRST_PORT = 30_000;

/** Creates a service (POST /services/create) and returns its id. @throws EngineError */
export function createService(engine: Engine, spec: ServiceSpec): string {
  const { cluster } = requireMajority(engine);
  checkServiceSpec(cluster, spec);
  if (Object.values(cluster.services).some(({ spec: { name } }) => name === spec.name)) {
    throw new EngineError(
      409,
      `rpc error: code = AlreadyExists desc = name conflicts with an existing object: service ${spec.name} already exists`,
    );
  }
  const now = engine.timestamp();
  const service: Service = {
    id: engine.random.base36(25),
    version: 0,
    createdAt: now,
    updatedAt: now,
    spec,
    specVersion: 1,
    ports: [],
    virtualAddresses: {},
  };
  cluster.services[service.id] = service;
  allocate(cluster, service);
  service.version = fabricOf(engine).changed(cluster);
  return service.id;
}

/** Every service of this manager's swarm (GET /services). @throws EngineError */
export function listServices(engine: Engine): Service[] {
  return Object.values(requireManager(engine).cluster.services);
}

/** By id, name or the start of an id. @throws EngineError */
export function requireService(engine: Engine, ref: string): Service {
  const { cluster } = requireManager(engine);
  const all = Object.values(cluster.services);
  const exact = cluster.services[ref] ?? all.find(({ spec }) => spec.name === ref);
  if (exact) return exact;
  const found = all.filter(({ id }) => id.startsWith(ref));
  if (found.length > 1) throw invalid(`service ${ref} is ambiguous (${found.length} matches found)`);
  const [one] = found;
  if (!one) throw notFound(`service ${ref} not found`);
  return one;
}

/** Gives a service another specification (POST /services/{id}/update). @throws EngineError */
export function updateService(engine: Engine, ref: string, spec: ServiceSpec): void {
  const { cluster } = requireMajority(engine);
  const service = requireService(engine, ref);
  checkServiceSpec(cluster, spec, service);
  checkUpdate(service.spec, spec);
  // Every update is looked at anew: a paused one, too, goes on with what is asked now.
  delete service.updateStatus;
  applySpec(engine, service, spec, Math.max(service.specVersion, service.previousSpecVersion ?? 0) + 1);
}

/** Goes back to the specification before the last update (POST …/update?rollback=previous). @throws EngineError */
export function rollBackService(engine: Engine, ref: string): void {
  const service = requireService(engine, ref);
  const { previousSpec: previous, previousSpecVersion = service.specVersion + 1 } = service;
  if (!previous) {
    throw new EngineError(
      400,
      `rpc error: code = FailedPrecondition desc = service ${service.id} does not have a previous spec`,
    );
  }
  service.updateStatus = {
    state: "rollback_started",
    startedAt: engine.timestamp(),
    message: "manually requested rollback",
  };
  applySpec(engine, service, previous, previousSpecVersion);
}

/** Removes a service; its tasks end (DELETE /services/{id}). @throws EngineError */
export function removeService(engine: Engine, ref: string): void {
  const { cluster } = requireMajority(engine);
  const service = requireService(engine, ref);
  delete cluster.services[service.id];
  for (const task of Object.values(cluster.tasks)) {
    if (task.serviceId !== service.id) continue;
    task.desiredState = "remove";
    if (task.state === "pending" || task.state === "new") delete cluster.tasks[task.id];
  }
  fabricOf(engine).changed(cluster);
}

function applySpec(engine: Engine, service: Service, spec: ServiceSpec, version: number): void {
  const { cluster } = requireMajority(engine);
  service.previousSpec = service.spec;
  service.previousSpecVersion = service.specVersion;
  service.spec = spec;
  service.specVersion = version;
  service.updatedAt = engine.timestamp();
  if (spec.mode.kind.endsWith("-job")) service.jobIteration = (service.jobIteration ?? 0) + 1;
  delete service.rollout;
  allocate(cluster, service);
  service.version = fabricOf(engine).changed(cluster);
}

/** What an update may not change (swarmkit, manager/controlapi/service.go). @throws EngineError */
function checkUpdate(before: ServiceSpec, after: ServiceSpec): void {
  const refuse = (code: string, why: string) => new EngineError(400, `rpc error: code = ${code} desc = ${why}`);
  if (before.name !== after.name) throw refuse("Unimplemented", "renaming services is not supported");
  if (before.mode.kind !== after.mode.kind) throw refuse("Unimplemented", "service mode change is not allowed");
}

/** Gives a service its published ports and its address in every network. @throws EngineError when a port is taken */
function allocate(cluster: Cluster, service: Service): void {
  const others = Object.values(cluster.services).filter(({ id }) => id !== service.id);
  const used = new Set(others.flatMap(({ ports }) => ports.filter(({ mode }) => mode === "ingress").map(portKey)));
  service.ports = service.spec.ports.map((port) => {
    if (port.mode === "host" || port.publishedPort !== 0) return port;
    const kept = service.ports.find((had) => had.targetPort === port.targetPort && had.protocol === port.protocol);
    let publishedPort = kept?.publishedPort ?? FIRST_PORT;
    while (used.has(portKey({ ...port, publishedPort }))) publishedPort++;
    used.add(portKey({ ...port, publishedPort }));
    return { ...port, publishedPort };
  });
  const vips = service.spec.endpointMode === "vip" ? networksOf(cluster, service) : [];
  for (const networkId of Object.keys(service.virtualAddresses)) {
    if (!vips.includes(networkId)) delete service.virtualAddresses[networkId];
  }
  for (const networkId of vips) {
    const address = service.virtualAddresses[networkId] ?? allocateAddress(cluster, networkId);
    if (address !== undefined) service.virtualAddresses[networkId] = address;
  }
  if (service.ports.length > 0 || vips.length > 0) service.allocated = true;
}
