import { BrokenPipe } from "../../kernel/stream.ts";
import type { Client } from "./client.ts";
import { globbed } from "./commands.ts";
import type { Reply } from "./resp.ts";

/** Everybody who is connected to a server. */
export class Clients {
  readonly all = new Set<Client>();

  add(client: Client): void {
    this.all.add(client);
  }

  remove(client: Client): void {
    this.all.delete(client);
  }

  /** Gives a message to who hears its channel, once for the channel and once for each pattern. @returns how often */
  async publish(channel: string, message: string): Promise<number> {
    let count = 0;
    for (const client of this.all) {
      if (client.channels.has(channel)) count += await tell(client, ["message", channel, message]);
      for (const pattern of client.patterns)
        if (globbed(pattern).test(channel)) count += await tell(client, ["pmessage", pattern, channel, message]);
    }
    return count;
  }

  /** The channels that somebody hears, in the order of their names. */
  channels(): string[] {
    return [...new Set([...this.all].flatMap((client) => [...client.channels]))].sort();
  }

  /** How many hear a channel. */
  listeners(channel: string): number {
    return [...this.all].filter((client) => client.channels.has(channel)).length;
  }

  /** How many patterns are heard. */
  patterns(): number {
    return new Set([...this.all].flatMap((client) => [...client.patterns])).size;
  }

  /** Shows a command to those that asked for `MONITOR`. */
  async show(words: readonly string[], from: Client, now: number): Promise<void> {
    const text = words.map((word) => JSON.stringify(word)).join(" ");
    const line = { status: `${(now / 1000).toFixed(6)} [0 ${from.address}] ${text}` };
    for (const client of this.all) if (client.isMonitor) await tell(client, line);
  }
}

/** @returns 1, or 0 when nobody is there any more */
async function tell(client: Client, reply: Reply): Promise<number> {
  try {
    await client.send(reply);
    return 1;
  } catch (error) {
    if (error instanceof BrokenPipe) return 0;
    throw error;
  }
}
