import type { Machine, SystemProcess } from "../../kernel/machine.ts";
import type { SignalName } from "../../kernel/signal.ts";
import type { Engine } from "../engine.ts";
import { containerCgroup } from "./cgroup.ts";
import { hostPid, shimPid } from "./host-pid.ts";
import { residentBytes } from "./resident-memory.ts";

/** A host's own processes as a container in its PID namespace sees them. */
export function hostProcesses({ processes }: Pick<Machine, "processes">): SystemProcess[] {
  return processes.list().map(({ pid, parent, args, user, started, stopped, tty, computed }) => ({
    ...{ pid, parent: parent === 0 ? 1 : parent, args, uid: user.uid, gid: user.gid },
    ...{ started, stopped, tty, computed, resident: Math.round(residentBytes(args) / 1024) },
  }));
}

/** The processes of a host's containers with the numbers they have there, each container's under its shim. */
export function containerProcesses(engine: Engine): SystemProcess[] {
  return [...engine.live].flatMap(([id, { machine }]) => {
    const container = engine.state.containers[id];
    if (!container) return [];
    const cgroup = containerCgroup(engine, container);
    const shim: SystemProcess = {
      pid: shimPid(container),
      args: `/usr/bin/containerd-shim-runc-v2 -namespace moby -id ${id} -address /run/containerd/containerd.sock`.split(
        " ",
      ),
      ...{ uid: 0, resident: 11_200, started: Date.parse(container.startedAt) },
    };
    const inside = machine.processes.list().map(
      ({ pid, parent, args, user, started, stopped, tty, computed }): SystemProcess => ({
        ...{
          pid: hostPid(engine, container, pid),
          parent: parent === 0 ? shim.pid : hostPid(engine, container, parent),
        },
        ...{ args, uid: user.uid, gid: user.gid, started, stopped, tty, computed, cgroup },
        resident: Math.round(residentBytes(args) / 1024),
      }),
    );
    return [shim, ...inside];
  });
}

/** Sends a signal to a container's process by the number it has on the host; false when there is none. */
export function signalContainerProcess(engine: Engine, pid: number, signal: SignalName): boolean {
  for (const [id, { machine }] of engine.live) {
    const container = engine.state.containers[id];
    const entry = container && machine.processes.list().find((one) => hostPid(engine, container, one.pid) === pid);
    if (entry) return machine.processes.kill(entry.pid, signal);
  }
  return false;
}
