import type { Process } from "../../../kernel/process.ts";
import { builtins } from "./builtins.ts";
import { type Frame, PythonError } from "./errors.ts";
import { Evaluator } from "./evaluate.ts";
import { exceptionClasses } from "./exceptions.ts";
import { Executor } from "./execute.ts";
import { type Method, type MethodHost, methodOf } from "./methods.ts";
import { Objects } from "./objects.ts";
import { braceFormat } from "./text-format.ts";
import { Builtin, Class, Func, Instance, type Keywords, Module, type Value } from "./values.ts";

/** Finds a module that a program asks for; undefined when there is none. @throws PythonError */
export type FindModule = (interpreter: Interpreter, path: string) => Promise<Module | undefined>;

interface InterpreterOptions {
  readonly process: Process;
  readonly python2: boolean;
  /** "3.14.2" */
  readonly version: string;
  /** `sys.argv` */
  readonly argv: readonly string[];
  readonly findModule: FindModule;
}

const ADDRESS_DIGITS = 9;

/**
 * Python for a stated subset: numbers, texts, lists, tuples and dicts with their usual methods; assignments, `if`, `for`,
 * `while`, `def`, `try`, `import`, `print`; list comprehensions, `%` and `.format`. Classes, decorators, generators,
 * `lambda`, `with`, f-strings and starred arguments are not in it, and the library is a handful of modules: each says so
 * when it is met. Errors are Python's own, of 2.7 or of 3.
 */
export class Interpreter implements MethodHost {
  readonly options: InterpreterOptions;
  readonly objects: Objects;
  readonly exceptions: ReadonlyMap<string, Class>;
  readonly builtins: ReadonlyMap<string, Value>;
  readonly modules = new Map<string, Module>();
  readonly globals = new Map<string, Value>([["__name__", "__main__"]]);
  readonly evaluator: Evaluator;
  readonly executor: Executor;
  #interrupted = false;
  #calls = 0;
  /** What was printed last ended with a comma: a blank comes before the next, or a newline at last. */
  #softspace = false;

  constructor(options: InterpreterOptions) {
    this.options = options;
    this.objects = new Objects(options.python2);
    this.exceptions = exceptionClasses(options.python2);
    this.evaluator = new Evaluator(this);
    this.executor = new Executor(this, this.evaluator);
    this.builtins = new Map([...this.exceptions, ...builtins(this)]);
  }

  get process(): Process {
    return this.options.process;
  }

  /** Ctrl-C: what runs ends with KeyboardInterrupt. */
  interrupt(): void {
    this.#interrupted = true;
  }

