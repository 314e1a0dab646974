import { NetworkError } from "../../kernel/network-error.ts";
import type { Process } from "../../kernel/process.ts";
import { sizeText } from "./sizes.ts";
import { hostOf, type Source } from "./sources.ts";

/** Bytes a second that a good line gives (a run of apt-get update on record). */
const SPEED = 5_200_000;

/** Why a source's host cannot be asked, in apt's words; undefined when it can. */
export function unreachable({ machine }: Process, source: Source): string | undefined {
  const host = hostOf(source);
  try {
    const [address = ""] = machine.network.resolve(host);
    machine.network.router.route(address, source.uri.startsWith("https:") ? 443 : 80, "tcp");
    return undefined;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return `Temporary failure resolving '${host}'`;
  }
}

/** Counts what is fetched, taking the time it takes. */
export class Transfer {
  readonly #process: Process;
  readonly #started: number;
  #bytes = 0;
  #count = 0;

  constructor(process: Process) {
    this.#process = process;
    this.#started = process.machine.clock.now();
  }

  /** The number of the next line: `Get:3`. */
  next(): number {
    this.#count++;
    return this.#count;
  }

  async take(bytes: number): Promise<void> {
    this.#bytes += bytes;
    await this.#process.sleep(20 + (bytes / SPEED) * 1000);
  }

  /** `Fetched 7406 kB in 1s (5012 kB/s)`; empty when nothing was fetched. */
  summary(): string {
    if (this.#bytes === 0) return "";
    const seconds = Math.max(0.001, (this.#process.machine.clock.now() - this.#started) / 1000);
    return `Fetched ${sizeText(this.#bytes)}B in ${Math.round(seconds)}s (${sizeText(this.#bytes / seconds)}B/s)\n`;
  }
}
