import type { Engine } from "../engine/engine.ts";
import { EngineError, invalid } from "../engine/errors.ts";
import { NetworkError } from "../kernel/network-error.ts";
import { advertiseAddress, DEFAULT_PORT, type HostPort, hostAddressOf, hostPort, listenPort } from "./address.ts";
import type { Cluster, SwarmNode } from "./cluster.ts";
import { fabricOf, membershipOf, type SwarmFabric } from "./fabric.ts";
import { ALREADY_IN_A_SWARM, newNode } from "./init.ts";
import { addNodeNetworks } from "./node-networks.ts";
import { parseToken, type Role, roleOf } from "./tokens.ts";

interface JoinRequest {
  readonly remote: string;
  readonly token: string;
  readonly advertiseAddr?: string;
  readonly listenAddr?: string;
  readonly availability?: SwarmNode["availability"];
}

/** As recorded: a join takes half a second, a try at an address where nobody answers is given up after twenty. */
const JOIN_MS = 400;
const TIMEOUT_MS = 20_000;
/** A port where nobody listens is tried five times, two seconds apart (swarmkit, ca/certificates.go). */
const REFUSED_MS = 10_000;

/**
 * What a join meets at the port of the Docker API: gRPC offers HTTP/2 only, and dockerd's TLS takes HTTP/1.1 only
 * (docker/go-connections, sockets/tcp_socket.go; Go's crypto/tls, negotiateALPN).
 */
const STRANGER = "authentication handshake failed: remote error: tls: no application protocol";

const TIMED_OUT =
  'Timeout was reached before node joined. The attempt to join the swarm will continue in the background. Use the "docker info" command to see the current swarm status of your node.';

/**
 * Brings this host into the swarm of the manager at `remote` (POST /swarm/join); returns the role its token gave it.
 * @throws EngineError: in a swarm already, a token that is none or opens nothing, nobody there (tape 14)
 */
export async function joinSwarm(engine: Engine, request: JoinRequest): Promise<Role> {
  if (engine.state.swarm) throw new EngineError(503, ALREADY_IN_A_SWARM);
  if (request.remote === "") throw invalid('invalid remoteAddr "": invalid empty address');
  // Without a token nothing is compared: the manager itself asks for it.
  if (request.token !== "" && !parseToken(request.token)) throw invalid("invalid join token");
  const remote = remoteOf(engine, request.remote);
  const found = managerAt(engine, remote);
  if (found === "nobody") {
    const joining = { ...request, remote: `${remote.host}:${remote.port}` };
    engine.state.swarm = { nodeId: "", clusterId: "", joining };
    await engine.clock.sleep(TIMEOUT_MS);
    const joined = membershipOf(engine);
    if (joined) return joined.node.role;
    throw new EngineError(503, TIMED_OUT);
  }
  if (typeof found === "string") {
    await engine.clock.sleep(REFUSED_MS);
    const why = {
      refused: `Error while dialing: dial tcp ${remote.host}:${remote.port}: connect: connection refused`,
      stranger: STRANGER,
    };
    throw new EngineError(
      503,
      `rpc error: code = Unavailable desc = connection error: desc = "transport: ${why[found]}"`,
    );
  }
  const advertised = advertisedBy(engine, request);
  await engine.clock.sleep(JOIN_MS);
  return enter(engine, found, request, advertised);
}

/**
 * Where the other manager is: an address, or a name that this host knows.
 * @throws EngineError when it is neither: dockerd looks first which of its own addresses leads there (moby, daemon/cluster/noderunner.go)
 */
function remoteOf(engine: Engine, text: string): HostPort {
  const noWay = (why: string) => new EngineError(500, `could not find local IP address: dial udp: ${why}`);
  const remote = hostPort(text);
  if (!remote) throw noWay(`address ${text}: too many colons in address`);
  try {
    const [host = remote.host] = engine.ports.host.network.resolve(remote.host);
    return { ...remote, host };
  } catch (error) {
    if (error instanceof NetworkError && error.code === "ENOTFOUND") throw noWay(`lookup ${remote.host}: no such host`);
    throw error;
  }
}

/** Goes on with joins that found nobody, after somebody was switched on or connected. */
export function resumeJoins(fabric: SwarmFabric): void {
  for (const engine of fabric.ports.engines().values()) {
    const joining = engine.state.stopped ? undefined : engine.state.swarm?.joining;
    const remote = joining && hostPort(joining.remote);
    const cluster = remote && managerAt(engine, remote);
    if (!joining || typeof cluster !== "object") continue;
    try {
      enter(engine, cluster, joining, advertisedBy(engine, joining));
    } catch (error) {
      // Whoever asked has gone: what is wrong, `docker info` tells.
      if (!(error instanceof EngineError)) throw error;
      engine.state.swarm = { nodeId: "", clusterId: "", joining, error: error.message };
    }
  }
}

/**
 * What was asked for, or, also when that is no address of this host, the one that the manager sees it come from: whoever
 * joins need not choose one (moby, daemon/cluster/swarm.go, Join).
 */
function advertisedBy(
  engine: Engine,
  { advertiseAddr, listenAddr }: Pick<JoinRequest, "advertiseAddr" | "listenAddr">,
) {
  const port = listenPort(engine, listenAddr);
  const seen = { host: engine.ports.address, port };
  if (!advertiseAddr) return seen;
  try {
    return advertiseAddress(engine, advertiseAddr, port);
  } catch (error) {
    if (error instanceof EngineError) return seen;
    throw error;
  }
}

/** @throws EngineError when the token is not of this swarm */
function enter(engine: Engine, cluster: Cluster, request: JoinRequest, advertised: HostPort): Role {
  const token = parseToken(request.token);
  if (token && token.digest !== cluster.tokenDigest)
    throw new EngineError(500, `remote CA does not match fingerprint. Expected: ${hexDigest(token.digest)}`);
  const role = token && roleOf(cluster, token.secret);
  if (!role) {
    throw invalid("rpc error: code = InvalidArgument desc = A valid join token is necessary to join this cluster");
  }
  const port = listenPort(engine, request.listenAddr);
  const node: SwarmNode = {
    ...newNode(engine, role, advertised.host),
    availability: request.availability ?? "active",
    ...hostAddressOf(engine, advertised.host),
    ...(port === DEFAULT_PORT ? {} : { listenPort: port }),
    ...(role === "manager" ? { managerAddress: `${advertised.host}:${advertised.port}` } : {}),
  };
  cluster.nodes[node.id] = node;
  engine.state.swarm = { nodeId: node.id, clusterId: cluster.id };
  addNodeNetworks(engine);
  node.version = fabricOf(engine).changed(cluster);
  return role;
}

/**
 * The swarm of the manager that listens at an address; "refused" when somebody is there who does not listen, "stranger"
 * when what listens speaks TLS and is no manager.
 */
function managerAt(engine: Engine, { host, port }: HostPort): Cluster | "refused" | "stranger" | "nobody" {
  const there = fabricOf(engine).ports.reachable(engine.ports.host.host, host);
  if (!there) return "nobody";
  const membership = there.state.stopped ? undefined : membershipOf(there);
  const listens = membership?.node.role === "manager" && (membership.node.listenPort ?? DEFAULT_PORT) === port;
  if (listens) return membership.cluster;
  return there.ports.host.network.sockets.serviceAt(port, host)?.secure ? "stranger" : "refused";
}

/** The digest in a token, 50 digits of base 36, as the certificate authority writes it. */
function hexDigest(digits: string): string {
  let value = 0n;
  for (const digit of digits) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value.toString(16).padStart(64, "0");
}
