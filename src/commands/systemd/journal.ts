import { systemVersion } from "../../engine/system/version.ts";
import { strftime } from "../time-text.ts";
import type { ServiceManager, UnitChange } from "./service-manager.ts";
import { readUnit, unitNames } from "./unit-file.ts";

/** A line of the journal. */
export interface JournalEntry {
  readonly at: number;
  readonly unit: string;
  /** "systemd[1]" */
  readonly from: string;
  readonly text: string;
}

/** What dockerd writes when it starts and ends, ms after systemd's own line. */
const DOCKERD = {
  started: (version: string, commit: string): readonly (readonly [number, string])[] => [
    [0, 'msg="Starting up"'],
    [90, 'msg="Loading containers: start."'],
    [240, 'msg="Loading containers: done."'],
    [
      250,
      `msg="Docker daemon" commit=${commit} containerd-snapshotter=true storage-driver=overlayfs version=${version}`,
    ],
    [270, 'msg="Daemon has completed initialization"'],
    [280, 'msg="API listen on /run/docker.sock"'],
  ],
  stopped: [
    [0, "msg=\"Processing signal 'terminated'\""],
    [20, 'msg="Daemon shutdown complete"'],
  ] as const,
};

/** What a unit's starts and stops wrote into the journal, the oldest first. */
export function journalOf(manager: ServiceManager, name: string): JournalEntry[] {
  const unit = readUnit(manager.files, name);
  if (!unit) return [];
  const title = `${name} - ${unit.description}`;
  return manager.history(name).flatMap((change) => {
    const line = (text: string, after = 0, from = "systemd[1]"): JournalEntry => ({
      at: change.at + after,
      unit: name,
      from,
      text,
    });
    if (name.endsWith(".socket"))
      return [line(change.what === "started" ? `Listening on ${title}.` : `Closed ${title}.`)];
    const own = name === "docker.service" ? dockerdLines(change, name) : [];
    return change.what === "started"
      ? [line(`Starting ${title}...`), ...own, line(`Started ${title}.`, own.length > 0 ? 285 : 10)]
      : [
          line(`Stopping ${title}...`),
          ...own,
          line(`${name}: Deactivated successfully.`, 30),
          line(`Stopped ${title}.`, 31),
        ];
  });
}

function dockerdLines({ at, what, pid }: UnitChange, unit: string): JournalEntry[] {
  const { Version, GitCommit } = systemVersion();
  const lines = what === "started" ? DOCKERD.started(Version, GitCommit) : DOCKERD.stopped;
  return lines.map(([after, text]) => ({
    at: at + after,
    unit,
    from: `dockerd[${pid}]`,
    text: `time="${new Date(at + after).toISOString().replace("Z", "000000Z")}" level=info ${text}`,
  }));
}

/** All that the units wrote, or those of some names. */
export function journal(manager: ServiceManager, units: readonly string[] = []): JournalEntry[] {
  const names = unitNames(manager.files).filter((name) => units.length === 0 || units.includes(name));
  return names.flatMap((name) => journalOf(manager, name)).sort((a, b) => a.at - b.at);
}

/** `Nov 24 08:13:00 manager1 systemd[1]: Started …` */
export const journalLine = ({ at, from, text }: JournalEntry, host: string): string =>
  `${strftime("%b %d %H:%M:%S", at)} ${host} ${from}: ${text}\n`;
