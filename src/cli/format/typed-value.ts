/**
 * A value whose Go type is known: what a template that is run on a struct of the client's sees, where the JSON alone does
 * not tell a nil pointer from what is left out, or a duration from a number.
 */
export abstract class TypedValue {
  /** Go's name: "swarm.Service", "*swarm.UpdateStatus". */
  abstract readonly type: string;
  /** What its MarshalJSON gives. */
  abstract readonly json: unknown;
  /** The daemon's own JSON, where it is tried after the struct has failed a template. */
  readonly raw: TypedValue | undefined = undefined;
  /** What a map's keys are. */
  readonly keyType: string = "string";
  /** Whether a key that its map does not have is an error. */
  readonly strict: boolean = false;

  /** A field of that name, or a method: a plain value or another of these; undefined when there is none. */
  abstract field(name: string): unknown;
  /** A list's items, a map's entries; of a struct undefined. */
  items(): readonly unknown[] | Map<string, unknown> | undefined {
    return undefined;
  }
  /** What `%v` prints; with the verb "s", what that does. */
  abstract text(verb?: string): string;

  /** Whether a condition takes it as true. */
  isTrue(): boolean {
    return true;
  }

  /** Why it has no such field, in text/template's words. */
  missing(field: string): string {
    return `can't evaluate field ${field} in type ${this.type}`;
  }
}
