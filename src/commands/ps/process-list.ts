import { commandName } from "../../kernel/command-name.ts";
import type { Machine, SystemProcess } from "../../kernel/machine.ts";
import type { Process } from "../../kernel/process.ts";
import type { ProcessEntry } from "../../kernel/process-entry.ts";
import type { Tty } from "../../kernel/tty.ts";

/** A process as ps and top show it. */
export interface ListedProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly uid: number;
  readonly gid: number;
  readonly args: readonly string[];
  /** What `comm` holds: the program's name. */
  readonly name: string;
  /** "pts/0", or "?" */
  readonly terminal: string;
  readonly started: number;
  readonly stopped: boolean;
  /** Milliseconds of processor time so far. */
  readonly computed: number;
  /** Kilobytes: of address space, and in memory. */
  readonly virtual: number;
  readonly resident: number;
}

/** What a Debian with Docker runs before anybody logs in, and the systemd unit of each. */
export const BOOTED: readonly (Omit<SystemProcess, "started"> & { readonly unit?: string })[] = [
  { pid: 1, args: ["/sbin/init"], uid: 0, resident: 12_604 },
  { pid: 2, args: ["[kthreadd]"], uid: 0, resident: 0 },
  booted("systemd-journald.service", 241, "/usr/lib/systemd/systemd-journald", 15_904),
  booted("systemd-udevd.service", 268, "/usr/lib/systemd/systemd-udevd", 8_640),
  booted("cron.service", 412, "/usr/sbin/cron -f", 2_816),
  booted(
    "dbus.service",
    415,
    "/usr/bin/dbus-daemon --system --address=systemd: --nofork --nopidfile --systemd-activation --syslog-only",
    4_736,
    100,
  ),
  booted("systemd-logind.service", 427, "/usr/lib/systemd/systemd-logind", 8_192),
  booted("ssh.service", 461, "sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups", 7_936),
  booted("containerd.service", 489, "/usr/bin/containerd", 47_360),
  booted("docker.service", 532, "/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock", 91_648),
];

function booted(unit: string, pid: number, line: string, resident: number, uid = 0) {
  return { unit, pid, args: line.split(" "), uid, resident };
}

/** When the computer under a machine was switched on, ms since the epoch. */
export function bootedAt(process: Process): number {
  return process.files.exists("/proc") ? process.files.stat("/proc").mtime : process.machine.clock.now();
}

/** The terminals in use, since when and by whom, in the order of their numbers. */
export function terminalsOf(machine: Machine): { readonly tty: Tty; readonly started: number; readonly uid: number }[] {
  const seen = new Map<Tty, { readonly started: number; readonly uid: number }>();
  for (const { tty, started, user } of machine.processes.list())
    if (tty && !seen.has(tty)) seen.set(tty, { started, uid: user.realUid ?? user.uid });
  return [...seen].map(([tty, login]) => ({ tty, ...login }));
}

/** "pts/0" */
export function terminalName(machine: Machine, tty: Tty | null): string {
  const index = terminalsOf(machine).findIndex((one) => one.tty === tty);
  return index < 0 ? "?" : `pts/${index}`;
}

/** The processes of a process's machine, by number; on a host also those of its system. */
export function listProcesses(process: Process): ListedProcess[] {
  const { machine } = process;
  const boot = bootedAt(process);
  const system: readonly SystemProcess[] =
    machine.systemProcesses?.() ??
    (machine.container === undefined ? BOOTED.map((process) => ({ ...process, started: boot })) : []);
  return [
    ...system.map(
      ({ pid, parent = pid < 3 ? 0 : 1, args, uid, gid = uid, resident, started, tty, ...more }): ListedProcess => ({
        ...{ pid, parent, group: pid, uid, gid, args, name: commandName(args) },
        // A terminal of a container is one of its own: the host shows its number there.
        ...{ terminal: tty ? "pts/0" : "?", started, stopped: more.stopped ?? false, virtual: resident * 12, resident },
        computed: more.computed ?? 0,
      }),
    ),
    ...machine.processes.list().map((entry) => listed(machine, entry)),
  ].sort((a, b) => a.pid - b.pid);
}

function listed(machine: Machine, entry: ProcessEntry): ListedProcess {
  const { pid, parent, group, args, user, started, stopped, tty, computed } = entry;
  const name = commandName(args);
  // Made up, but always the same for the same program.
  const size = [...name].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 4096, 7);
  return {
    ...{
      pid,
      parent: parent === 0 && machine.container === undefined ? 1 : parent,
      group,
      uid: user.uid,
      gid: user.gid,
      args,
      name,
      started,
      stopped,
      computed,
    },
    terminal: terminalName(machine, tty),
    virtual: 4096 + size * 2,
    resident: 2048 + size,
  };
}
