import type { Reply } from "./resp.ts";

/** Who is connected to a server, and what it has asked to hear of. */
export class Client {
  readonly address: string;
  readonly send: (reply: Reply) => Promise<void>;
  readonly channels = new Set<string>();
  readonly patterns = new Set<string>();
  isMonitor = false;
  /** The commands since `MULTI`; undefined outside of a transaction. */
  queue: (readonly string[])[] | undefined;
  /** Whether a command of the transaction was refused. */
  isSpoilt = false;
  /** The keys of `WATCH`, and whether one of them has been written since. */
  readonly watched = new Set<string>();
  isOvertaken = false;

  /** @param address `172.17.0.3:40000`, as `MONITOR` shows it */
  constructor(address: string, send: (reply: Reply) => Promise<void>) {
    this.address = address;
    this.send = send;
  }

  /** How many channels and patterns it hears. */
  get subscriptions(): number {
    return this.channels.size + this.patterns.size;
  }

  get isSubscribed(): boolean {
    return this.subscriptions > 0;
  }

  /** Ends what `MULTI` began. */
  leaveTransaction(): void {
    this.queue = undefined;
    this.isSpoilt = false;
    this.unwatch();
  }

  unwatch(): void {
    this.watched.clear();
    this.isOvertaken = false;
  }
}
