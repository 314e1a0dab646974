import { openInput, openOutput } from "../../kernel/open.ts";
import type { Process } from "../../kernel/process.ts";
import type { Output } from "../../kernel/stream.ts";
import { linesOf, wholeText } from "../text.ts";

/** What a script writes, and the other files that it writes and reads. */
export class ScriptOutput {
  readonly #process: Process;
  readonly #output: Output;
  readonly #end: string;
  #pending = "";
  /** The line written last has no end yet. */
  #missing = false;
  #after: (() => Promise<string>)[] = [];
  readonly #outputs = new Map<string, Output>();
  readonly #readings = new Map<string, string[]>();

  /** @param end what ends a line */
  constructor(process: Process, output: Output, end: string) {
    this.#process = process;
    this.#output = output;
    this.#end = end;
  }

  /** A line; its end waits when it was `cut` off in its own file. */
  print(text: string, cut: boolean): void {
    this.emit(text + (cut ? "" : this.#end));
    this.#missing = cut;
  }

  /** Puts off until the line's cycle ends: a text, or what will then be read. */
  addAfter(text: () => Promise<string>): void {
    this.#after.push(text);
  }

  /** Something more to write: after a last line without an end, that comes first. */
  emit(text: string): void {
    if (this.#missing) this.#pending += this.#end;
    this.#missing = false;
    this.#pending += text;
  }

  /** Texts and files that follow the line, at the end of its cycle. */
  async writeAfter(): Promise<void> {
    for (const text of this.#after.splice(0)) {
      const next = await text();
      if (next !== "") this.emit(next);
    }
  }

  /** All that has been said goes out. */
  async flush(): Promise<void> {
    const text = this.#pending;
    this.#pending = "";
    if (text !== "") await this.#output.write(text);
  }

  /** The file of that name, opened anew when it is first met. @throws FileError */
  open(file: string): Output {
    const process = this.#process;
    if (file === "/dev/stdout") return this.#output;
    if (file === "/dev/stderr") return process.stderr;
    const known = this.#outputs.get(file) ?? openOutput(process, file);
    this.#outputs.set(file, known);
    return known;
  }

  /** Writes to a file of the script. */
  async writeTo(file: string, text: string): Promise<void> {
    if (file === "/dev/stdout") this.emit(text);
    else await this.open(file).write(text);
  }

  /** What cannot be read adds nothing. */
  async fileText(file: string): Promise<string> {
    try {
      const process = this.#process;
      return await wholeText(process, file === "/dev/stdin" ? process.stdin : openInput(process, file));
    } catch {
      return "";
    }
  }

  /** The next line of a file, with its end; nothing after the last. */
  async fileLine(file: string): Promise<string> {
    const lines = this.#readings.get(file) ?? linesOf(await this.fileText(file));
    this.#readings.set(file, lines);
    const line = lines.shift();
    return line === undefined ? "" : `${line}\n`;
  }
}
