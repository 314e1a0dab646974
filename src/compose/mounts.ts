import type { Container, MountRequest } from "../engine/container/container.ts";
import type { ComposeProject, ComposeService, ComposeVolumeMount } from "./project.ts";

/** What of a service's files the engine is to mount. */
export interface ServiceMounts {
  readonly binds: readonly string[];
  readonly mounts: readonly MountRequest[];
}

/**
 * A service's volumes, and its configs and secrets that are files (docker/compose, create.go, buildContainerVolumes).
 * @param inherit the container it takes the place of: its anonymous volumes are kept
 */
export function serviceMounts(project: ComposeProject, service: ComposeService, inherit?: Container): ServiceMounts {
  const binds: string[] = [];
  const mounts: MountRequest[] = [];
  for (const volume of service.volumes) {
    const bind = bindText(project, volume);
    if (bind === undefined) mounts.push(mountOf(project, volume, inherit));
    else binds.push(bind);
  }
  const targets = new Set(service.volumes.map(({ target }) => target));
  for (const mount of inherit?.mounts ?? []) {
    if (mount.Type !== "volume" || mount.Name === undefined || targets.has(mount.Destination)) continue;
    // What came from the image's own VOLUMEs, not from a file that says so no more.
    if (!(mount.Destination in (inherit?.config.Volumes ?? {}))) continue;
    mounts.push({ Type: "volume", Source: mount.Name, Target: mount.Destination });
  }
  mounts.push(...fileMounts(project, service));
  return { binds, mounts };
}

/** The plain way of `-v`, where nothing asks for more. */
function bindText(project: ComposeProject, volume: ComposeVolumeMount): string | undefined {
  const { type, source, target, readOnly, bind } = volume;
  if (source === undefined) return undefined;
  const options = [readOnly ? "ro" : "rw"];
  if (type === "bind") {
    if (bind && (!bind.createHostPath || bind.propagation !== undefined || bind.recursive !== undefined))
      return undefined;
    if (bind?.selinux !== undefined) options.push(bind.selinux);
    return `${source}:${target}:${options.join(",")}`;
  }
  const { noCopy = false, subpath, labels = {} } = volume.volume ?? {};
  if (type !== "volume" || noCopy || subpath !== undefined || Object.keys(labels).length > 0) return undefined;
  return `${project.volumes[source]?.name ?? source}:${target}:${options.join(",")}`;
}

function mountOf(project: ComposeProject, volume: ComposeVolumeMount, inherit: Container | undefined): MountRequest {
  const { type, source, target, readOnly, tmpfs } = volume;
  const common = (from: string | undefined) => ({
    ...(from === undefined ? {} : { Source: from }),
    Target: target,
    ...(readOnly ? { ReadOnly: true } : {}),
  });
  if (type === "tmpfs")
    return {
      Type: "tmpfs",
      ...common(undefined),
      ...(tmpfs?.size === undefined && tmpfs?.mode === undefined
        ? {}
        : {
            TmpfsOptions: {
              ...(tmpfs.size === undefined ? {} : { SizeBytes: tmpfs.size }),
              ...(tmpfs.mode === undefined ? {} : { Mode: tmpfs.mode }),
            },
          }),
    };
  if (type === "bind") return { Type: "bind", ...common(source ?? ""), BindOptions: bindOptions(volume.bind) };
  if (type === "image") {
    const image = { Type: "image", ...common(source ?? "") };
    return volume.imageSubpath === undefined ? image : { ...image, ImageOptions: { Subpath: volume.imageSubpath } };
  }
  const kept = inherit?.mounts.find((mount) => mount.Type === "volume" && mount.Destination === target)?.Name;
  const name = source === undefined ? kept : (project.volumes[source]?.name ?? source);
  return {
    Type: "volume",
    ...common(name),
    ...(volume.volume ? { VolumeOptions: volumeOptions(volume.volume) } : {}),
  };
}

function bindOptions(bind: ComposeVolumeMount["bind"]): MountRequest["BindOptions"] {
  return {
    ...(bind?.propagation === undefined ? {} : { Propagation: bind.propagation }),
    ...(bind?.createHostPath ? { CreateMountpoint: true } : {}),
    ...(bind?.recursive === "disabled" ? { NonRecursive: true } : {}),
    ...(bind?.recursive === "writable" ? { ReadOnlyNonRecursive: true } : {}),
    ...(bind?.recursive === "readonly" ? { ReadOnlyForceRecursive: true } : {}),
  };
}

function volumeOptions({
  noCopy,
  subpath,
  labels = {},
}: NonNullable<ComposeVolumeMount["volume"]>): MountRequest["VolumeOptions"] {
  return {
    ...(noCopy ? { NoCopy: true } : {}),
    ...(Object.keys(labels).length > 0 ? { Labels: { ...labels } } : {}),
    ...(subpath === undefined ? {} : { Subpath: subpath }),
  };
}

/** Where a service finds a secret, and a config. */
export const secretTarget = (source: string, target: string | undefined) =>
  target === undefined ? `/run/secrets/${source}` : target.startsWith("/") ? target : `/run/secrets/${target}`;
export const configTarget = (source: string, target: string | undefined) => target ?? `/${source}`;

function fileMounts(project: ComposeProject, service: ComposeService): MountRequest[] {
  const bind = (Source: string, Target: string): MountRequest => ({
    Type: "bind",
    Source,
    Target,
    ReadOnly: true,
    BindOptions: {},
  });
  return [
    ...service.secrets.flatMap(({ source, target }) => {
      const file = project.secrets[source]?.file;
      return file === undefined ? [] : [bind(file, secretTarget(source, target))];
    }),
    ...service.configs.flatMap(({ source, target }) => {
      const file = project.configs[source]?.file;
      return file === undefined ? [] : [bind(file, configTarget(source, target))];
    }),
  ];
}
