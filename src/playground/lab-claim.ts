/** What the pages that have the lab open tell each other. */
type Message =
  /** A page has opened the lab; or the reader wants it stored from this page. */
  | { readonly kind: "open" | "take"; readonly since: number; readonly page: string }
  /** The answer of the page that stores it already. */
  | { readonly kind: "held"; readonly for: string };

/** As much of a `BroadcastChannel` as is needed. */
export type ClaimChannel = Pick<BroadcastChannel, "postMessage" | "addEventListener" | "close">;

/**
 * Which one of the pages that have the lab open stores it: two would write over each other. It is the first one, until
 * the reader takes it to another. A page believes it is the only one until it hears of an older: nothing waits.
 */
export class LabClaim {
  readonly #channel: ClaimChannel | undefined;
  readonly #onLost: () => void;
  readonly #page = crypto.getRandomValues(new Uint32Array(2)).join("-");
  #since = Date.now();
  #held = true;

  /**
   * @param channel undefined where a browser has none: then no page hears of another
   * @param onLost called when another page turns out to store the lab, or begins to
   */
  constructor(channel: ClaimChannel | undefined, onLost: () => void) {
    this.#channel = channel;
    this.#onLost = onLost;
    channel?.addEventListener("message", ({ data }) => this.#hear(data));
    this.#say("open");
  }

  /** Whether this page is the one that stores the lab. */
  get held(): boolean {
    return this.#held;
  }

  /** From now on it is this page; the others hear of it. */
  take(): void {
    this.#since = Date.now();
    this.#held = true;
    this.#say("take");
  }

  /** The page is gone, or has no lab any more. */
  close(): void {
    this.#channel?.close();
  }

  #say(kind: "open" | "take"): void {
    this.#channel?.postMessage({ kind, since: this.#since, page: this.#page } satisfies Message);
  }

  #hear(message: Message): void {
    if (!this.#held) return;
    if (message.kind === "open") {
      if (this.#isOlderThan(message)) this.#channel?.postMessage({ kind: "held", for: message.page } satisfies Message);
      // The older one may have opened its ears after this page spoke.
      else this.#say("open");
    } else if (message.kind === "take" || (message.kind === "held" && message.for === this.#page)) {
      this.#held = false;
      this.#onLost();
    }
  }

  #isOlderThan({ since, page }: { readonly since: number; readonly page: string }): boolean {
    return this.#since < since || (this.#since === since && this.#page < page);
  }
}

/** The channel between the pages of the site in this browser; undefined where it has none or forbids it. */
export function claimChannel(): ClaimChannel | undefined {
  try {
    return new BroadcastChannel("darsena:lab");
  } catch {
    return undefined;
  }
}
