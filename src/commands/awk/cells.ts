import { AwkError } from "./awk-error.ts";
import type { Value } from "./value.ts";

/** A variable: a value, or an array. */
export class Cell {
  #value: Value;
  #array: Map<string, Value> | undefined;
  /** Of a function's parameter: the variable it was called with, which becomes an array with it. */
  readonly #origin: Cell | undefined;

  constructor(value?: Value, origin?: Cell) {
    this.#value = value;
    this.#origin = origin;
  }

  get value(): Value {
    return this.#value;
  }

  set value(value: Value) {
    this.#value = value;
  }

  get isArray(): boolean {
    return this.#array !== undefined || (this.#value === undefined && this.#origin?.isArray === true);
  }

  /** The elements; of what was nothing yet, an array is made. @throws AwkError for a value */
  get elements(): Map<string, Value> {
    if (this.#array) return this.#array;
    if (this.#value !== undefined) throw new AwkError("run time error: a scalar is used as an array");
    this.#array = this.#origin ? this.#origin.elements : new Map();
    return this.#array;
  }
}

/** A variable that something depends on: NF, FS … */
export class WatchedCell extends Cell {
  readonly #get: () => Value;
  readonly #set: (value: Value) => void;

  constructor(get: () => Value, set: (value: Value) => void) {
    super();
    this.#get = get;
    this.#set = set;
  }

  override get value(): Value {
    return this.#get();
  }

  override set value(value: Value) {
    this.#set(value);
  }
}
