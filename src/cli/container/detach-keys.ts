import { CommandError } from "../command.ts";

const DEFAULT = "ctrl-p,ctrl-q";

/**
 * The keys of `--detach-keys` as a terminal sends them (moby/term, ToBytes): "ctrl-p,ctrl-q", "ctrl-@", "a".
 * @throws CommandError
 */
export function detachKeys(spec: string): string {
  return (spec === "" ? DEFAULT : spec)
    .split(",")
    .map((key) => {
      const control = /^ctrl-([a-z@[\\\]^_])$/i.exec(key)?.[1];
      if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) & 0x1f);
      if (key === "DEL") return "\x7f";
      if (key.length === 1) return key;
      throw new CommandError(`invalid detach keys (${spec}): unknown character: '${key}'`);
    })
    .join("");
}

/** Looks for the detach keys in what is typed: keys that may become them wait for the next one. */
export class DetachDetector {
  readonly #keys: string;
  #held = "";

  constructor(keys: string) {
    this.#keys = keys;
  }

  /** What to pass on, and whether the detach keys were typed. */
  feed(typed: string): { pass: string; detached: boolean } {
    let pass = "";
    for (const key of typed) {
      this.#held += key;
      while (this.#held !== "" && !this.#keys.startsWith(this.#held)) {
        pass += this.#held.charAt(0);
        this.#held = this.#held.slice(1);
      }
      if (this.#held !== "" && this.#held === this.#keys) return { pass, detached: true };
    }
    return { pass, detached: false };
  }
}
