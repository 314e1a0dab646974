import type { FileSystem } from "../../kernel/filesystem.ts";

/** What systemd knows of a unit from its files. */
export interface UnitFile {
  /** "docker.service" */
  readonly name: string;
  readonly path: string;
  readonly description: string;
  readonly documentation: readonly string[];
  readonly exec: string;
  /** Sockets that it listens on. */
  readonly listens: readonly string[];
  readonly requires: readonly string[];
  readonly wants: readonly string[];
  readonly wantedBy: readonly string[];
}

const FOLDERS = ["/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system"];

/** `docker` means `docker.service`. */
export const unitName = (text: string): string =>
  /\.(service|socket|target|timer|mount|path|slice|scope)$/.test(text) ? text : `${text}.service`;

/** Reads a unit's file and the `.conf` files that add to it; undefined when there is none. */
export function readUnit(files: FileSystem, name: string): UnitFile | undefined {
  const path = FOLDERS.map((folder) => `${folder}/${name}`).find((file) => files.exists(file));
  if (path === undefined) return undefined;
  const text = [path, ...dropIns(files, name)].map((file) => files.readFile(file)).join("\n");
  const values = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const [, key = "", value = ""] = /^([A-Z]\w*)=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key === "") continue;
    // An empty value takes back what came before.
    values.set(key, value === "" ? [] : [...(values.get(key) ?? []), value]);
  }
  const all = (key: string) => values.get(key) ?? [];
  const words = (key: string) => all(key).flatMap((value) => value.split(/\s+/));
  return {
    name,
    path,
    description: all("Description").at(-1) ?? name,
    documentation: words("Documentation"),
    exec: all("ExecStart").at(-1) ?? "",
    listens: all("ListenStream"),
    requires: words("Requires"),
    wants: words("Wants"),
    wantedBy: words("WantedBy"),
  };
}

/** `docker.service.d/*.conf`, by name. */
export function dropIns(files: FileSystem, name: string): string[] {
  return FOLDERS.map((folder) => `${folder}/${name}.d`)
    .filter((folder) => files.exists(folder))
    .flatMap((folder) => files.readdir(folder).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith(".conf"));
}

/** The names of all units there are, in order. */
export function unitNames(files: FileSystem): string[] {
  const names = FOLDERS.filter((folder) => files.exists(folder)).flatMap((folder) => files.readdir(folder));
  return [...new Set(names.filter((name) => /\.(service|socket)$/.test(name)))].sort();
}

/** The links that start a unit at a boot. */
export const startLinks = ({ name, wantedBy }: UnitFile): string[] =>
  wantedBy.map((target) => `/etc/systemd/system/${target}.wants/${name}`);

type EnablementState = "enabled" | "disabled" | "static" | "masked";

/** What `systemctl is-enabled` says. */
export function enablement(files: FileSystem, unit: UnitFile): EnablementState {
  if (isMasked(files, unit.name)) return "masked";
  if (unit.wantedBy.length === 0) return "static";
  return startLinks(unit).some((path) => files.exists(path)) ? "enabled" : "disabled";
}

/** A unit whose file is /dev/null cannot be started. */
export function isMasked(files: FileSystem, name: string): boolean {
  const path = `/etc/systemd/system/${name}`;
  return files.exists(path) && files.realpath(path) === "/dev/null";
}
