import { FileError } from "../../kernel/filesystem.ts";
import { openInput } from "../../kernel/open.ts";
import { AwkError } from "./awk-error.ts";
import { type Code, drive, now } from "./code.ts";
import { type Flow, Jump, StatementCompiler } from "./compile-statement.ts";
import { RecordReader } from "./record-reader.ts";
import type { Runtime } from "./runtime.ts";
import type { AwkProgram, Rule } from "./syntax.ts";
import { unescaped } from "./tokens.ts";
import { fromOutside, toBoolean, toNumber, type Value } from "./value.ts";

/** Sets a variable as `-v` and an operand `name=value` do. */
export function assign(runtime: Runtime, text: string): void {
  const cut = text.indexOf("=");
  runtime.cell(text.slice(0, cut)).value = fromOutside(unescaped(text.slice(cut + 1)));
}

export const isAssignment = (text: string): boolean => /^[A-Za-z_]\w*=/.test(text);

/** Runs a program over what its arguments name. @returns the status @throws AwkError */
export async function runProgram(
  runtime: Runtime,
  program: AwkProgram,
  toInternal: (text: string) => string,
): Promise<number> {
  const input = new MainInput(runtime, toInternal);
  const compiler = new StatementCompiler(runtime, program, () => input.next());
  const begin = program.begin.map((statement) => compiler.compile(statement));
  const end = program.end.map((statement) => compiler.compile(statement));
  const rules = program.rules.map((rule) => ruleCode(rule, compiler));
  try {
    const ended = await runAll(begin);
    if (ended !== "exit" && (rules.length > 0 || end.length > 0)) {
      let flow: Flow;
      while (flow !== "exit") {
        const record = input.ready() ?? (await input.next());
        if (record === undefined) break;
        runtime.record = record;
        runtime.count("NR");
        runtime.count("FNR");
        flow = await runAll(rules);
        if (flow === "nextfile") input.skipFile();
        if (runtime.streams.print("")) await runtime.streams.flush();
      }
    }
    if (ended !== "exit" || end.length > 0) await runAll(end);
  } catch (error) {
    await runtime.streams.flush();
    if (error instanceof AwkError && error.message.startsWith("run time error") && !runtime.isBusybox)
      throw new AwkError(`${error.message}\n${whereabouts(runtime)}`);
    throw error;
  } finally {
    await runtime.streams.closeAll();
  }
  return Math.max(runtime.status, input.failed ? 2 : 0);
}

/** What mawk tells of where it was. */
function whereabouts({ text, globals }: Runtime): string {
  const value = (name: string) => text(globals.get(name)?.value);
  return `\tFILENAME="${value("FILENAME")}" FNR=${value("FNR")} NR=${value("NR")}`;
}

async function runAll(codes: readonly Code<Flow>[]): Promise<Flow> {
  try {
    for (const code of codes) {
      const flow = code.isAsync ? await drive(code) : code.get();
      if (flow !== undefined) return flow;
    }
  } catch (error) {
    if (error instanceof Jump) return error.flow;
    throw error;
  }
  return undefined;
}

function ruleCode({ patterns, action }: Rule, compiler: StatementCompiler): Code<Flow> {
  const expressions = compiler.expressions([]);
  const [first, last] = patterns.map((pattern) => expressions.compile(pattern));
  const act = compiler.compile(action ?? { type: "print", args: [], to: undefined });
  if (!first) return act;
  if (!last) return guarded(first, act);
  let isOpen = false;
  const inRange = {
    isAsync: true,
    *run() {
      if (!isOpen && !toBoolean(first.isAsync ? yield* first.run() : first.get())) return 0;
      isOpen = !toBoolean(last.isAsync ? yield* last.run() : last.get());
      return 1;
    },
  } as const satisfies Code<Value>;
  return guarded(inRange, act);
}

function guarded(test: Code<Value>, act: Code<Flow>): Code<Flow> {
  if (!test.isAsync && !act.isAsync) return now(() => (toBoolean(test.get()) ? act.get() : undefined));
  return {
    isAsync: true,
    *run() {
      if (!toBoolean(test.isAsync ? yield* test.run() : test.get())) return undefined;
      return act.isAsync ? yield* act.run() : act.get();
    },
  };
}

/** The files that ARGV names, one after another; standard input when it names none. */
class MainInput {
  readonly #runtime: Runtime;
  readonly #toInternal: (text: string) => string;
  #reader: RecordReader | undefined;
  #next = 1;
  #hasRead = false;
  failed = false;

  constructor(runtime: Runtime, toInternal: (text: string) => string) {
    this.#runtime = runtime;
    this.#toInternal = toInternal;
  }

  get #separator(): string {
    return this.#runtime.text(this.#runtime.cell("RS").value);
  }

  ready(): string | undefined {
    return this.#reader?.ready(this.#separator);
  }

  skipFile(): void {
    this.#reader = undefined;
  }

  async next(): Promise<string | undefined> {
    for (;;) {
      this.#reader ??= await this.#open();
      if (!this.#reader) return undefined;
      const record = await this.#reader.next(this.#separator, () => this.#runtime.streams.flush());
      if (record !== undefined) return record;
      this.#reader = undefined;
    }
  }

  async #open(): Promise<RecordReader | undefined> {
    const { process } = this.#runtime;
    const argv = this.#runtime.cell("ARGV").elements;
    while (this.#next < toNumber(this.#runtime.cell("ARGC").value)) {
      const name = this.#runtime.text(argv.get(String(this.#next++)));
      if (name === "") continue;
      if (isAssignment(name)) {
        assign(this.#runtime, name);
        continue;
      }
      this.#hasRead = true;
      this.#runtime.cell("FILENAME").value = name;
      this.#runtime.cell("FNR").value = 0;
      try {
        return new RecordReader(process, name === "-" ? process.stdin : openInput(process, name), this.#toInternal);
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        // Mawk ends there, busybox goes on with the next.
        if (!this.#runtime.isBusybox) throw new AwkError(`cannot open ${name} (${error.message})`);
        await process.stderr.write(`awk: ${name}: ${error.message}\n`);
        this.failed = true;
      }
    }
    if (this.#hasRead) return undefined;
    this.#hasRead = true;
    return new RecordReader(process, process.stdin, this.#toInternal);
  }
}
