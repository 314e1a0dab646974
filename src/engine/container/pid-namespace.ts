import type { Machine, SystemProcess } from "../../kernel/machine.ts";
import { ProcessTable } from "../../kernel/process-table.ts";
import type { Engine } from "../engine.ts";
import { conflict, EngineError } from "../errors.ts";
import { containerCgroup } from "./cgroup.ts";
import type { Container } from "./container.ts";
import { findContainer, requireContainer } from "./find.ts";
import { hostProcesses } from "./host-processes.ts";
import type { LiveContainer } from "./live-container.ts";
import { residentBytes } from "./resident-memory.ts";

type Processes = Pick<Machine, "processes" | "systemProcesses" | "signalElsewhere">;

/**
 * The PID namespace of a container that is about to run: its own, with an init; a part of the host's; or a part of
 * another container's (`--pid container:NAME`), where its first process is no init.
 * @throws EngineError when that one does not run
 */
export function pidNamespace(engine: Engine, container: Container): Processes {
  if (container.hostConfig.PidMode === "host") return withinHost(engine, container);
  const owner = ownerOf(engine, container);
  const limit = pidsLimit(engine, container);
  const elsewhere = () => sharers(engine, owner.id).filter(([id]) => id !== container.id);
  return {
    processes:
      owner === container
        ? new ProcessTable(1, { init: true, limit })
        : new ProcessTable(1, { within: liveOwner(engine, owner).machine.processes, limit }),
    systemProcesses: () => elsewhere().flatMap(([id, live]) => processesOf(engine, id, live)),
    signalElsewhere: (pid, signal) => elsewhere().some(([, { machine }]) => machine.processes.kill(pid, signal)),
  };
}

/** Ends what others started in the PID namespace of a container whose init has ended: the kernel does that. */
export function endPidNamespace(engine: Engine, id: string): void {
  for (const [other, { machine }] of sharers(engine, id)) if (other !== id) machine.processes.killAll();
}

function withinHost(engine: Engine, container: Container): Processes {
  const { host } = engine.ports;
  const processes = new ProcessTable(container.pid, { limit: pidsLimit(engine, container) });
  return {
    processes,
    systemProcesses: () => [
      ...hostProcesses(host),
      ...(host.systemProcesses?.() ?? []).filter(({ pid }) => !processes.get(pid)),
    ],
    signalElsewhere: (pid, signal) =>
      host.processes.kill(pid, signal) || (host.signalElsewhere?.(pid, signal) ?? false),
  };
}

/** As the container's control group has it at the time of asking: `docker update --pids-limit` changes it. */
const pidsLimit = (engine: Engine, container: Container) => () => containerCgroup(engine, container).limits().pids;

/** Whose namespace a container is in: another's when it asked for that, and that one may be in a third's. */
function ownerOf(engine: Engine, container: Container): Container {
  const shared = /^container:(.+)$/.exec(container.hostConfig.PidMode)?.[1];
  return shared === undefined ? container : ownerOf(engine, requireContainer(engine, shared));
}

function liveOwner(engine: Engine, owner: Container): LiveContainer {
  const live = engine.live.get(owner.id);
  if (live) return live;
  const error = conflict(`container ${owner.id} is not running`);
  throw new EngineError(error.status, `failed to join PID namespace: ${error.message}`);
}

/** The running containers whose processes are in the namespace of one. */
function sharers(engine: Engine, owner: string): [string, LiveContainer][] {
  return [...engine.live].filter(([id]) => {
    const container = engine.state.containers[id];
    return container && rootOf(engine, container)?.id === owner;
  });
}

/** As {@link ownerOf}, of a container that runs; its owner may be gone by now. */
function rootOf(engine: Engine, container: Container): Container | undefined {
  const shared = /^container:(.+)$/.exec(container.hostConfig.PidMode)?.[1];
  if (shared === undefined) return container;
  const other = findContainer(engine, shared);
  return other && rootOf(engine, other);
}

function processesOf(engine: Engine, id: string, { machine }: LiveContainer): SystemProcess[] {
  const container = engine.state.containers[id];
  return machine.processes.list().map(({ pid, parent, args, user, started, stopped, tty, computed }) => ({
    ...{ pid, parent, args, uid: user.uid, gid: user.gid, started, stopped, tty, computed },
    resident: Math.round(residentBytes(args) / 1024),
    ...(container ? { cgroup: containerCgroup(engine, container) } : {}),
  }));
}
