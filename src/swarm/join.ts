import type { Engine } from "../engine/engine.ts";
import { EngineError, invalid } from "../engine/errors.ts";
import { advertiseAddress, hostPort, listenPort } from "./address.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import { fabricOf, membershipOf } from "./fabric.ts";
import { ALREADY_IN_A_SWARM, newNode } from "./init.ts";
import { addNodeNetworks } from "./node-networks.ts";
import { parseToken, type Role, roleOf } from "./tokens.ts";

export interface JoinRequest {
  readonly remote: string;
  readonly token: string;
  readonly advertiseAddr?: string;
  readonly listenAddr?: string;
  readonly availability?: SwarmNode["availability"];
}

/** As recorded: a join takes half a second, a try at an address where nobody answers is given up after twenty. */
const JOIN_MS = 400;
const TIMEOUT_MS = 20_000;

const TIMED_OUT =
  'Timeout was reached before node joined. The attempt to join the swarm will continue in the background. Use the "docker info" command to see the current swarm status of your node.';

/**
 * Brings this host into the swarm of the manager at `remote` (POST /swarm/join); returns the role its token gave it.
 * @throws EngineError: in a swarm already, a token that is none or opens nothing, nobody there (tape 14)
 */
export async function joinSwarm(engine: Engine, request: JoinRequest): Promise<Role> {
  if (engine.state.swarm) throw new EngineError(503, ALREADY_IN_A_SWARM);
  const token = parseToken(request.token);
  if (!token) throw invalid("invalid join token");
  const remote = hostPort(request.remote);
  if (!remote) throw invalid(`invalid remote address: ${request.remote}`);
  const cluster = managerAt(engine, remote.host, remote.port);
  if (!cluster) {
    engine.state.swarm = { nodeId: "", clusterId: "" };
    await engine.clock.sleep(TIMEOUT_MS);
    throw new EngineError(503, TIMED_OUT);
  }
  const advertised = advertiseAddress(engine, request.advertiseAddr, listenPort(request.listenAddr));
  await engine.clock.sleep(JOIN_MS);
  if (token.digest !== cluster.tokenDigest)
    throw new EngineError(500, `remote CA does not match fingerprint. Expected: ${token.digest}`);
  const role = roleOf(cluster, token.secret);
  if (!role) {
    throw invalid("rpc error: code = InvalidArgument desc = A valid join token is necessary to join this cluster");
  }
  const node: SwarmNode = {
    ...newNode(engine, role, advertised.host),
    availability: request.availability ?? "active",
    ...(role === "manager" ? { managerAddress: `${advertised.host}:${advertised.port}` } : {}),
  };
  cluster.nodes[node.id] = node;
  engine.state.swarm = { nodeId: node.id, clusterId: cluster.id };
  addNodeNetworks(engine);
  node.version = fabricOf(engine).changed(cluster);
  return role;
}

/** The swarm of the manager that listens at an address, when it can be reached from here. */
function managerAt(engine: Engine, address: string, port: number): Cluster | undefined {
  const there = fabricOf(engine).ports.reachable(engine.ports.host.host, address);
  const membership = there && membershipOf(there);
  return membership?.node.managerAddress === `${address}:${port}` ? membership.cluster : undefined;
}
