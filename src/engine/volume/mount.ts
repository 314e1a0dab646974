import { copyFiles } from "../../kernel/copy-files.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { MountedFileSystem } from "../../kernel/mounted-filesystem.ts";
import type { Container, MountPoint, MountRequest } from "../container/container.ts";
import { requireContainer } from "../container/find.ts";
import { rootTree } from "../container/root-tree.ts";
import type { Engine } from "../engine.ts";
import { EngineError, invalid } from "../errors.ts";
import { cleanPath, isMode, parseBind } from "./bind-spec.ts";
import { createVolume } from "./create.ts";
import { checkMountRequest } from "./mount-check.ts";
import { mountpointOf, type Volume } from "./volume.ts";

export { mountedFiles } from "./mounted-files.ts";

/** A mount point and what is known of it only while it is made. */
interface Resolved {
  readonly point: MountPoint;
  /** Copy what the image has there into the volume when that is empty. */
  readonly copy?: boolean;
}

/**
 * Turns what a container asks for (`--volumes-from`, `-v`, `--mount`, its image's VOLUMEs) into mount points, in that
 * order; a later one does not hide an earlier one but for a name given twice. Makes the volumes that are missing, the
 * bind sources that `-v` names, and fills new volumes from the image. The container's `prepareFiles` must be done.
 * @throws EngineError in the daemon's words
 */
export function resolveMounts(engine: Engine, container: Container): MountPoint[] {
  const { hostConfig, config } = container;
  const byTarget = new Map<string, Resolved>();
  const driver = hostConfig.VolumeDriver || "local";
  for (const spec of hostConfig.VolumesFrom ?? []) {
    for (const point of volumesFrom(engine, spec)) byTarget.set(point.Destination, { point });
  }
  const chosen = new Set<string>();
  const add = (resolved: Resolved) => {
    const target = resolved.point.Destination;
    if (chosen.has(target)) throw invalid(`Duplicate mount point: ${target}`);
    chosen.add(target);
    byTarget.set(target, resolved);
  };
  for (const bind of hostConfig.Binds ?? []) add(fromBind(engine, bind, driver));
  for (const request of hostConfig.Mounts ?? []) add(fromRequest(engine, request));
  for (const target of Object.keys(hostConfig.Tmpfs ?? {})) {
    if (chosen.has(cleanPath(target))) throw invalid(`Duplicate mount point: ${cleanPath(target)}`);
  }
  for (const target of Object.keys(config.Volumes ?? {})) {
    // Nobody asks whether it is absolute; it is mounted as if a slash were before it.
    const destination = target.startsWith("/") ? cleanPath(target) : cleanPath(`/${target}`).slice(1) || ".";
    if (byTarget.has(destination) || destination in (hostConfig.Tmpfs ?? {})) continue;
    const volume = mountable(createVolume(engine, { driver }));
    byTarget.set(destination, {
      point: volumePoint(volume.name, volume.driver, destination, { mode: "", readOnly: false }),
      copy: true,
    });
  }
  for (const { point, copy } of byTarget.values()) if (copy) fillVolume(engine, container, point);
  return [...byTarget.values()].map(({ point }) => point);
}

/**
 * A volume that a container is to mount. What a plugin keeps is on another machine, which no host of a lab reaches.
 * @throws EngineError that says so, in both languages of the playground
 */
function mountable(volume: Volume): Volume {
  if (volume.driver === "local") return volume;
  throw new EngineError(
    500,
    `este laboratorio no monta volúmenes de plugins (${volume.driver}): pruébalo en un Docker de verdad / this playground does not mount volumes of plugins (${volume.driver}): try it in a real Docker`,
  );
}

function volumePoint(
  name: string,
  driver: string,
  destination: string,
  { mode, readOnly }: { readonly mode: string; readonly readOnly: boolean },
): MountPoint {
  return {
    Type: "volume",
    Name: name,
    Source: mountpointOf({ name }),
    Destination: destination,
    Driver: driver,
    Mode: mode,
    RW: !readOnly,
    Propagation: "",
  };
}

const bindPoint = (
  source: string,
  destination: string,
  mode: string,
  RW: boolean,
  propagation: string,
): MountPoint => ({
  Type: "bind",
  Source: source,
  Destination: destination,
  Mode: mode,
  RW,
  Propagation: propagation,
});

/** `--volumes-from container[:ro]`. */
function volumesFrom(engine: Engine, spec: string): MountPoint[] {
  if (spec === "") throw invalid("volumes-from specification cannot be an empty string");
  const [ref = "", mode = ""] = spec.split(":");
  if (!isMode(mode) || /private|shared|slave|copy/.test(mode)) throw invalid(`invalid mode: ${mode}`);
  const readOnly = mode.split(",").includes("ro");
  return requireContainer(engine, ref).mounts.map((point) => ({
    ...point,
    Mode: mode === "" ? point.Mode : mode,
    RW: point.RW && !readOnly,
  }));
}

/** @param volumeDriver what `--volume-driver` says */
function fromBind(engine: Engine, text: string, volumeDriver: string): Resolved {
  const spec = parseBind(text);
  if (spec.type === "bind") {
    const { files } = engine.ports.host;
    // Docker makes the directory that -v names; --mount does not.
    if (!files.exists(spec.source)) files.mkdir(spec.source, { recursive: true });
    return { point: bindPoint(spec.source, spec.target, spec.mode, !spec.readOnly, spec.propagation) };
  }
  const { name, driver } = mountable(createVolume(engine, { name: spec.source, driver: volumeDriver }));
  const mode = spec.mode === "" ? "z" : spec.mode;
  return { point: volumePoint(name, driver, spec.target, { mode, readOnly: spec.readOnly }), copy: !spec.noCopy };
}

function fromRequest(engine: Engine, request: MountRequest): Resolved {
  const { Type, Target, ReadOnly = false } = request;
  const { files } = engine.ports.host;
  checkMountRequest(request, files);
  const destination = cleanPath(Target);
  const source = request.Source ?? "";
  if (Type === "bind") {
    if (!files.exists(source)) files.mkdir(source, { recursive: true });
    const propagation = request.BindOptions?.Propagation || "rprivate";
    return { point: bindPoint(cleanPath(source), destination, "", !ReadOnly, propagation) };
  }
  if (Type === "tmpfs") return { point: { ...bindPoint("", destination, "", !ReadOnly, ""), Type } };
  if (Type === "image")
    throw new EngineError(
      500,
      "este laboratorio no monta imágenes: pruébalo en un Docker de verdad / this playground does not mount images: try it in a real Docker",
    );
  const { NoCopy, Labels, DriverConfig } = request.VolumeOptions ?? {};
  const volume = createVolume(engine, {
    name: source,
    ...(DriverConfig?.Name ? { driver: DriverConfig.Name } : {}),
    labels: Labels ?? null,
    options: DriverConfig?.Options ?? null,
  });
  const { name, driver } = mountable(volume);
  return { point: volumePoint(name, driver, destination, { mode: "z", readOnly: ReadOnly }), copy: !NoCopy };
}

/** Copies what the image has at a volume's place into it, with owner and mode, when it is new or empty. */
function fillVolume(engine: Engine, container: Container, point: MountPoint): void {
  const image = new MountedFileSystem(rootTree(engine, container));
  const { files } = engine.ports.host;
  const place = resolvePath("/", point.Destination);
  if (!image.exists(place) || image.stat(place).kind !== "directory") return;
  if (files.readdir(point.Source).length > 0) return;
  copyFiles(image, place, files, point.Source, { times: true });
  files.chmod(point.Source, image.stat(place).mode);
}
