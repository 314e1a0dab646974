import type { HostConfig } from "../../engine/container/container.ts";
import { CommandError } from "../command.ts";

type Device = NonNullable<HostConfig["Devices"]>[number];

/**
 * Reads one `--device`: `/dev/host[:/dev/inside][:rwm]` (docker/cli, cli/command/container/opts.go, validateLinuxPath).
 * @throws CommandError
 */
export function parseDevice(spec: string): Device {
  const parts = spec.split(":");
  const [source = "", second, third] = parts;
  if (parts.length > 3 || source === "") throw new CommandError(`bad format for path: ${spec}`);
  if (third !== undefined && !isMode(third)) throw new CommandError(`bad mode specified: ${third}`);
  const modeSecond = third === undefined && second !== undefined && isMode(second);
  const inside = second === undefined || modeSecond ? source : second;
  if (!inside.startsWith("/")) throw new CommandError(`${inside} is not an absolute path`);
  return {
    PathOnHost: source,
    PathInContainer: inside,
    CgroupPermissions: third ?? (modeSecond ? second : undefined) ?? "rwm",
  };
}

/** Of `r`, `w` and `m`, each at most once. */
const isMode = (text: string) => /^[rwm]+$/.test(text) && new Set(text).size === text.length;
