/** The columns that rows of one kind offer, by name, and Go's name for such a row ("*formatter.ContainerContext"). */
export interface RowType<Row> {
  readonly type: string;
  readonly columns: Readonly<Record<string, { readonly value: (row: Row) => unknown }>>;
}

/** Reads a row as its MarshalJSON gives it; a symbol, so that no template can ask for it. */
export const OBJECT = Symbol("object");

/** A row of a list as templates see it: one property for each column, worked out when asked for. */
export abstract class RowView {
  /** Every column but those that want an argument, by name. */
  abstract [OBJECT](): Record<string, unknown>;
}

/**
 * Makes views of rows of one kind.
 * @param convert what a template gets to see of a column's value
 */
export function rowViews<Row>(
  { columns }: RowType<Row>,
  convert: (value: unknown, field: string) => unknown,
): (row: Row) => RowView {
  const names = Object.keys(columns).sort();
  class View extends RowView {
    readonly #row: Row;

    constructor(row: Row) {
      super();
      this.#row = row;
    }

    static cell(view: View, name: string): unknown {
      return columns[name]?.value(view.#row);
    }

    override [OBJECT](): Record<string, unknown> {
      const values = names.map((name): [string, unknown] => [name, View.cell(this, name)]);
      return Object.fromEntries(values.filter(([, value]) => typeof value !== "function"));
    }
  }
  for (const name of names) {
    Object.defineProperty(View.prototype, name, {
      enumerable: true,
      get(this: View) {
        return convert(View.cell(this, name), name);
      },
    });
  }
  return (row) => new View(row);
}
