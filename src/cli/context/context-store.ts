import { FileError } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { sha256 } from "../../kernel/sha256.ts";
import type { DockerTls } from "./tls.ts";

/** A named daemon that the client remembers. */
export interface StoredContext {
  readonly name: string;
  readonly description: string;
  readonly host: string;
}

/** What "default" says of itself. */
export const DEFAULT_DESCRIPTION = "Current DOCKER_HOST based configuration";

/** The files of a context's TLS, without their ending. */
export const TLS_FILES = ["ca", "cert", "key"] as const;

/** What `~/.docker` holds: config.json and one meta.json a context, as docker writes them. */
export class ContextStore {
  readonly #process: Process;
  readonly #folder: string;

  /** @param folder the client's folder, when `--config` names another than ~/.docker */
  constructor(process: Process, folder?: string) {
    this.#process = process;
    const home = process.env.HOME ?? "/root";
    const chosen = folder === undefined || folder === "/root/.docker" ? undefined : folder;
    this.#folder = chosen ?? process.env.DOCKER_CONFIG ?? `${home}/.docker`;
  }

  /** The context that `docker context use` has set. */
  get current(): string {
    const name = this.config().currentContext;
    return typeof name === "string" && name !== "" ? name : "default";
  }

  get configPath(): string {
    return `${this.#folder}/config.json`;
  }

  /** config.json; empty when there is none. */
  config(): Record<string, unknown> {
    return this.#json(this.configPath) ?? {};
  }

  /** Writes config.json with these keys changed; undefined takes one out. */
  setConfig(changes: Readonly<Record<string, unknown>>): void {
    // The list of credentials is written even when it is empty.
    const merged = { auths: {}, ...this.config(), ...changes };
    this.#process.files.mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#process.files.writeFile(this.configPath, JSON.stringify(merged, null, "\t"), { mode: 0o600 });
  }

  /** By name, without "default". */
  list(): StoredContext[] {
    const folder = `${this.#folder}/contexts/meta`;
    if (!this.#process.files.exists(folder)) return [];
    return this.#process.files
      .readdir(folder)
      .flatMap((id) => readContext(this.#json(`${folder}/${id}/meta.json`)))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  get(name: string): StoredContext | undefined {
    return readContext(this.#json(this.#metaFile(name)))[0];
  }

  /** The text of meta.json. */
  metaOf(name: string): string | undefined {
    const file = this.#metaFile(name);
    return this.#process.files.exists(file) ? this.#process.files.readFile(file) : undefined;
  }

  put({ name, description, host }: StoredContext): void {
    const file = this.#metaFile(name);
    const metadata = description === "" ? {} : { Description: description };
    const meta = { Name: name, Metadata: metadata, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
    this.#process.files.mkdir(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    this.#process.files.writeFile(file, JSON.stringify(meta));
  }

  remove(name: string): void {
    this.#process.files.remove(this.folderOf(name));
    const tls = this.tlsFolderOf(name);
    if (this.#process.files.exists(tls)) this.#process.files.remove(tls);
  }

  /** Keeps what its daemon is spoken to with, in place of what was kept before. */
  putTls(name: string, tls: DockerTls): void {
    const kept = this.tlsFolderOf(name);
    const folder = `${kept}/docker`;
    if (this.#process.files.exists(kept)) this.#process.files.remove(kept);
    if (TLS_FILES.every((key) => tls[key] === undefined)) return;
    this.#process.files.mkdir(folder, { recursive: true, mode: 0o700 });
    for (const key of TLS_FILES) {
      const text = tls[key];
      if (text !== undefined) this.#process.files.writeFile(`${folder}/${key}.pem`, text, { mode: 0o600 });
    }
  }

  /** What its daemon is spoken to with; undefined without TLS. */
  tlsOf(name: string): DockerTls | undefined {
    const folder = `${this.tlsFolderOf(name)}/docker`;
    const { files } = this.#process;
    const found = TLS_FILES.filter((key) => files.exists(`${folder}/${key}.pem`));
    if (found.length === 0) return undefined;
    return Object.fromEntries(found.map((key) => [key, files.readFile(`${folder}/${key}.pem`)]));
  }

  /** Where a context's metadata is kept. */
  folderOf(name: string): string {
    return `${this.#folder}/contexts/meta/${sha256(name)}`;
  }

  /** Where its certificates would be. */
  tlsFolderOf(name: string): string {
    return `${this.#folder}/contexts/tls/${sha256(name)}`;
  }

  /** The client's words for a context that is not there. */
  missing(name: string): string {
    return `context not found: open ${this.#metaFile(name)}: no such file or directory`;
  }

  #metaFile(name: string): string {
    return `${this.folderOf(name)}/meta.json`;
  }

  #json(path: string): Record<string, unknown> | undefined {
    try {
      const value: unknown = JSON.parse(this.#process.files.readFile(path));
      return isRecord(value) ? value : undefined;
    } catch (error) {
      if (error instanceof FileError || error instanceof SyntaxError) return undefined;
      throw error;
    }
  }
}

/** Every context's name, "default" first. */
export function contextNames(process: Process): string[] {
  return ["default", ...new ContextStore(process).list().map(({ name }) => name)];
}

/** What a meta.json says of a context; none for what is no such document. */
export function readContext(meta: unknown): StoredContext[] {
  if (!isRecord(meta) || typeof meta.Name !== "string") return [];
  const { Metadata: metadata, Endpoints: endpoints } = meta;
  const docker = isRecord(endpoints) ? endpoints.docker : undefined;
  const host = isRecord(docker) && typeof docker.Host === "string" ? docker.Host : "";
  const described = isRecord(metadata) && typeof metadata.Description === "string" ? metadata.Description : "";
  return [{ name: meta.Name, description: described, host }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
