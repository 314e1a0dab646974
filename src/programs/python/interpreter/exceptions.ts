import { Class } from "./values.ts";

/** Python's exceptions that this playground's can raise and catch, each with the one above it. */
const TREE: readonly (readonly [name: string, base: string | undefined])[] = [
  ["BaseException", undefined],
  ["SystemExit", "BaseException"],
  ["KeyboardInterrupt", "BaseException"],
  ["Exception", "BaseException"],
  ["ArithmeticError", "Exception"],
  ["ZeroDivisionError", "ArithmeticError"],
  ["AssertionError", "Exception"],
  ["AttributeError", "Exception"],
  ["EOFError", "Exception"],
  ["IOError", "Exception"],
  ["OSError", "Exception"],
  ["ImportError", "Exception"],
  ["ModuleNotFoundError", "ImportError"],
  ["LookupError", "Exception"],
  ["IndexError", "LookupError"],
  ["KeyError", "LookupError"],
  ["NameError", "Exception"],
  ["UnboundLocalError", "NameError"],
  ["RuntimeError", "Exception"],
  ["StopIteration", "Exception"],
  ["TypeError", "Exception"],
  ["ValueError", "Exception"],
];

/** A new set of them: every run of an interpreter has its own. */
export function exceptionClasses(python2: boolean): Map<string, Class> {
  const classes = new Map<string, Class>();
  for (const [name, above] of TREE) {
    if (python2 && name === "ModuleNotFoundError") continue;
    const base = above === undefined ? undefined : classes.get(above);
    classes.set(name, new Class(name, base ? { base } : {}));
  }
  return classes;
}
