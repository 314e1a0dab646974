import { FileError } from "../../../kernel/filesystem.ts";
import type { Run } from "../../command.ts";
import { TextBuffer } from "../text-buffer.ts";

/** The file that is edited in vi: its name, its lines, and what vi says of reading and writing it. */
export class EditedFile {
  readonly #run: Run;
  name: string;
  buffer = new TextBuffer("");

  /** @param name "" when vi was started without a file */
  constructor(run: Run, name: string) {
    this.#run = run;
    this.name = name;
  }

  /**
   * Reads the named file into a new buffer; a file that cannot be read leaves the buffer as it was.
   * @returns vi's words on it
   */
  load(): string {
    const { name } = this;
    try {
      const text = this.#run.files.readFile(this.#run.path(name));
      this.buffer = new TextBuffer(text);
      return `"${name}" ${extent(this.buffer)}`;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return error.code === "ENOENT" ? `"${name}" [New]` : `"${name}" ${error.message}`;
    }
  }

  /**
   * Writes the buffer; a buffer without a name takes the one it is written to.
   * @returns whether it was written, and vi's words on it
   */
  write(name = this.name): { readonly isWritten: boolean; readonly message: string } {
    if (name === "") return { isWritten: false, message: "E32: No file name" };
    try {
      this.#run.files.writeFile(this.#run.path(name), this.buffer.text);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return { isWritten: false, message: `"${name}" E212: Can't open file for writing` };
    }
    this.name ||= name;
    this.buffer.changed = false;
    return { isWritten: true, message: `"${name}" ${extent(this.buffer)} written` };
  }
}

/** How much there is in a buffer: `3L, 14B`. */
function extent({ text, lines }: TextBuffer): string {
  return `${text === "" ? 0 : lines.length}L, ${text.length}B`;
}
