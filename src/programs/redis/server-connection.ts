import type { Connection } from "../../kernel/connection.ts";
import { type Reply, RespReader, writeCommand } from "./resp.ts";

/** A connection to a server, as redis-cli has one: asks, and takes what comes unasked. */
export class ServerConnection {
  readonly #connection: Connection;
  readonly #reader: RespReader;
  readonly #signal: AbortSignal;
  #coming: Promise<Reply | undefined> | undefined;

  constructor(connection: Connection, signal: AbortSignal) {
    this.#connection = connection;
    this.#reader = new RespReader(connection.input, signal);
    this.#signal = signal;
  }

  /** What a command is answered with; undefined when the server has gone. */
  async ask(command: readonly string[]): Promise<Reply | undefined> {
    await this.#connection.output.write(writeCommand(command), this.#signal);
    return this.take();
  }

  /** The next reply, which stays the next one until it is taken. */
  coming(): Promise<Reply | undefined> {
    this.#coming ??= this.#reader.reply();
    return this.#coming;
  }

  /** Takes the next reply. */
  take(): Promise<Reply | undefined> {
    const reply = this.coming();
    this.#coming = undefined;
    return reply;
  }

  close(): void {
    this.#connection.close();
  }
}
