import type { Engine } from "../engine.ts";
import { EngineError, invalid, notFound } from "../errors.ts";
import { findPlugin, isVolumeDriver } from "../plugin/find.ts";
import type { Plugin } from "../plugin/plugin.ts";
import { mountpointOf, type Volume, volumeFolder } from "./volume.ts";

export interface VolumeRequest {
  /** Without one, it gets a random name and is anonymous. */
  readonly name?: string;
  readonly driver?: string;
  readonly labels?: Readonly<Record<string, string>> | null;
  readonly options?: Readonly<Record<string, string>> | null;
}

/** What marks a volume that Docker named. */
const ANONYMOUS = "com.docker.volume.anonymous";

/**
 * Makes a volume and its directory on the host; one that is there already is given back as it is.
 * @throws EngineError when the name, the driver or an option is none
 */
export function createVolume(engine: Engine, request: VolumeRequest = {}): Volume {
  const { driver = "local", labels = null, options = null } = request;
  const anonymous = request.name === undefined || request.name === "";
  const name = anonymous ? engine.random.hex(64) : (request.name ?? "");
  const known = engine.state.volumes[name];
  if (known) return known;
  const plugin = driver === "local" ? undefined : volumePlugin(engine, name, driver);
  checkName(name);
  if (plugin) checkPluginOptions(name, options ?? {});
  else checkOptions(name, options ?? {});
  const volume: Volume = {
    name,
    driver: plugin?.name ?? driver,
    createdAt: `${new Date(engine.clock.now()).toISOString().slice(0, 19)}Z`,
    labels: anonymous ? { ...labels, [ANONYMOUS]: "" } : labels && { ...labels },
    options: options && Object.keys(options).length > 0 ? { ...options } : null,
    anonymous,
  };
  if (!plugin) {
    const { files } = engine.ports.host;
    files.mkdir(volumeFolder(name), { recursive: true, mode: 0o701 });
    files.mkdir(mountpointOf(volume), { recursive: true });
  }
  engine.state.volumes[name] = volume;
  emitVolumeEvent(engine, volume, "create");
  return volume;
}

export function emitVolumeEvent(
  engine: Engine,
  volume: Volume,
  action: "create" | "mount" | "unmount" | "destroy" | "prune",
  more: Readonly<Record<string, string>> = {},
): void {
  engine.emit({
    Type: "volume",
    Action: action,
    Actor: { ID: volume.name, Attributes: { ...more, driver: volume.driver } },
  });
}

/** The plugin that is to keep a volume. @throws EngineError when there is none, it is disabled or keeps no volumes */
function volumePlugin(engine: Engine, name: string, driver: string): Plugin {
  const fail = (why: string) => notFound(`create ${name}: error looking up volume plugin ${driver}: ${why}`);
  const plugin = findPlugin(engine, driver);
  if (!plugin || !isVolumeDriver(plugin.config)) throw fail(`plugin "${driver}" not found`);
  if (!plugin.enabled) throw fail(`plugin ${plugin.name} found but disabled`);
  return plugin;
}

/** What vieux/sshfs, the one volume plugin on record, asks for (its main.go). */
function checkPluginOptions(name: string, { sshcmd }: Readonly<Record<string, string>>): void {
  if (sshcmd === undefined || sshcmd === "")
    throw new EngineError(500, `create ${name}: VolumeDriver.Create: 'sshcmd' option required`);
}

/** moby, volume/local/local.go. */
function checkName(name: string): void {
  if (name.length === 1)
    throw invalid(`create ${name}: volume name is too short, names should be at least two alphanumeric characters`);
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name))
    throw invalid(
      `create ${name}: "${name}" includes invalid characters for a local volume name, only "[a-zA-Z0-9][a-zA-Z0-9_.-]" are allowed. If you intended to pass a host directory, use absolute path`,
    );
}

/** What each option of the local driver needs beside it (moby, volume/local/local_unix.go). */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  device: ["type"],
  type: ["device"],
  o: ["device", "type"],
  size: [],
};

function checkOptions(name: string, options: Readonly<Record<string, string>>): void {
  for (const key of Object.keys(options)) {
    if (!(key in NEEDS)) throw invalid(`create ${name}: invalid option: "${key}"`);
  }
  for (const key of Object.keys(options)) {
    const missing = NEEDS[key]?.find((other) => !(other in options));
    if (missing !== undefined) throw invalid(`create ${name}: missing required option: "${missing}"`);
  }
  // The host's disk keeps no project quotas (the same, setOpts).
  if (options.size !== undefined) throw invalid(`create ${name}: quota size requested but no quota support`);
}
