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
 * Reads one `--mount type=…,source=…,target=…` (docker/cli, opts/mount.go). Which types there are is the daemon's affair.
 * @param cwd what a source that begins with a dot is relative to
 * @throws MountSpecError
 */
export function parseMountSpec(text: string, cwd: string): MountRequest {
  const value = text.trim();
  if (value === "") throw new MountSpecError("value is empty");
  const mount: MountRequest = { Type: "volume", Target: "" };
  for (const field of csvFields(value)) readField(mount, field, cwd);
  checkOptions(mount);
  return mount;
}

function readField(mount: MountRequest, field: string, cwd: string): void {
  const cut = field.indexOf("=");
  const written = cut < 0 ? field : field.slice(0, cut);
  const value = cut < 0 ? undefined : field.slice(cut + 1);
  if (written.trim() !== written)
    throw new MountSpecError(`invalid option '${written.trim()}' in '${field}': option should not have whitespace`);
  if (value?.trim() === "") throw new MountSpecError(`invalid value for '${written}': value is empty`);
  if (value !== undefined && value.trim() !== value)
    throw new MountSpecError(`invalid value for '${written}' in '${field}': value should not have whitespace`);
  const key = written.toLowerCase();
  if (value === undefined && !FLAGS.has(key))
    throw new MountSpecError(`invalid field '${field}' must be a key=value pair`);
  setField(mount, key, value, field, cwd);
}

function setField(mount: MountRequest, key: string, value: string | undefined, field: string, cwd: string): void {
  const text = value ?? "";
  switch (key) {
    case "type":
      mount.Type = text.toLowerCase();
      return;
    case "source":
    case "src":
      mount.Source = text.startsWith(".") ? cleanPath(`${cwd}/${text}`) : text;
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
      throw new MountSpecError("bind-nonrecursive is deprecated, use bind-recursive=disabled instead");
    case "bind-recursive":
      mount.BindOptions = { ...mount.BindOptions, ...recursion(key, text) };
      return;
    case "volume-subpath":
      mount.VolumeOptions = { ...mount.VolumeOptions, Subpath: text };
      return;
    case "image-subpath":
      mount.ImageOptions = { Subpath: text };
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

/** What `bind-recursive` asks for; "enabled" is what there is without it. */
function recursion(key: string, value: string): NonNullable<MountRequest["BindOptions"]> {
  switch (value) {
    case "enabled":
      return {};
    case "disabled":
      return { NonRecursive: true };
    case "writable":
      return { ReadOnlyNonRecursive: true };
    case "readonly":
      return { ReadOnlyForceRecursive: true };
    default:
      throw new MountSpecError(
        `invalid value for ${key}: ${value} (must be "enabled", "disabled", "writable", or "readonly")`,
      );
  }
}

/** docker/cli, opts/mount_utils.go, validateMountOptions. */
function checkOptions(mount: MountRequest): void {
  const { Type, Target, ReadOnly, BindOptions, VolumeOptions, ImageOptions, TmpfsOptions } = mount;
  if (Target === "") throw new MountSpecError("target is required");
  const mixed: [string, unknown][] = [
    ["bind", BindOptions],
    ["volume", VolumeOptions],
    ["image", ImageOptions],
    ["tmpfs", TmpfsOptions],
  ];
  for (const [name, options] of mixed) {
    if (options !== undefined && Type !== name)
      throw new MountSpecError(`cannot mix '${name}-*' options with mount type '${Type}'`);
  }
  const { ReadOnlyNonRecursive, ReadOnlyForceRecursive, Propagation } = BindOptions ?? {};
  const needs = (option: string, other: string) =>
    new MountSpecError(`option 'bind-recursive=${option}' requires '${other}' to be specified in conjunction`);
  if (ReadOnlyNonRecursive && !ReadOnly) throw needs("writable", "readonly");
  if (!ReadOnlyForceRecursive) return;
  if (!ReadOnly) throw needs("readonly", "readonly");
  if (Propagation !== "rprivate") throw needs("readonly", "bind-propagation=rprivate");
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

/** The fields of a line, of which one in double quotes may hold commas (Go's encoding/csv). @throws MountSpecError */
export function csvFields(line: string): string[] {
  const fields: string[] = [];
  for (let at = 0; ; ) {
    const rest = line.slice(at);
    const quoted = /^"((?:[^"]|"")*)"(,|$)/.exec(rest);
    const plain = /^([^,]*)(,|$)/.exec(rest);
    if (!quoted) checkQuotes(plain?.[1] ?? "", rest, at);
    const match = quoted ?? plain;
    fields.push(quoted ? (quoted[1] ?? "").replaceAll('""', '"') : (plain?.[1] ?? ""));
    if (!match || match[2] === "") return fields;
    at += match[0].length;
  }
}

/** A quote inside a field without quotes, or one that does not end its field. @throws MountSpecError */
function checkQuotes(field: string, rest: string, at: number): void {
  const fail = (column: number, why: string) => new MountSpecError(`parse error on line 1, column ${column}: ${why}`);
  if (rest.startsWith('"')) {
    const closing = /^"(?:[^"]|"")*"/.exec(rest)?.[0].length;
    throw fail(at + (closing ?? rest.length + 1), 'extraneous or missing " in quoted-field');
  }
  const bare = field.indexOf('"');
  if (bare >= 0) throw fail(at + bare + 1, 'bare " in non-quoted-field');
}
