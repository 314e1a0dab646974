import { AwkError } from "./awk-error.ts";
import { PLAIN, replaced } from "./builtins.ts";
import { type Code, map, map2, mapAll, mapLater, now, type Steps, wait } from "./code.ts";
import type { Compiler, Place } from "./compiler.ts";
import { splitFields } from "./patterns.ts";
import type { Runtime } from "./runtime.ts";
import type { Expression } from "./syntax.ts";
import { fromOutside, type Value } from "./value.ts";

const EMPTY: Expression = { type: "string", value: "" };

/**
 * Makes code of the call of a function of awk's own.
 * @throws AwkError for arguments the function cannot do without
 */
export function compileBuiltin(
  compiler: Compiler,
  runtime: Runtime,
  name: string,
  args: readonly Expression[],
): Code<Value> {
  const { text, streams } = runtime;
  const [first, second, third] = args;
  switch (name) {
    case "length": {
      if (!first) return now(() => runtime.record.length);
      if (first.type !== "name") return map(compiler.compile(first), (value) => text(value).length);
      const cell = compiler.cell(first.name);
      return now(() => (cell().isArray ? cell().elements.size : text(cell().value).length));
    }
    case "split": {
      if (!first || second?.type !== "name") throw new AwkError("line 1: wrong number of arguments in call to split");
      const cell = compiler.cell(second.name);
      const separator = third
        ? third.type === "regex"
          ? now<Value>(() => third.source)
          : compiler.compile(third)
        : now(() => runtime.cell("FS").value);
      // An expression of one character is an expression all the same.
      const isPattern = third?.type === "regex" && third.source.length === 1;
      return map2(compiler.compile(first), separator, (value, by) => {
        const parts = splitFields(text(value), isPattern ? `(${text(by)})` : text(by));
        const { elements } = cell();
        elements.clear();
        for (const [i, part] of parts.entries()) elements.set(String(i + 1), fromOutside(part));
        return parts.length;
      });
    }
    case "sub":
    case "gsub": {
      if (!first || !second) throw new AwkError(`line 1: wrong number of arguments in call to ${name}`);
      const target: Expression = third ?? { type: "field", index: { type: "number", value: 0 } };
      const inner = target.type === "group" && target.items.length === 1 ? (target.items[0] ?? target) : target;
      const place: Code<Place> =
        inner.type === "name" || inner.type === "field" || inner.type === "element"
          ? compiler.place(inner)
          : map(compiler.compile(inner), (value) => ({ get: () => value, set: () => {} }));
      const both = map2(compiler.pattern(first), compiler.compile(second), (pattern, by) => ({
        pattern,
        by: text(by),
      }));
      return map2(both, place, ({ pattern, by }, where) => {
        const result = replaced(text(where.get()), pattern, by, name === "gsub");
        if (result.count > 0) where.set(result.text);
        return result.count;
      });
    }
    case "match": {
      if (!first || !second) throw new AwkError("line 1: wrong number of arguments in call to match");
      return map2(compiler.compile(first), compiler.pattern(second), (value, pattern) => {
        const found = pattern.exec(text(value));
        runtime.cell("RSTART").value = found ? found.index + 1 : 0;
        runtime.cell("RLENGTH").value = found ? found[0].length : -1;
        return found ? found.index + 1 : 0;
      });
    }
    case "system":
      return mapLater(compiler.compile(first ?? EMPTY), (value) => wait(streams.system(text(value))));
    case "close":
      return mapLater(compiler.compile(first ?? EMPTY), (value) => wait(streams.close(text(value))));
    case "fflush":
      return mapLater(first ? compiler.compile(first) : now<Value>(() => ""), function* (): Steps<Value> {
        yield streams.flush();
        return 0;
      });
    default: {
      const plain = PLAIN[name];
      if (!plain) throw new Error(`no function ${name}`);
      return mapAll(
        args.map((arg) => compiler.compile(arg)),
        (values) => plain(runtime, values),
      );
    }
  }
}
