import { FileError } from "../../kernel/filesystem.ts";
import { openInput, openOutput } from "../../kernel/open.ts";
import type { Process } from "../../kernel/process.ts";
import { BrokenPipe, type Output, Pipe } from "../../kernel/stream.ts";
import { startCommand } from "../run-command.ts";
import { AwkError } from "./awk-error.ts";
import { RecordReader } from "./record-reader.ts";

/** How awk holds text: mawk knows bytes, busybox letters. */
export interface Encoding {
  readonly toInternal: (text: string) => string;
  readonly toText: (text: string) => string;
}

interface OpenOutput {
  held: string;
  readonly output: Output;
  /** Ends it; gives its status. */
  readonly end: () => Promise<number>;
}

/** So much is held back before it is written on the way. */
const MOST_HELD = 16_384;

/** What a program has open: files and commands, by their names. */
export class Streams {
  readonly #process: Process;
  readonly #encoding: Encoding;
  readonly #outputs = new Map<string, OpenOutput>();
  readonly #readers = new Map<string, { readonly reader: RecordReader; readonly end: () => Promise<number> }>();
  readonly #stdout: OpenOutput;

  constructor(process: Process, encoding: Encoding) {
    this.#process = process;
    this.#encoding = encoding;
    this.#stdout = { held: "", output: process.stdout, end: async () => 0 };
  }

  /** @returns whether it is time to flush */
  print(text: string): boolean {
    this.#stdout.held += text;
    return this.#stdout.held.length > MOST_HELD;
  }

  /** Into a file. @throws AwkError when it cannot be opened */
  printTo(name: string, text: string, append: boolean): boolean {
    if (name === "-" || name === "/dev/stdout") return this.print(text);
    let open = this.#outputs.get(name);
    if (!open) {
      try {
        const output =
          name === "/dev/stderr"
            ? this.#process.stderr
            : openOutput(this.#process, this.#encoding.toText(name), { append });
        open = { held: "", output, end: async () => 0 };
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        throw new AwkError(`cannot open ${name} (${error.message})`);
      }
      this.#outputs.set(name, open);
    }
    open.held += text;
    return open.held.length > MOST_HELD || name === "/dev/stderr";
  }

  /** Into a command, which is started when it is first written to. */
  async printInto(command: string, text: string): Promise<void> {
    let open = this.#outputs.get(command);
    if (!open) {
      await this.flush();
      const pipe = new Pipe();
      const child = await startCommand(this.#process, ["sh", "-c", this.#encoding.toText(command)], { stdin: pipe });
      void child.exited.then(() => pipe.endReading());
      const end = async () => {
        pipe.endWriting();
        return child.exited;
      };
      open = { held: "", output: pipe, end };
      this.#outputs.set(command, open);
    }
    open.held += text;
    if (open.held.length > MOST_HELD) await this.#flushOne(open);
  }

  /** What reads a file, from where it stopped; undefined when it cannot be opened. */
  file(name: string): RecordReader | undefined {
    const known = this.#readers.get(name);
    if (known) return known.reader;
    try {
      const input =
        name === "-" || name === "/dev/stdin"
          ? this.#process.stdin
          : openInput(this.#process, this.#encoding.toText(name));
      const reader = new RecordReader(this.#process, input, this.#encoding.toInternal);
      this.#readers.set(name, { reader, end: async () => 0 });
      return reader;
    } catch (error) {
      if (error instanceof FileError) return undefined;
      throw error;
    }
  }

  /** What reads a command's output. */
  async command(command: string): Promise<RecordReader> {
    const known = this.#readers.get(command);
    if (known) return known.reader;
    await this.flush();
    const pipe = new Pipe();
    const child = await startCommand(this.#process, ["sh", "-c", this.#encoding.toText(command)], {
      stdin: this.#process.stdin,
      stdout: pipe,
    });
    void child.released.then(() => pipe.endWriting());
    const reader = new RecordReader(this.#process, pipe, this.#encoding.toInternal);
    const end = async () => {
      pipe.endReading();
      return child.exited;
    };
    this.#readers.set(command, { reader, end });
    return reader;
  }

  /** Runs a command beside. @returns its status */
  async system(command: string): Promise<number> {
    await this.flush();
    const child = await startCommand(this.#process, ["sh", "-c", this.#encoding.toText(command)]);
    return child.exited;
  }

  /** Writes what is held back. */
  async flush(): Promise<void> {
    await this.#flushOne(this.#stdout);
    for (const open of this.#outputs.values()) await this.#flushOne(open);
  }

  /** @returns its status, -1 when it is not open */
  async close(name: string): Promise<number> {
    await this.#flushOne(this.#stdout);
    const [output, reader] = [this.#outputs.get(name), this.#readers.get(name)];
    if (output) await this.#flushOne(output);
    this.#outputs.delete(name);
    this.#readers.delete(name);
    const status = output ? await output.end() : -1;
    return reader ? reader.end() : status;
  }

  async closeAll(): Promise<void> {
    await this.flush();
    for (const name of [...this.#outputs.keys(), ...this.#readers.keys()]) await this.close(name);
  }

  async #flushOne(open: OpenOutput): Promise<void> {
    const { held } = open;
    if (held === "") return;
    open.held = "";
    try {
      await open.output.write(this.#encoding.toText(held));
    } catch (error) {
      // A command that reads no more is its own affair; standard output is not.
      if (!(error instanceof BrokenPipe) || open === this.#stdout) throw error;
    }
  }
}
