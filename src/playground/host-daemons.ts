import type { Connection } from "../kernel/connection.ts";
import type { Daemon } from "../kernel/socket-table.ts";
import { membershipOf } from "../swarm/fabric.ts";
import { DOCKERD_PID } from "./docker-api-port.ts";
import type { Host } from "./host.ts";

const SSH_PORT = 22;
/** Where managers talk with their nodes, and where all nodes gossip. */
const SWARM_PORT = 2377;
const GOSSIP_PORT = 7946;

/** The sshd of a boot2docker. */
const BOOT2DOCKER_SSHD = 463;

/** What the system of a host listens at: sshd, and dockerd while the host is in a swarm. */
export function hostDaemons({ state, services, engine }: Host): Daemon[] {
  if (!state.powered) return [];
  const { boot2docker } = state;
  const daemons: Daemon[] = [];
  if (boot2docker || services.isActive("ssh.service")) {
    const pid = boot2docker ? BOOT2DOCKER_SSHD : services.pid("ssh.service");
    for (const address of ["0.0.0.0", "::"])
      daemons.push({ protocol: "tcp", address, port: SSH_PORT, pid, service: greet });
  }
  const node = engine.state.stopped ? undefined : membershipOf(engine)?.node;
  if (!node) return daemons;
  const pid = boot2docker ? DOCKERD_PID : services.pid("docker.service");
  const dockerd = (protocol: "tcp" | "udp", port: number): Daemon => ({
    ...{ protocol, address: "*", port, pid, service: listenOnly },
  });
  if (node.role === "manager") daemons.push(dockerd("tcp", node.listenPort ?? SWARM_PORT));
  return [...daemons, dockerd("tcp", GOSSIP_PORT), dockerd("udp", GOSSIP_PORT)];
}

/** OpenSSH says who it is before anything else; what goes on is ssh's own business. */
async function greet(connection: Connection): Promise<void> {
  await connection.output.write("SSH-2.0-OpenSSH_10.0p2 Debian-7\r\n");
  await listenOnly(connection);
}

/** Waits for the other side's first words, which are not what it speaks, and hangs up. */
async function listenOnly(connection: Connection): Promise<void> {
  await connection.input.read();
  connection.close();
}
