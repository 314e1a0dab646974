import { loadCommand } from "../commands/programs.ts";
import type { SshHost } from "../commands/ssh.ts";
import type { Program } from "../kernel/process.ts";
import { loadProgram } from "../programs/programs.ts";
import { ash, bash, dash, sh } from "../shell/bash.ts";
import { connectToDocker } from "./docker-connection.ts";
import { findHost, isReached } from "./find-host.ts";
import type { Host } from "./host.ts";
import type { Lab } from "./lab.ts";
import { remembering } from "./lazy-programs.ts";
import { powerControl } from "./power-control.ts";
import { virtualBox } from "./virtual-box.ts";

/** Finds the program that a binary's name stands for, on a host and in its containers, loading it when first used. */
export function programLookup(lab: Lab, host: Host): (name: string) => Promise<Program | undefined> {
  const power = async (name: string): Promise<Program> => {
    const { powerCommands } = await import("../commands/power.ts");
    return required(name, powerCommands(powerControl(host, lab.clock))[name]);
  };
  const linked = async (name: string): Promise<Program> => {
    const { withLinkSet } = await import("../commands/link-set.ts");
    return withLinkSet(required(name, await loadCommand(name)), (card, up) => {
      if (card !== host.cardName) return false;
      if (up) host.reconnect();
      else host.setCardDown();
      return true;
    });
  };
  const reachable = (name: string): SshHost | undefined => {
    const target = findHost(lab, name);
    return target && isReached(host, target) ? sshHost(target) : undefined;
  };
  /** Programs that act on the lab itself, not only on the machine they run on. */
  const ofTheLab: Record<string, () => Promise<Program>> = {
    bash: () => Promise.resolve(bash),
    sh: () => Promise.resolve(sh),
    ash: () => Promise.resolve(ash),
    dash: () => Promise.resolve(dash),
    docker: async () =>
      (await import("../cli/docker.ts")).docker((process, address, tls, connecting) =>
        connectToDocker(lab, host, process, address, tls, connecting),
      ),
    "docker-compose": async () =>
      (await import("../commands/docker-compose/docker-compose.ts")).dockerCompose((process, address) =>
        connectToDocker(lab, host, process, address),
      ),
    ssh: async () => (await import("../commands/ssh.ts")).ssh(reachable),
    scp: async () => (await import("../commands/scp.ts")).scp(reachable),
    ip: () => linked("ip"),
    ifconfig: () => linked("ifconfig"),
    "docker-machine": async () =>
      (await import("../commands/docker-machine/docker-machine.ts")).dockerMachine(virtualBox(lab, host)),
    "boot2docker-init": async () =>
      (await import("../commands/docker-machine/init-script.ts")).initScript({
        running: () => !host.engine.state.stopped,
        start: () => host.startDocker(),
        stop: () => host.stopDocker(),
      }),
    az: async () => (await import("../commands/az/az.ts")).az(lab.cloud, () => host.state.connected),
    python3: async () => {
      const access = { cloud: lab.dockerCloud, online: () => host.state.connected };
      return (await import("../programs/python/python3.ts")).python3(access);
    },
    registry: async () => (await import("../programs/registry/registry.ts")).registryServer(lab.registries),
    systemctl: async () => (await import("../commands/systemd/systemctl.ts")).systemctl(host.services),
    journalctl: async () => (await import("../commands/systemd/journalctl.ts")).journalctl(host.services),
    service: async () => (await import("../commands/systemd/service.ts")).service(host.services),
    poweroff: () => power("poweroff"),
    reboot: () => power("reboot"),
    halt: () => power("halt"),
    shutdown: () => power("shutdown"),
    curl: async () => {
      const { apiHandler } = await import("../engine/api-routes.ts");
      const { SWARM_ROUTES } = await import("../swarm/api-swarm.ts");
      const { answerHttp } = await import("../kernel/http.ts");
      return (await import("../commands/curl/curl.ts")).curl((socket) => {
        // A container sees its own host's socket.
        if (socket !== "docker") return undefined;
        const { engine, services } = host;
        if (engine.state.stopped && !services.listens) return undefined;
        return async (connection) => {
          await services.activate();
          await answerHttp(connection, apiHandler(engine, SWARM_ROUTES));
        };
      });
    },
  };
  return remembering((name) => {
    const load = Object.hasOwn(ofTheLab, name) ? ofTheLab[name] : undefined;
    return lab.clock.hold(load ? load() : Promise.resolve(loadCommand(name) ?? loadProgram(name)));
  });
}

/** A host as OpenSSH's client meets it. */
function sshHost(host: Host): SshHost {
  return {
    name: host.name,
    files: host.machine.files,
    get listens() {
      return host.services.isActive("ssh.service");
    },
    login: (tty, user, shell) => host.login(tty, { user, shell }),
  };
}

function required(name: string, program: Program | undefined): Program {
  if (!program) throw new Error(`there is no program ${name}`);
  return program;
}
