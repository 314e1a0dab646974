import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import { openOutput } from "../../kernel/open.ts";
import type { Process } from "../../kernel/process.ts";
import type { Output } from "../../kernel/stream.ts";
import { CurlError } from "./curl-error.ts";
import type { CurlVersion } from "./curl-version.ts";

/** Where a body is written: standard output, or a file that is made when the first piece comes. */
export class Sink {
  readonly #process: Process;
  readonly #version: CurlVersion;
  readonly #makesFolders: boolean;
  readonly #appends: boolean;
  #output: Output | undefined;
  /** Undefined for standard output; `-J` lets a response change it before the first piece. */
  name: string | undefined;

  constructor(
    process: Process,
    version: CurlVersion,
    name: string | undefined,
    how: { readonly makesFolders: boolean; readonly appends: boolean },
  ) {
    this.#process = process;
    this.#version = version;
    this.name = name;
    this.#makesFolders = how.makesFolders;
    this.#appends = how.appends;
  }

  /** @throws CurlError 23 */
  async write(piece: string, bytes: number): Promise<void> {
    await this.#open(bytes).write(piece);
  }

  /** An empty body leaves an empty file. @throws CurlError 23 */
  finish(): void {
    if (this.name !== undefined) this.#open(0);
  }

  #open(size: number): Output {
    if (this.#output) return this.#output;
    if (this.name === undefined) {
      this.#output = this.#process.stdout;
      return this.#output;
    }
    const { files, cwd } = this.#process;
    try {
      const folder = resolvePath(cwd, this.name).replace(/\/[^/]*$/, "");
      if (this.#makesFolders && folder !== "") files.mkdir(folder, { recursive: true });
      this.#output = openOutput(this.#process, this.name, { append: this.#appends });
      return this.#output;
    } catch (error) {
      if (error instanceof FileError) throw new CurlError(23, this.#version.notWritten(size));
      throw error;
    }
  }
}
