import type { FileSystem } from "../../kernel/filesystem.ts";
import type { ApkCatalog, ApkPackage } from "./apk.ts";

const WORLD = "/etc/apk/world";
const INSTALLED = "/lib/apk/db/installed";

/** What is installed on an Alpine, in its own files: /etc/apk/world has what was asked for, the database what is there. */
export class ApkDatabase {
  readonly #files: FileSystem;
  readonly #catalog: ApkCatalog;
  readonly #names: Set<string>;
  /** Groups made with --virtual: name and what they hold. */
  readonly #groups = new Map<string, readonly string[]>();

  constructor(files: FileSystem, catalog: ApkCatalog) {
    this.#files = files;
    this.#catalog = catalog;
    const text = files.exists(INSTALLED) ? files.readFile(INSTALLED) : "";
    this.#names = new Set([...text.matchAll(/^P:(\S+)$/gm)].map(([, name = ""]) => name));
    for (const [, name = "", members = ""] of text.matchAll(/^G:(\S+) (.*)$/gm))
      this.#groups.set(name, members.split(" "));
  }

  has(name: string): boolean {
    return this.#names.has(name);
  }

  isGroup(name: string): boolean {
    return this.#groups.has(name);
  }

  list(): ApkPackage[] {
    return [...this.#names]
      .sort()
      .map((name) => this.#catalog.packages.get(name))
      .filter((one) => one !== undefined);
  }

  install(one: ApkPackage): void {
    const files = this.#files;
    let shown = 0;
    const place = (path: string) => {
      files.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      if (files.exists(path)) files.remove(path);
    };
    for (const { path, size = 0, program, target, content } of one.files) {
      place(path);
      if (target !== undefined) files.symlink(target, path);
      else if (content !== undefined) files.writeFile(path, content, { mode: 0o755 });
      else if (program !== undefined) files.writeFile(path, "", { mode: 0o755, program, size });
      shown += size;
    }
    const rest = one.size * 1024 - shown;
    const data = `/usr/share/${one.name}/contents`;
    if (rest > 0) {
      place(data);
      files.writeFile(data, "", { size: rest });
    }
    this.#names.add(one.name);
    this.#write();
  }

  remove(one: ApkPackage): void {
    for (const path of [...one.files.map(({ path }) => path), `/usr/share/${one.name}`])
      if (this.#files.exists(path)) this.#files.remove(path);
    this.#names.delete(one.name);
    this.#write();
  }

  /** Remembers a group that stands for packages (`--virtual .build`). */
  group(name: string, members: readonly string[]): void {
    this.#groups.set(name, members);
    this.want([name]);
    this.#write();
  }

  /** Adds to what was asked for. */
  want(names: readonly string[]): void {
    const world = new Set([...this.#world(), ...names]);
    this.#files.writeFile(WORLD, `${[...world].sort().join("\n")}\n`);
  }

  /** Takes away from what was asked for. @returns what nobody needs any more */
  unwant(names: readonly string[]): ApkPackage[] {
    const world = this.#world().filter((name) => !names.includes(name));
    this.#files.writeFile(WORLD, `${world.join("\n")}\n`);
    for (const name of names) this.#groups.delete(name);
    const needed = new Set<string>();
    const visit = (name: string) => {
      if (needed.has(name)) return;
      needed.add(name);
      for (const other of this.#groups.get(name) ?? this.#catalog.packages.get(name)?.depends ?? []) visit(other);
    };
    for (const name of world) visit(name);
    return this.list().filter(({ name }) => !needed.has(name));
  }

  /** `OK: 13.1 MiB in 25 packages` */
  summary(): string {
    const { base } = this.#catalog;
    const kB = this.list().reduce((sum, { size }) => sum + size, base.kB);
    return `OK: ${(kB / 1024).toFixed(1)} MiB in ${base.packages + this.#names.size + this.#groups.size} packages\n`;
  }

  #world(): string[] {
    return (this.#files.exists(WORLD) ? this.#files.readFile(WORLD) : "").split("\n").filter((line) => line !== "");
  }

  #write(): void {
    const packages = this.list().map((one) => `P:${one.name}\nV:${one.version}\nA:x86_64\nT:${one.description}\n`);
    const groups = [...this.#groups].map(([name, members]) => `G:${name} ${members.join(" ")}\n`);
    this.#files.mkdir("/lib/apk/db", { recursive: true });
    this.#files.writeFile(INSTALLED, [...packages, ...groups].join("\n"));
  }
}
