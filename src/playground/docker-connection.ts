import { DaemonStarting, DaemonUnreachable } from "../cli/command.ts";
import type { Engine } from "../engine/engine.ts";
import { FileError } from "../kernel/filesystem.ts";
import type { Process } from "../kernel/process.ts";
import type { Host } from "./host.ts";
import type { Lab } from "./lab.ts";

const DEFAULT_ADDRESS = "unix:///var/run/docker.sock";

/**
 * The engine behind a daemon's address, as a process of `host` reaches it: `unix://PATH`, `ssh://[USER@]HOST`,
 * `tcp://HOST[:PORT]`; or why there is none, in the client's words (the recordings of errors, docker/cli).
 */
export function connectToDocker(
  lab: Lab,
  host: Host,
  process: Process,
  address = DEFAULT_ADDRESS,
): Engine | DaemonUnreachable | DaemonStarting {
  const path = /^unix:\/\/(.*)$/.exec(address)?.[1];
  if (path !== undefined) return throughSocket(lab, process, path);
  const remote = /^(ssh|tcp):\/\/(?:[^@/]+@)?([^:/]+)(?::(\d+))?/.exec(address);
  const name = remote?.[2];
  if (name === undefined) return new DaemonUnreachable(`unable to parse docker host \`${address}\``);
  const target = lab.hosts.get(name) ?? [...lab.hosts.values()].find(({ state }) => state.address === name);
  if (!target?.state.powered || !(target === host || (target.state.connected && host.state.connected))) {
    return new DaemonUnreachable(
      remote?.[1] === "ssh"
        ? `error during connect: Get "http://docker.example.com/v1.55/version": command [ssh -o ConnectTimeout=30 -T -- ${name} docker system dial-stdio] has exited with exit status 255, make sure the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=ssh: connect to host ${name} port 22: No route to host`
        : `failed to connect to the docker API at ${address}: dial tcp ${name}:${remote?.[3] ?? "2375"}: connect: no route to host`,
    );
  }
  // The daemons of the lab listen on their socket only, as a fresh installation does: over TCP nobody answers.
  if (remote?.[1] === "tcp") {
    return new DaemonUnreachable(refused(address));
  }
  return running(target) ?? new DaemonUnreachable(refused(DEFAULT_ADDRESS));
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
