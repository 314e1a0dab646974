/** A nil pointer: prints as `<nil>`, counts as false, has no fields. */
export class NilPointer {}

/** A Go map: any key may be asked for, and one that is not there has no value. */
export class GoMap extends Map<string, unknown> {
  override has(): boolean {
    return true;
  }
}

/** A map of a template whose missing keys are errors: `looked` is told each that is asked for, and says if it is there. */
export class StrictMap extends Map<string, unknown> {
  readonly #looked: (key: string, value: unknown) => boolean;

  constructor(entries: readonly [string, unknown][], looked: (key: string, value: unknown) => boolean) {
    super(entries);
    this.#looked = looked;
  }

  override has(key: string): boolean {
    return this.#looked(key, super.get(key));
  }
}
