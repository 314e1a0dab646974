import type { MountRequest } from "../../engine/container/container.ts";
import { parseBool } from "../flag-values.ts";
import { parseBytes } from "../format/size.ts";

/**
 * Reads `--mount type=bind,source=/a,target=/b,readonly` (docker/cli, opts/mount.go).
 * @returns the request, or what is wrong with it
 */
export function parseMount(text: string): MountRequest | string {
  let type = "volume";
  let source: string | undefined;
  let target = "";
  let readOnly = false;
  const bind: NonNullable<MountRequest["BindOptions"]> = {};
  const volume: NonNullable<MountRequest["VolumeOptions"]> = {};
  const tmpfs: NonNullable<MountRequest["TmpfsOptions"]> = {};
  const labels: Record<string, string> = {};
  const driverOptions: Record<string, string> = {};
  for (const field of csvFields(text)) {
    const cut = field.indexOf("=");
    const key = (cut < 0 ? field : field.slice(0, cut)).toLowerCase();
    const value = cut < 0 ? "" : field.slice(cut + 1);
    if (cut < 0 && !["readonly", "ro", "volume-nocopy", "bind-nonrecursive"].includes(key))
      return `invalid field '${field}' must be a key=value pair`;
    const flag = cut < 0 ? true : parseBool(value);
    const wrong = `invalid value for ${key}: ${value}`;
    switch (key) {
      case "type":
        type = value.toLowerCase();
        break;
      case "source":
      case "src":
        source = value;
        break;
      case "target":
      case "dst":
      case "destination":
        target = value;
        break;
      case "readonly":
      case "ro":
        if (flag === undefined) return wrong;
        readOnly = flag;
        break;
      case "consistency":
      case "bind-nonrecursive":
      case "bind-recursive":
        break;
      case "bind-propagation":
        bind.Propagation = value.toLowerCase();
        break;
      case "bind-create-src":
        if (flag === undefined) return wrong;
        bind.CreateMountpoint = flag;
        break;
      case "volume-nocopy":
        if (flag === undefined) return wrong;
        volume.NoCopy = flag;
        break;
      case "volume-label":
        labels[value.split("=", 1)[0] ?? ""] = value.includes("=") ? value.slice(value.indexOf("=") + 1) : "";
        break;
      case "volume-driver":
        volume.DriverConfig = { ...volume.DriverConfig, Name: value };
        break;
      case "volume-opt":
        driverOptions[value.split("=", 1)[0] ?? ""] = value.includes("=") ? value.slice(value.indexOf("=") + 1) : "";
        break;
      case "tmpfs-size": {
        const size = parseBytes(value);
        if (size instanceof Error) return wrong;
        tmpfs.SizeBytes = size;
        break;
      }
      case "tmpfs-mode":
        if (!/^[0-7]+$/.test(value)) return wrong;
        tmpfs.Mode = Number.parseInt(value, 8);
        break;
      default:
        return `unexpected key '${key}' in '${field}'`;
    }
  }
  if (Object.keys(labels).length > 0) volume.Labels = labels;
  if (Object.keys(driverOptions).length > 0)
    volume.DriverConfig = { Name: "", ...volume.DriverConfig, Options: driverOptions };
  if (type === "") return "type is required";
  if (target === "") return "target is required";
  const mixed = (
    [
      ["volume", volume],
      ["bind", bind],
      ["tmpfs", tmpfs],
    ] as const
  ).find(([kind, options]) => kind !== type && Object.keys(options).length > 0);
  if (mixed) return `cannot mix '${mixed[0]}-*' options with mount type '${type}'`;
  if (type !== "bind" && type !== "volume" && type !== "tmpfs") return `unsupported mount type: ${type}`;
  return {
    Type: type,
    ...(source === undefined ? {} : { Source: source }),
    Target: target,
    ...(readOnly ? { ReadOnly: true } : {}),
    ...(Object.keys(bind).length > 0 ? { BindOptions: bind } : {}),
    ...(Object.keys(volume).length > 0 ? { VolumeOptions: volume } : {}),
    ...(Object.keys(tmpfs).length > 0 ? { TmpfsOptions: tmpfs } : {}),
  };
}

/** Fields between commas; a field in double quotes may hold some. */
function csvFields(text: string): string[] {
  return (text.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [])
    .map((field) => field.replace(/,$/, ""))
    .filter((field, index, all) => field !== "" || index < all.length - 1)
    .map((field) => (/^".*"$/s.test(field) ? field.slice(1, -1).replaceAll('""', '"') : field));
}
