import { DaemonStarting, DaemonUnreachable } from "../cli/command.ts";
import type { DockerTls } from "../cli/context/tls.ts";
import { isSignedBy } from "../commands/docker-machine/certificates.ts";
import { opensByKey } from "../commands/ssh-keys.ts";
import type { Engine } from "../engine/engine.ts";
import { SERVER } from "../engine/system/release.ts";
import { FileError } from "../kernel/filesystem.ts";
import type { Process } from "../kernel/process.ts";
import { BOOT2DOCKER_FOLDER } from "../programs/rootfs/boot2docker-host.ts";
import { findHost, isReached } from "./find-host.ts";
import { type ConnectingCommand, firstRequest } from "./first-request.ts";
import type { Host } from "./host.ts";
import type { Lab } from "./lab.ts";

const DEFAULT_ADDRESS = "unix:///var/run/docker.sock";

/**
 * The engine behind a daemon's address, as a process of `host` reaches it: `unix://PATH`, `ssh://[USER@]HOST`,
 * `tcp://HOST[:PORT]`; or why there is none, in the client's words (the recordings of errors; docker/cli; moby,
 * client/request.go).
 * @param connecting which command connects: what it asks first is in some of the words
 */
export function connectToDocker(
  lab: Lab,
  host: Host,
  process: Process,
  address = DEFAULT_ADDRESS,
  tls?: DockerTls,
  connecting: ConnectingCommand = { command: "version", args: [] },
): Engine | DaemonUnreachable | DaemonStarting {
  const path = /^unix:\/\/(.*)$/.exec(address)?.[1];
  if (path !== undefined) return throughSocket(lab, process, path);
  const remote = /^(ssh|tcp):\/\/(?:([^@/]+)@)?([^:/]+)(?::(\d+))?/.exec(address);
  const name = remote?.[3];
  if (name === undefined) return new DaemonUnreachable(`unable to parse docker host \`${address}\``);
  const ssh = remote?.[1] === "ssh";
  const target = isLoopback(name) ? host : findHost(lab, name);
  if (!target || !isReached(host, target)) {
    const at = target?.state.address ?? (/^[\d.]+$/.test(name) ? name : undefined);
    if (at === undefined)
      return new DaemonUnreachable(
        ssh ? sshFailed(connecting, name, nameUnknown(name)) : unresolved(address, name, process),
      );
    const port = remote?.[4] ?? (ssh ? "22" : "2375");
    return new DaemonUnreachable(
      ssh
        ? sshFailed(connecting, name, `ssh: connect to host ${name} port ${port}: No route to host`)
        : duringConnect(connecting, `http://${name}:${port}`, `dial tcp ${at}:${port}: connect: no route to host`),
    );
  }
  if (!ssh) return overTcp(target, address, Number(remote?.[4] ?? 2375), tls);
  const user = remote?.[2] ?? process.env.USER ?? "root";
  // The lab's hosts know each other's users; docker-machine's know only whoever put a key of theirs there.
  if (target.state.boot2docker && !opensByKey(process, target.machine.files, user))
    return new DaemonUnreachable(
      sshFailed(connecting, name, `${user}@${name}: Permission denied (publickey,password).`),
    );
  return running(target) ?? new DaemonUnreachable(refused(DEFAULT_ADDRESS));
}

const isLoopback = (name: string) => name === "localhost" || name.startsWith("127.");

/** What fails for reasons that the client has no words of its own for (moby, client/request.go). */
const duringConnect = (connecting: ConnectingCommand, server: string, why: string) => {
  const [method = "", path = ""] = firstRequest(connecting).split(" ");
  return `error during connect: ${method} "${server}/${path === "_ping" ? "" : `v${SERVER.apiVersion}/`}${path}": ${why}`;
};

/** @param why what ssh wrote */
const sshFailed = (connecting: ConnectingCommand, name: string, why: string) =>
  duringConnect(
    connecting,
    "http://docker.example.com",
    `command [ssh -o ConnectTimeout=30 -T -- ${name} docker system dial-stdio] has exited with exit status 255, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=${why}`,
  );

const nameUnknown = (name: string) => `ssh: Could not resolve hostname ${name}: Name or service not known`;

/** Go's resolver tells which server it asked (net.DNSError). */
const unresolved = (address: string, name: string, { machine }: Process) =>
  `failed to connect to the docker API at ${address}: lookup ${name} on ${machine.network.router.nameserver?.()}:53: no such host`;

/**
 * A daemon listens on its socket only, as a fresh installation does, so that over TCP nobody answers; those of
 * docker-machine's machines also listen on 2376, with TLS, and let in whoever shows a certificate of their authority
 * (Go's crypto/tls, moby's client/request.go).
 */
function overTcp({ machine, engine }: Host, address: string, port: number, tls: DockerTls | undefined) {
  if (machine.network.sockets.serviceAt(port, "0.0.0.0")?.secure === undefined)
    return new DaemonUnreachable(refused(address));
  if (!tls) return new DaemonUnreachable("Error response from daemon: Client sent an HTTP request to an HTTPS server.");
  const failed = (why: string) =>
    new DaemonUnreachable(`error during connect: Head "https://${address.slice("tcp://".length)}/_ping": ${why}`);
  const pemOf = (name: string) => {
    const path = `${BOOT2DOCKER_FOLDER}/${name}`;
    return machine.files.exists(path) ? machine.files.readFile(path) : "";
  };
  if (!tls.skipVerify && !isSignedBy(pemOf("server.pem"), tls.ca ?? ""))
    return failed("tls: failed to verify certificate: x509: certificate signed by unknown authority");
  if (tls.cert === undefined) return failed("remote error: tls: certificate required");
  if (!isSignedBy(tls.cert, pemOf("ca.pem"))) return failed("remote error: tls: unknown certificate authority");
  return engine;
}

/** A host's engine, also one that systemd starts for whoever connects; undefined when nobody listens. */
function running({ engine, services }: Host): Engine | DaemonStarting | undefined {
  if (!engine.state.stopped) return engine;
  return services.listens ? new DaemonStarting(services.activate()) : undefined;
}

/** ECONNREFUSED (moby, client/request.go): a socket file stays when nobody listens on it any more. */
const refused = (address: string) => `Cannot connect to the Docker daemon at ${address}. Is the docker daemon running?`;

function throughSocket(
  lab: Lab,
  { files, machine }: Process,
  path: string,
): Engine | DaemonUnreachable | DaemonStarting {
  const refuse = (why: string) =>
    new DaemonUnreachable(
      why === "permission denied"
        ? `permission denied while trying to connect to the docker API at unix://${path}`
        : `failed to connect to the docker API at unix://${path}; check if the path is correct and if the daemon is running: dial unix ${path}: connect: ${why}`,
    );
  try {
    const { socket } = files.stat(path);
    // A container that mounts its host's socket speaks to its host's daemon.
    const owner = socket === "docker" ? lab.hosts.get(machine.host) : undefined;
    if (!files.allows(path, 2)) return refuse("permission denied");
    return (owner && running(owner)) ?? new DaemonUnreachable(refused(`unix://${path}`));
  } catch (error) {
    if (error instanceof FileError) return refuse(error.message.toLowerCase());
    throw error;
  }
}
