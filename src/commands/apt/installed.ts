import type { FileSystem } from "../../kernel/filesystem.ts";
import type { Catalog } from "./catalog.ts";
import type { Package } from "./package.ts";

const STATUS = "/var/lib/dpkg/status";
const STATES = "/var/lib/apt/extended_states";

/**
 * Which packages a system has. A fresh image has no list of its own: what it came with is worked out from its files; what
 * is installed and removed later is written in dpkg's status, as dpkg does.
 */
export class Installed {
  readonly #files: FileSystem;
  readonly #catalog: Catalog;
  readonly #stanzas: Map<string, string>;
  readonly #names: Set<string>;

  constructor(files: FileSystem, catalog: Catalog) {
    this.#files = files;
    this.#catalog = catalog;
    this.#stanzas = readStanzas(files, STATUS);
    this.#names = camewith(files, catalog, new Set(this.#stanzas.keys()));
    for (const [name, stanza] of this.#stanzas) {
      if (/^Status: install ok installed$/m.test(stanza)) this.#names.add(name);
      else this.#names.delete(name);
    }
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  /** By name. */
  list(): Package[] {
    return [...this.#names]
      .sort()
      .map((name) => this.#catalog.packages.get(name))
      .filter((found) => found !== undefined);
  }

  /** Removed, with its configuration still there (`rc` of dpkg -l). */
  hasConfiguration(name: string): boolean {
    return /^Status: deinstall ok config-files$/m.test(this.#stanzas.get(name) ?? "");
  }

  add(one: Package): void {
    this.#names.add(one.name);
    this.#stanzas.set(one.name, stanzaOf(one, "install ok installed"));
    this.#write();
  }

  /** @param purge whether nothing of it stays */
  remove(one: Package, purge: boolean): void {
    this.#names.delete(one.name);
    this.#stanzas.set(one.name, stanzaOf(one, purge ? "purge ok not-installed" : "deinstall ok config-files"));
    this.#write();
    this.setAutomatic([one.name], false);
  }

  /** Packages that came because another needed them. */
  automatic(): Set<string> {
    return new Set(
      [...readStanzas(this.#files, STATES)]
        .filter(([, text]) => /^Auto-Installed: 1$/m.test(text))
        .map(([name]) => name),
    );
  }

  setAutomatic(names: readonly string[], automatic: boolean): void {
    const known = this.automatic();
    const before = known.size;
    for (const name of names) {
      if (automatic) known.add(name);
      else known.delete(name);
    }
    if (known.size === before) return;
    const text = [...known].sort().map((name) => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n`);
    this.#files.writeFile(STATES, `${text.join("\n")}\n`);
  }

  #write(): void {
    const text = [...this.#stanzas].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, stanza]) => stanza);
    this.#files.writeFile(STATUS, `${text.join("\n\n")}\n`);
  }
}

/** The status of a package as dpkg -s and its status file have it. */
export function stanzaOf(one: Package, status: string): string {
  const list = (groups: Package["depends"]) => groups.map((names) => names.join(" | ")).join(", ");
  return [
    `Package: ${one.name}`,
    `Status: ${status}`,
    "Priority: optional",
    `Section: ${one.section}`,
    `Installed-Size: ${one.installedSize}`,
    `Architecture: ${one.architecture}`,
    ...(one.coinstallable ? ["Multi-Arch: same"] : []),
    `Version: ${one.version}`,
    ...(one.depends.length > 0 ? [`Depends: ${list(one.depends)}`] : []),
    ...(one.recommends.length > 0 ? [`Recommends: ${list(one.recommends)}`] : []),
    ...(one.suggests.length > 0 ? [`Suggests: ${one.suggests.join(", ")}`] : []),
    `Description: ${one.description}`,
  ].join("\n");
}

function readStanzas(files: FileSystem, path: string): Map<string, string> {
  const text = files.exists(path) ? files.readFile(path) : "";
  const stanzas = text.split(/\n\s*\n/).map((stanza) => stanza.trim());
  return new Map(
    stanzas.flatMap((stanza) => {
      const name = /^Package: (\S+)$/m.exec(stanza)?.[1];
      return name === undefined ? [] : [[name, stanza] as const];
    }),
  );
}

/** Binaries by which the hosts' packages are known, where theirs are in another place. */
const MARKERS: Readonly<Record<string, string>> = {
  vim: "/usr/bin/vim",
  "docker-ce": "/usr/bin/dockerd",
  "docker-compose": "/usr/local/bin/docker-compose",
  // What logs in under systemd has a bus of its own.
  "dbus-user-session": "/usr/bin/systemctl",
};

/** Debian's own Docker has the same files as Docker's: what an image or a host has is the latter. */
const NEVER = new Set([
  "docker.io",
  "docker-cli",
  "docker-buildx",
  "containerd",
  "runc",
  "vim-tiny",
  "busybox",
  "cowsay",
]);

function camewith(files: FileSystem, { packages, base, buildpack }: Catalog, later: ReadonlySet<string>): Set<string> {
  const names = new Set(base);
  const take = (name: string) => {
    if (names.has(name)) return;
    const one = packages.get(name);
    if (!one) return;
    names.add(name);
    for (const group of one.depends) if (!group.some((other) => names.has(other))) take(group[0] ?? "");
  };
  for (const one of packages.values()) {
    if (later.has(one.name) || NEVER.has(one.name)) continue;
    const marker = MARKERS[one.name];
    const there =
      marker === undefined
        ? one.files.some(({ path, program }) => program !== undefined && files.exists(path) && isProgram(files, path))
        : files.exists(marker);
    if (there) take(one.name);
  }
  if (names.has("gcc") && !later.has("gcc")) for (const name of buildpack) take(name);
  return names;
}

const isProgram = (files: FileSystem, path: string) => files.stat(path).program !== undefined;