  /** Lets others go on in a long computation. @throws PythonError when it was interrupted */
  async breathe(): Promise<void> {
    if (this.#calls++ % 64 === 0) await this.process.breathe();
    if (!this.#interrupted) return;
    this.#interrupted = false;
    throw new PythonError("KeyboardInterrupt", "");
  }

  write(text: string): Promise<void> {
    return this.process.stdout.write(text);
  }

  /** Python 2's `print`: with a comma at its end, what is printed next goes on in the line. */
  async printLine(text: string, newline: boolean): Promise<void> {
    await this.write((this.#softspace ? " " : "") + text + (newline ? "\n" : ""));
    this.#softspace = !newline && !text.endsWith("\n");
  }

  /** Ends a line that a comma left open. */
  async flushLine(): Promise<void> {
    if (this.#softspace) await this.write("\n");
    this.#softspace = false;
  }

  /** An object of a class, somewhere in memory. */
  instance(type: Class): Instance {
    return new Instance(type, `0x7f${this.process.machine.random.hex(ADDRESS_DIGITS)}0`);
  }

  /** `value.name`. @throws PythonError AttributeError, OutsideSubset */
  async attribute(value: Value, name: string): Promise<Value> {
    const found = this.findAttribute(value, name);
    if (found !== undefined) return found;
    const { python2 } = this.objects;
    if (value instanceof Module)
      throw new PythonError(
        "AttributeError",
        python2 ? `'module' object has no attribute '${name}'` : `module '${value.name}' has no attribute '${name}'`,
      );
    const what = value instanceof Class ? `type object '${value.name}'` : `'${this.objects.typeName(value)}' object`;
    throw new PythonError("AttributeError", `${what} has no attribute '${name}'`);
  }

  findAttribute(value: Value, name: string): Value | undefined {
    if (value instanceof Module) return name === "__name__" ? value.name : value.members.get(name);
    if (value instanceof Class) return name === "__name__" ? value.name : value.find(name);
    if (value instanceof Func) return name === "__name__" ? value.name : undefined;
    if (value instanceof Instance) {
      if (name === "__class__") return value.type;
      const own = value.attributes.get(name);
      if (own !== undefined) return own;
      const member = value.type.find(name);
      // A method is bound to its object; what a class says of itself is not.
      return member instanceof Builtin && member.of === undefined
        ? new Builtin(name, (given, keywords) => member.call([value, ...given], keywords), value)
        : member;
    }
    const method: Method | undefined = methodOf(this, value, name);
    return method && new Builtin(name, method, value);
  }

  /** `callee(…)`. @throws PythonError */
  async call(callee: Value, given: readonly Value[], keywords: Keywords = new Map()): Promise<Value> {
    await this.breathe();
    if (callee instanceof Builtin) return callee.call(given, keywords);
    if (callee instanceof Func) return this.executor.callFunction(callee, given, keywords);
    if (callee instanceof Class) {
      if (callee.make) return callee.make(given, keywords);
      const made = this.instance(callee);
      if (this.isException(callee)) made.attributes.set("message", given[0] ?? "");
      return made;
    }
    throw new PythonError("TypeError", `'${this.objects.typeName(callee)}' object is not callable`);
  }

  isException(type: Class): boolean {
    const base = this.exceptions.get("BaseException");
    return base !== undefined && type.isA(base);
  }

  /** `text.format(…)`. @throws PythonError */
  format(text: string, given: readonly Value[], keywords: Keywords): Promise<string> {
    return braceFormat(this.objects, text, async (field) => {
      const [, name = "", rest = ""] = /^(\w*)(.*)$/.exec(field) ?? [];
      let value = /^\d+$/.test(name) ? given[Number(name)] : keywords.get(name);
      if (value === undefined)
        throw /^\d+$/.test(name)
          ? new PythonError(
              "IndexError",
              this.objects.python2
                ? "tuple index out of range"
                : `Replacement index ${name} out of range for positional args tuple`,
            )
          : new PythonError("KeyError", this.objects.repr(name));
      for (const [, attribute, index] of rest.matchAll(/\.(\w+)|\[([^\]]+)\]/g)) {
        if (attribute !== undefined) value = await this.attribute(value, attribute);
        else value = this.evaluator.item(value, /^\d+$/.test(index ?? "") ? BigInt(index ?? "0") : (index ?? ""));
      }
      return value;
    });
  }

  /** A module, loaded when it is first asked for. @throws PythonError ImportError */
  async importModule(path: string): Promise<Module> {
    const known = this.modules.get(path);
    if (known) return known;
    const found = await this.options.findModule(this, path);
    if (!found) {
      const { python2 } = this.objects;
      throw new PythonError(
        python2 ? "ImportError" : "ModuleNotFoundError",
        python2 ? `No module named ${path}` : `No module named '${path}'`,
      );
    }
    this.modules.set(path, found);
    return found;
  }

  /** Runs statements in a frame of the module's. @param shows prints the value of an expression, as the prompt does @throws PythonError */
  async run(statements: Parameters<Executor["runBlock"]>[0], frame: Frame, shows = false): Promise<void> {
    const scope = { locals: this.globals, globals: this.globals, declared: new Set<string>(), frame };
    await this.executor.runModule(statements, scope, shows);
  }
}
