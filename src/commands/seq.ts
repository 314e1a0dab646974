import { command, Failure } from "./command.ts";
import { UsageError } from "./options.ts";

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

export const seq = command(
  {
    usage: "[OPTION]... [FIRST [INCREMENT]] LAST",
    about: "Print numbers from FIRST to LAST, in steps of INCREMENT.",
    short: "f:s:w",
    long: "format:=f separator:=s equal-width=w",
    // Negative numbers are no options.
    before: (args) => {
      const at = args.findIndex((arg) => NUMBER.test(arg));
      return at < 0 ? args : [...args.slice(0, at), "--", ...args.slice(at)];
    },
  },
  async (run) => {
    const { operands } = run;
    if (operands.length === 0) throw new UsageError("missing operand");
    const extra = operands[3];
    if (extra !== undefined) throw new UsageError(`extra operand ${run.quote(extra)}`);
    for (const operand of operands) {
      if (!NUMBER.test(operand))
        throw new UsageError(`invalid floating point argument: ${run.quote(operand)}`, `invalid number '${operand}'`);
    }
    const numbers = operands.map(Number);
    const last = numbers.at(-1) ?? 0;
    const first = operands.length > 1 ? (numbers[0] ?? 1) : 1;
    const step = operands.length > 2 ? (numbers[1] ?? 1) : 1;
    if (step === 0) throw new UsageError(`invalid Zero increment value: ${run.quote(operands[1] ?? "0")}`);
    const decimals = Math.max(
      ...operands.slice(0, Math.max(1, operands.length - 1)).map((text) => /\.(\d+)/.exec(text)?.[1]?.length ?? 0),
    );
    const places = operands.length === 1 ? 0 : decimals;
    const format = run.options.value("f");
    const text = (value: number) => {
      if (format === undefined) return value.toFixed(places);
      return format.replace(/%(0?)(\d*)(?:\.(\d+))?([gfe])/, (_, zero, width, precision, kind) => {
        const body = kind === "g" ? String(Number(value.toPrecision(6))) : value.toFixed(Number(precision ?? 6));
        return zero ? body.padStart(Number(width), "0") : body.padStart(Number(width));
      });
    };
    const count = Math.floor((last - first) / step + 1e-9) + 1;
    const ends = [text(first), text(first + step * Math.max(0, count - 1))];
    const width = run.has("w") ? Math.max(...ends.map((end) => end.length), text(last).length) : 0;
    const separator = run.options.value("s") ?? "\n";
    const padded = (value: number) => {
      const made = text(value);
      return made.startsWith("-") ? `-${made.slice(1).padStart(width - 1, "0")}` : made.padStart(width, "0");
    };
    for (let i = 0; i < count; ) {
      let out = "";
      const until = Math.min(count, i + 1024);
      for (; i < until; i++) out += padded(first + i * step) + (i < count - 1 ? separator : "\n");
      await run.out(out);
      if (i < count) await run.process.breathe();
    }
    if (!Number.isFinite(count)) throw new Failure("numbers too large");
  },
);
