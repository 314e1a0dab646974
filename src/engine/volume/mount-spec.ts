import type { MountRequest } from "../container/container.ts";
import { cleanPath } from "./bind-spec.ts";

/** A `--mount` or `-v` that cannot be read; `message` is docker/cli's. */
export class MountSpecError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MountSpecError";
  }
}

const FLAGS: ReadonlySet<string> = new Set(["readonly", "ro", "volume-nocopy", "bind-nonrecursive", "bind-create-src"]);

/**
 * Reads one `--mount type=…,source=…,target=…` (docker/cli, opts/mount.go).
 * @param cwd what a source of `.` or `./x` is relative to
 * @throws MountSpecError
 */
export function parseMountSpec(text: string, cwd: string): MountRequest {
  if (text.trim() === "") throw new MountSpecError("value is empty");
  const mount: MountRequest = { Type: "volume", Target: "" };
  let type = "volume";
  for (const field of csvFields(text)) {
    const cut = field.indexOf("=");
    const key = (cut < 0 ? field : field.slice(0, cut)).toLowerCase();
    const value = cut < 0 ? undefined : field.slice(cut + 1);
    if (value === undefined && !FLAGS.has(key))
      throw new MountSpecError(`invalid field '${field}' must be a key=value pair`);
    if (key === "type") {
      if (value === "") throw new MountSpecError("type is required");
      type = (value ?? "").toLowerCase();
    } else setField(mount, key, value, field, cwd);
  }
  if (mount.Target === "") throw new MountSpecError("target is required");
  checkOptions(mount, type);
  if (type === "bind" || type === "volume" || type === "tmpfs") mount.Type = type;
  else throw new MountSpecError(`mount type ${type} is not simulated in this playground`);
  return mount;
}

function setField(mount: MountRequest, key: string, value: string | undefined, field: string, cwd: string): void {
  const text = value ?? "";
  switch (key) {
    case "source":
    case "src":
      mount.Source = text === "." || text.startsWith("./") ? cleanPath(`${cwd}/${text}`) : text;
      return;
    case "target":
    case "dst":
    case "destination":
      mount.Target = text;
      return;
    case "readonly":
    case "ro":
      if (booleanOf(key, value)) mount.ReadOnly = true;
      else delete mount.ReadOnly;
      return;
    case "consistency":
      return;
    case "bind-propagation":
      mount.BindOptions = { ...mount.BindOptions, Propagation: text.toLowerCase() };
      return;
    case "bind-create-src":
      mount.BindOptions = { ...mount.BindOptions, CreateMountpoint: booleanOf(key, value) };
      return;
    case "bind-nonrecursive":
    case "bind-recursive":
      mount.BindOptions = { ...mount.BindOptions };
      return;
    case "volume-nocopy":
      mount.VolumeOptions = { ...mount.VolumeOptions, NoCopy: booleanOf(key, value) };
      return;
    case "volume-label":
      mount.VolumeOptions = { ...mount.VolumeOptions, Labels: { ...mount.VolumeOptions?.Labels, ...pair(text) } };
      return;
    case "volume-driver":
      mount.VolumeOptions = {
        ...mount.VolumeOptions,
        DriverConfig: { ...mount.VolumeOptions?.DriverConfig, Name: text },
      };
      return;
    case "volume-opt": {
      const { Name = "", Options } = mount.VolumeOptions?.DriverConfig ?? {};
      mount.VolumeOptions = { ...mount.VolumeOptions, DriverConfig: { Name, Options: { ...Options, ...pair(text) } } };
      return;
    }
    case "tmpfs-size": {
      const match = /^(\d+(?:\.\d+)?) ?([kmgt]?)i?b?$/i.exec(text);
      if (!match) throw new MountSpecError(`invalid value for ${key}: ${text}`);
      const power = ["", "k", "m", "g", "t"].indexOf((match[2] ?? "").toLowerCase());
      mount.TmpfsOptions = { ...mount.TmpfsOptions, SizeBytes: Math.floor(Number(match[1]) * 1024 ** power) };
      return;
    }
    case "tmpfs-mode":
      if (!/^[0-7]+$/.test(text)) throw new MountSpecError(`invalid value for ${key}: ${text}`);
      mount.TmpfsOptions = { ...mount.TmpfsOptions, Mode: Number.parseInt(text, 8) };
      return;
    default:
      throw new MountSpecError(`unknown option '${key}' in '${field}'`);
  }
}

function checkOptions({ BindOptions, VolumeOptions, TmpfsOptions }: MountRequest, type: string): void {
  const mixed: [string, unknown][] = [
    ["bind", BindOptions],
    ["volume", VolumeOptions],
    ["tmpfs", TmpfsOptions],
  ];
  for (const [name, options] of mixed) {
    if (options !== undefined && type !== name)
      throw new MountSpecError(`cannot mix '${name}-*' options with mount type '${type}'`);
  }
}

function booleanOf(key: string, value: string | undefined): boolean {
  if (value === undefined || value === "1" || value === "true") return true;
  if (value === "0" || value === "false") return false;
  throw new MountSpecError(
    `invalid value for '${key}': invalid boolean value (${JSON.stringify(value)}): must be one of "true", "1", "false", or "0" (default "true")`,
  );
}

function pair(text: string): Record<string, string> {
  const cut = text.indexOf("=");
  const key = cut < 0 ? text : text.slice(0, cut);
  return key === "" ? {} : { [key]: cut < 0 ? "" : text.slice(cut + 1) };
}

/** Comma-separated fields, of which one in double quotes may hold commas. */
function csvFields(text: string): string[] {
  const fields: string[] = [];
  for (let rest = text; ; ) {
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
    const plain = /^([^,]*)(,|$)/.exec(rest);
    const match = quoted ?? plain;
    fields.push(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : (plain?.[1] ?? ""));
    if (!match || match[2] === "") return fields;
    rest = rest.slice(match[0].length);
  }
}

/**
 * Reads one `-v`: a path alone is an anonymous volume; the rest goes to the daemon as a bind, with a relative source made
 * absolute (docker/cli, container/opts.go).
 * @throws MountSpecError
 */
export function parseVolumeFlag(text: string, cwd: string): { readonly bind: string } | { readonly volume: string } {
  if (text === "") throw new MountSpecError("invalid empty volume spec");
  const [source = "", ...rest] = text.split(":");
  if (rest.length === 0) return { volume: source };
  if (source === "" || rest.includes(""))
    throw new MountSpecError(`invalid spec: ${text}: empty section between colons`);
  const absolute = source.startsWith(".") ? cleanPath(`${cwd}/${source}`) : source;
  return { bind: [absolute, ...rest].join(":") };
}
