import { documentsOf } from "../../engine/image/documents.ts";
import type { Image } from "../../engine/image/image.ts";
import { FileError, type FileSystem } from "../../kernel/filesystem.ts";

/**
 * What a registry has, in the folders where distribution keeps it (distribution, registry/storage/paths.go): a tag is a
 * file with a digest, a blob a file under its digest. Layers' blobs are empty here: the lab keeps their files itself.
 */
export class RegistryFiles {
  readonly #files: FileSystem;
  readonly #root: string;

  /** @param folder the storage's rootdirectory ("/var/lib/registry") */
  constructor(files: FileSystem, folder: string) {
    this.#files = files;
    this.#root = `${folder}/docker/registry/v2`;
  }

  /** Paths of all repositories, in order. */
  repositories(): string[] {
    const found: string[] = [];
    const walk = (folder: string, path: string) => {
      for (const name of this.#names(folder)) {
        if (name === "_manifests") found.push(path);
        else if (!name.startsWith("_")) walk(`${folder}/${name}`, path === "" ? name : `${path}/${name}`);
      }
    };
    walk(`${this.#root}/repositories`, "");
    return found.sort();
  }

  /** Tags and their digests; undefined when there is no such repository. */
  tags(path: string): Map<string, string> | undefined {
    const folder = `${this.#repository(path)}/_manifests/tags`;
    if (!this.#files.exists(folder)) return undefined;
    return new Map(
      this.#names(folder).map((tag) => [tag, this.#files.readFile(`${folder}/${tag}/current/link`).trim()]),
    );
  }

  holds(path: string, digest: string): boolean {
    return this.#files.exists(`${this.#repository(path)}/_layers/${split(digest)}/link`);
  }

  keep(path: string, tag: string, image: Image): void {
    const { target, manifest, config } = documentsOf(image);
    const repository = this.#repository(path);
    for (const { digest } of [...image.layers, { digest: image.configDigest }]) {
      this.#write(`${repository}/_layers/${split(digest)}/link`, digest);
      this.#blob(digest, digest === image.configDigest ? config : "");
    }
    for (const [digest, text] of [
      [image.manifestDigest, manifest],
      [image.id, target],
    ] as const) {
      this.#write(`${repository}/_manifests/revisions/${split(digest)}/link`, digest);
      this.#blob(digest, text);
    }
    this.#write(`${repository}/_manifests/tags/${tag}/index/${split(image.id)}/link`, image.id);
    this.#write(`${repository}/_manifests/tags/${tag}/current/link`, image.id);
  }

  #repository(path: string): string {
    return `${this.#root}/repositories/${path}`;
  }

  #blob(digest: string, text: string): void {
    const hex = digest.replace("sha256:", "");
    this.#write(`${this.#root}/blobs/sha256/${hex.slice(0, 2)}/${hex}/data`, text);
  }

  #write(path: string, text: string): void {
    this.#files.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
    this.#files.writeFile(path, text);
  }

  #names(folder: string): string[] {
    try {
      return this.#files.readdir(folder);
    } catch (error) {
      if (error instanceof FileError) return [];
      throw error;
    }
  }
}

/** "sha256:ab…" as two folders. */
const split = (digest: string) => digest.replace(":", "/");
