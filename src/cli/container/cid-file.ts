import { FileError, resolvePath } from "../../kernel/filesystem.ts";
import type { Process } from "../../kernel/process.ts";
import { CommandError } from "../command.ts";
import type { Flags } from "../flags.ts";

/** Where `--cidfile` keeps a container's id. It is opened before there is a container, and taken away when there is none. */
export class CidFile {
  readonly #process: Process;
  readonly #path: string;

  /** @throws CommandError when there is such a file, or it cannot be made (docker/cli, container/create.go, newCIDFile) */
  constructor(process: Process, flags: Flags) {
    const name = flags.string("cidfile");
    this.#process = process;
    this.#path = name === "" ? "" : resolvePath(process.cwd, name);
    if (name === "") return;
    if (process.files.exists(this.#path))
      throw new CommandError(`container ID file found, make sure the other container isn't running or delete ${name}`);
    try {
      process.files.writeFile(this.#path, "");
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new CommandError(`failed to create the container ID file: open ${name}: ${error.message.toLowerCase()}`);
    }
  }

  write(id: string): void {
    if (this.#path !== "") this.#process.files.writeFile(this.#path, id);
  }

  /** There is no container to tell of. */
  discard(): void {
    if (this.#path !== "") this.#process.files.unlink(this.#path);
  }
}
