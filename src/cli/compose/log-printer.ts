import type { CommandContext } from "../command.ts";

const RESET_LINE = "\r\x1b[K";
/** The colours that services get in turn (docker/compose, cmd/formatter/colors.go). */
const COLORS = ["36", "33", "32", "35", "34", "36;1", "33;1", "32;1", "35;1", "34;1"];

/** The watch counts among the names, as one of six letters. */
const WATCH_WIDTH = 7;

interface Presenter {
  readonly name: string;
  readonly color: (text: string) => string;
}

export interface LogPrinterOptions {
  readonly colors: boolean;
  readonly prefix: boolean;
  /** Put the time of the moment before each line. */
  readonly timestamps?: boolean;
}

/** Prints what containers say, each line with its container's name in its own colour (docker/compose, cmd/formatter/logs.go). */
export class LogPrinter {
  readonly #context: CommandContext;
  readonly #options: LogPrinterOptions;
  readonly #presenters = new Map<string, Presenter>();
  #width = 0;
  #next = 0;
  #last: Promise<void> = Promise.resolve();
  /** What is written before and after every line: the menu goes out of the way. */
  around: { before(): string; after(): string } | undefined;

  constructor(context: CommandContext, options: LogPrinterOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** A line of a container, without its newline. */
  line(name: string, text: string, to: "out" | "err" = "out"): Promise<void> {
    const { color } = this.#presenter(name);
    const prefix = this.#options.prefix ? color(`${name.padEnd(this.#width)} | `) : "";
    const time = this.#options.timestamps ? `${rfc3339(this.#context.now)} ` : "";
    return this.#write(`${prefix}${time}${text}\n`, to);
  }

  /** A line of the watch, set apart by a sign of its own. */
  watch(text: string): Promise<void> {
    const colored = (sign: string) => (this.#options.colors ? `\x1b[92m${sign}\x1b[0m` : sign);
    this.#width = Math.max(this.#width, WATCH_WIDTH);
    const prefix = this.#options.prefix ? colored(`${" ".repeat(this.#width)} ⦿ `) : "";
    const time = this.#options.timestamps ? `${rfc3339(this.#context.now)} ` : "";
    return this.#write(`${prefix}${time}${text}\n`, "out");
  }

  /** What became of a container: "exited with code 0". */
  status(name: string, text: string): Promise<void> {
    const { color } = this.#presenter(name);
    return this.#write(color(`${RESET_LINE}${name} ${text}\n`), "out");
  }

  /** Text as it is, in its turn. */
  raw(text: string): Promise<void> {
    this.#last = this.#last.then(() => this.#context.out(text));
    this.#last.catch(() => {});
    return this.#last;
  }

  #write(text: string, to: "out" | "err"): Promise<void> {
    const before = this.around?.before() ?? "";
    const after = this.around?.after() ?? "";
    if (before !== "" || after !== "" || to === "out") return this.raw(`${before}${text}${after}`);
    this.#last = this.#last.then(() => this.#context.err(text));
    this.#last.catch(() => {});
    return this.#last;
  }

  /** A container is known from its first line on: the column is as wide as the longest name so far. */
  #presenter(name: string): Presenter {
    const known = this.#presenters.get(name);
    if (known) return known;
    // What a hook of a container says has its container's colour.
    const [owner = ""] = name.split(" ");
    if (owner !== name) {
      const presenter = { ...this.#presenter(owner), name };
      this.#presenters.set(name, presenter);
      this.#width = Math.max(this.#width, name.length + 1);
      return presenter;
    }
    const code = name === "" || !this.#options.colors ? undefined : COLORS[this.#next++ % COLORS.length];
    const color = (text: string) => (code === undefined ? text : `\x1b[${code}m${text}\x1b[0m`);
    const presenter: Presenter = { name, color };
    this.#presenters.set(name, presenter);
    this.#width = Math.max(this.#width, name.length + 1);
    return presenter;
  }
}

/** With nine digits, as jsonmessage.RFC3339NanoFixed. */
function rfc3339(ms: number): string {
  const whole = Math.floor(ms);
  const nanos = Math.floor((ms - whole) * 1e6);
  const millis = String(whole % 1000).padStart(3, "0");
  return `${new Date(whole).toISOString().slice(0, 19)}.${millis}${String(nanos).padStart(6, "0")}Z`;
}
