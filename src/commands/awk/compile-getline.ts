import { type Code, later, type Steps, step, wait } from "./code.ts";
import type { Compiler } from "./compiler.ts";
import type { Runtime } from "./runtime.ts";
import type { Expression } from "./syntax.ts";
import { fromOutside, type Value } from "./value.ts";

/** What the main input gives a bare `getline`; undefined at its end. */
export type MainInput = () => Promise<string | undefined>;

/**
 * Makes code of a `getline`, which reads a record of the main input, a file or a command into `$0` or a variable.
 * Its value is 1, 0 at the end of the input and -1 for a file that cannot be read.
 */
export function compileGetline(
  compiler: Compiler,
  runtime: Runtime,
  main: MainInput,
  { target, from }: Extract<Expression, { type: "getline" }>,
): Code<Value> {
  const { streams } = runtime;
  const place = target ? compiler.place(target) : undefined;
  const name = from ? compiler.compile(from.name) : undefined;
  return later(function* (): Steps<Value> {
    let record: string | undefined;
    if (from && name) {
      const where = runtime.text(yield* step(name));
      const reader = from.kind === "file" ? streams.file(where) : yield* wait(streams.command(where));
      if (!reader) return -1;
      const separator = runtime.text(runtime.cell("RS").value);
      record = reader.ready(separator);
      if (record === undefined) {
        const [found] = yield* wait(reader.next(separator, () => streams.flush()).then((text) => [text]));
        record = found;
      }
    } else {
      const [found] = yield* wait(main().then((text) => [text]));
      record = found;
    }
    if (record === undefined) return 0;
    if (place) (yield* step(place)).set(fromOutside(record));
    else runtime.record = record;
    if (from?.kind !== "file") runtime.count("NR");
    if (!from) runtime.count("FNR");
    return 1;
  });
}
