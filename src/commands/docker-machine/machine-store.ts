import { FileError } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import type { MachineConfig } from "./machine-config.ts";
import { MachineError } from "./machine-error.ts";

/** What docker-machine says of a name that it has no machine by. */
const unknownMachine = (name: string) =>
  `Docker machine ${JSON.stringify(name)} does not exist. Use "docker-machine ls" to list machines. Use "docker-machine create" to add a new one.`;

/** The machine that commands mean when none is named. */
const STANDARD = "default";

/** ~/.docker/machine: a folder for each machine, the authority's certificates, and boot2docker once it was fetched. */
export class MachineStore {
  readonly folder: string;
  readonly #process: Process;

  constructor(process: Process, folder: string) {
    this.#process = process;
    this.folder = folder;
  }

  get certificates(): string {
    return `${this.folder}/certs`;
  }

  get cache(): string {
    return `${this.folder}/cache`;
  }

  folderOf(name: string): string {
    return `${this.folder}/machines/${name}`;
  }

  exists(name: string): boolean {
    return this.#process.files.exists(this.folderOf(name));
  }

  /** @throws MachineError when there is none */
  load(name: string): MachineConfig {
    if (!this.exists(name)) throw new MachineError(unknownMachine(name));
    try {
      const config: unknown = JSON.parse(this.#process.files.readFile(`${this.folderOf(name)}/config.json`));
      if (!isMachineConfig(config)) throw new MachineError("Error unmarshalling config: unexpected end of JSON input");
      return config;
    } catch (error) {
      if (error instanceof SyntaxError) throw new MachineError(`Error unmarshalling config: ${error.message}`);
      if (!(error instanceof FileError)) throw error;
      throw new MachineError(`open ${error.path}: ${error.message.toLowerCase()}`);
    }
  }

  save(config: MachineConfig): void {
    const folder = this.folderOf(config.Name);
    this.#process.files.mkdir(folder, { recursive: true, mode: 0o700 });
    this.#process.files.writeFile(`${folder}/config.json`, JSON.stringify(config, null, 4), { mode: 0o600 });
  }

  remove(name: string): void {
    this.#process.files.remove(this.folderOf(name));
  }

  /** In byte order. */
  list(): MachineConfig[] {
    const folder = `${this.folder}/machines`;
    if (!this.#process.files.exists(folder)) return [];
    const names = this.#process.files.readdir(folder).filter((name) => !name.startsWith("."));
    return names.map((name) => this.load(name));
  }

  /** The one that was named, or the one named "default". @throws MachineError */
  target(args: readonly string[]): string {
    const [name] = args;
    if (name !== undefined) return name;
    if (this.exists(STANDARD)) return STANDARD;
    throw new MachineError(`Error: No machine name(s) specified and no ${JSON.stringify(STANDARD)} machine exists`);
  }
}

/** Whether a config.json has what commands read; it may have been edited. */
function isMachineConfig(value: unknown): value is MachineConfig {
  if (typeof value !== "object" || value === null) return false;
  return ["Name", "Driver", "DriverName", "HostOptions"].every((key) => Object.hasOwn(value, key));
}
