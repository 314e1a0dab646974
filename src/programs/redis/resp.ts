import { byteLength, decode, encode } from "../../kernel/bytes.ts";
import type { Input } from "../../kernel/stream.ts";

/** A value of Redis's protocol (RESP2); an Error is an error reply. */
export type Reply = string | number | null | Error | { readonly status: string } | readonly Reply[];

/** A reply as bytes on the wire. */
export function writeReply(reply: Reply): string {
  if (reply === null) return "$-1\r\n";
  if (typeof reply === "number") return `:${reply}\r\n`;
  if (typeof reply === "string") return `$${byteLength(reply)}\r\n${reply}\r\n`;
  if (reply instanceof Error) return `-${reply.message}\r\n`;
  if ("status" in reply) return `+${reply.status}\r\n`;
  return `*${reply.length}\r\n${reply.map(writeReply).join("")}`;
}

export const writeCommand = (words: readonly string[]): string => writeReply(words);

/** Reads values, and plain lines as a person at `nc` types them. */
export class RespReader {
  readonly #input: Input;
  readonly #signal: AbortSignal | undefined;
  #bytes: Uint8Array = new Uint8Array();

  constructor(input: Input, signal?: AbortSignal) {
    this.#input = input;
    this.#signal = signal;
  }

  /** The words of the next command; null at the end. */
  async command(): Promise<string[] | null> {
    const line = await this.#line();
    if (line === null) return null;
    if (!line.startsWith("*")) return line.split(/\s+/).filter((word) => word !== "");
    const words: string[] = [];
    for (let i = 0; i < Number(line.slice(1)); i++) {
      const word = await this.reply();
      if (word === undefined) return null;
      words.push(typeof word === "string" ? word : "");
    }
    return words;
  }

  /** The next value; undefined at the end. */
  async reply(): Promise<Reply | undefined> {
    const line = await this.#line();
    if (line === null) return undefined;
    const rest = line.slice(1);
    switch (line.charAt(0)) {
      case "+":
        return { status: rest };
      case "-":
        return new Error(rest);
      case ":":
        return Number(rest);
      case "$": {
        const length = Number(rest);
        if (length < 0) return null;
        const bytes = await this.#take(length + 2);
        return bytes && decode(bytes.subarray(0, length));
      }
      case "*": {
        const items: Reply[] = [];
        for (let i = 0; i < Number(rest); i++) items.push((await this.reply()) ?? null);
        return items;
      }
      default:
        return new Error("ERR Protocol error");
    }
  }

  async #line(): Promise<string | null> {
    for (;;) {
      const end = this.#bytes.indexOf(10);
      if (end >= 0) {
        const line = decode(this.#bytes.subarray(0, end)).replace(/\r$/, "");
        this.#bytes = this.#bytes.subarray(end + 1);
        return line;
      }
      if (!(await this.#more())) return null;
    }
  }

  async #take(count: number): Promise<Uint8Array | undefined> {
    while (this.#bytes.length < count) if (!(await this.#more())) return undefined;
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }

  async #more(): Promise<boolean> {
    const text = await this.#input.read(this.#signal);
    if (text === null) return false;
    const next = encode(text);
    const joined = new Uint8Array(this.#bytes.length + next.length);
    joined.set(this.#bytes);
    joined.set(next, this.#bytes.length);
    this.#bytes = joined;
    return true;
  }
}
