import type { MountRequest } from "../../engine/container/container.ts";
import { ComposeError } from "../compose-error.ts";
import type { ComposeVolumeMount } from "../project.ts";
import type { StackFile } from "./stack-file.ts";
import { NAMESPACE_LABEL, scoped } from "./stack-names.ts";

/**
 * A mount of a stack's service (docker/cli, cli/compose/convert/volume.go).
 * @param said its type as the file has it
 * @throws ComposeError
 */
export function mountRequest(stack: string, file: StackFile, mount: ComposeVolumeMount, said?: string): MountRequest {
  const { type, source, target, readOnly } = mount;
  const base = { Target: target, ...(readOnly ? { ReadOnly: true } : {}) };
  if (type === "tmpfs") {
    if (source !== undefined) throw new ComposeError("invalid tmpfs source, source must be empty");
    const size = mount.tmpfs?.size;
    return { ...base, Type: "tmpfs", ...(size === undefined ? {} : { TmpfsOptions: { SizeBytes: size } }) };
  }
  if (type === "bind") {
    const propagation = mount.bind?.propagation;
    return {
      ...base,
      Type: "bind",
      Source: source ?? "",
      ...(propagation === undefined ? {} : { BindOptions: { Propagation: propagation } }),
    };
  }
  // A word that Compose knows none of is a volume to it.
  if (type !== "volume" || (said ?? type) !== type)
    throw new ComposeError("volume type must be volume, bind, tmpfs, npipe, or cluster");
  if (source === undefined) return { ...base, Type: "volume" };
  const volume = file.volumes[source];
  if (!volume) throw new ComposeError(`undefined volume ${JSON.stringify(source)}`);
  const named = { ...base, Type: "volume" as const, Source: volume.name || scoped(stack, source) };
  const noCopy = mount.volume?.noCopy ? { NoCopy: true } : {};
  if (volume.external) return { ...named, VolumeOptions: noCopy };
  const driver = volume.driver !== undefined || Object.keys(volume.driverOptions).length > 0;
  return {
    ...named,
    VolumeOptions: {
      ...noCopy,
      Labels: { ...volume.labels, [NAMESPACE_LABEL]: stack },
      ...(driver
        ? {
            DriverConfig: {
              Name: volume.driver ?? "",
              ...(Object.keys(volume.driverOptions).length > 0 ? { Options: { ...volume.driverOptions } } : {}),
            },
          }
        : {}),
    },
  };
}
