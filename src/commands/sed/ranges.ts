import type { Address, RangeEnd, SedCommand } from "./syntax.ts";

/** Where a script is. */
interface Place {
  /** The number of the line that was read last. */
  line(): number;
  matches(address: Address): Promise<boolean>;
}

/** Which commands are for a line; of those with two addresses, the ranges that have begun (GNU sed's match_address_p). */
export class Ranges {
  readonly #place: Place;
  /** Those that have begun, and the line on which a numbered end would be. */
  readonly #open = new Map<SedCommand, number>();

  constructor(place: Place) {
    this.#place = place;
  }

  /** Whether a command's range goes on after this line. */
  goesOn(command: SedCommand): boolean {
    return this.#open.has(command);
  }

  /** Whether a command is for the line, whatever its `!` makes of that. */
  async isChosen(command: SedCommand): Promise<boolean> {
    const { from, to } = command;
    if (!from) return true;
    if (!to) return this.#place.matches(from);
    const end = this.#open.get(command);
    if (end !== undefined) return this.#inRange(command, to, end);
    const fromStart = from.kind === "line" && from.line === 0;
    if (fromStart && this.#place.line() === 1) {
      this.#open.set(command, Number.POSITIVE_INFINITY);
      return this.#inRange(command, to, Number.POSITIVE_INFINITY);
    }
    if (!(await this.#place.matches(from))) return false;
    const last = lastLine(to, this.#place.line());
    if (last === undefined || last > this.#place.line()) this.#open.set(command, last ?? Number.POSITIVE_INFINITY);
    if (to.kind === "last" && (await this.#place.matches(to))) this.#open.delete(command);
    return true;
  }

  async #inRange(command: SedCommand, to: RangeEnd, end: number): Promise<boolean> {
    if (this.#place.line() > end) {
      this.#open.delete(command);
      return command.from ? this.isChosen(command) : false;
    }
    const over =
      this.#place.line() === end ||
      ((to.kind === "pattern" || to.kind === "last" || to.kind === "step") && (await this.#place.matches(to)));
    if (over) this.#open.delete(command);
    return true;
  }
}

/** The line on which a range that begins on `line` ends, if its end is a number. */
function lastLine(to: RangeEnd, line: number): number | undefined {
  if (to.kind === "line") return to.line;
  if (to.kind === "lines") return line + to.count;
  if (to.kind === "multiple") return to.count === 0 ? line : Math.ceil(line / to.count) * to.count;
  return undefined;
}
