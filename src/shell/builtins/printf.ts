import { byteLength } from "../../kernel/bytes.ts";
import { withoutEscapes } from "../escapes.ts";
import { subscriptText } from "../expand-parameter.ts";
import { subscript } from "../parameter-value.ts";
import { backslashQuoted } from "../quote.ts";
import type { Shell } from "../shell.ts";
import { formatTime } from "../time-format.ts";
import { type Builtin, complainOfUsage, fail } from "./builtin.ts";

const DIRECTIVE = /%(?:%|([-+ #0']*)(\*|\d+)?(?:\.(\*|-?\d*))?(?:hh|[hlLjzt]+)?(?:\(([^)]*)\)T|([\s\S])))?/g;

const USAGE = "printf [-v var] format [arguments]";

/** `printf [-v name] format [argument …]` */
export const printf: Builtin = async (shell, args) => {
  let target: string | undefined;
  let rest = args.slice(1);
  if (rest[0] === "-v" && shell.flavour === "bash") {
    target = rest[1];
    if (target === undefined) {
      await shell.complain("printf: -v: option requires an argument");
      await complainOfUsage(shell, USAGE);
      return 2;
    }
    rest = rest.slice(2);
    if (!/^[A-Za-z_]\w*(\[.*\])?$/s.test(target)) return fail(shell, `printf: \`${target}': not a valid identifier`, 2);
  }
  if (rest[0] === "--") rest = rest.slice(1);
  const [format, ...values] = rest;
  if (format === undefined) {
    await complainOfUsage(shell, USAGE);
    return 2;
  }
  const run = new Formatter(shell, values);
  const text = run.format(format);
  let shown = 0;
  for (const { message, at } of run.faults) {
    if (target === undefined && at > shown) await shell.write(1, text.slice(shown, at));
    shown = at;
    await shell.complain(`printf: ${message}`);
  }
  if (target !== undefined) await store(shell, target, text);
  else if (shown < text.length || text === "") await shell.write(1, text.slice(shown));
  return run.faults.some(({ message }) => !message.startsWith("warning: ")) ? 1 : 0;
};

async function store(shell: Shell, target: string, text: string): Promise<void> {
  const match = /^(\w+)\[(.*)\]$/s.exec(target);
  if (match?.[1] === undefined) await shell.assign(target, text);
  else
    shell.variables.setElement(
      match[1],
      subscript(shell, match[1], await subscriptText(shell, match[1], match[2] ?? "")),
      text,
    );
}

class Formatter {
  /** What went wrong, and how much had been written by then. */
  readonly faults: { readonly message: string; readonly at: number }[] = [];
  readonly #shell: Shell;
  readonly #values: readonly string[];
  #next = 0;
  #stopped = false;
  #out = "";

  constructor(shell: Shell, values: readonly string[]) {
    this.#shell = shell;
    this.#values = values;
  }

  /** The format is used again as long as it takes arguments that are left. */
  format(format: string): string {
    let before: number;
    do {
      before = this.#next;
      this.#once(format);
    } while (!this.#stopped && this.#next < this.#values.length && this.#next > before);
    return this.#out;
  }

  #once(format: string): void {
    let last = 0;
    for (const match of format.matchAll(DIRECTIVE)) {
      this.#literal(format.slice(last, match.index));
      if (this.#stopped) return;
      last = match.index + match[0].length;
      this.#out += match[0] === "%%" ? "%" : this.#directive(match);
      if (this.#stopped) return;
    }
    this.#literal(format.slice(last));
  }

  #literal(text: string): void {
    const { text: out, stopped } = withoutEscapes(text, "printf");
    if (stopped) this.#stopped = true;
    this.#out += out;
  }

  #fault(message: string): void {
    this.faults.push({ message, at: this.#out.length });
  }

  #take(): string | undefined {
    return this.#values[this.#next++];
  }

  #directive(match: RegExpMatchArray): string {
    const [whole, flags = "", widthText, precisionText, timeFormat, letter] = match;
    let width = widthText === "*" ? Number(this.#take() ?? 0) : Number(widthText ?? 0);
    const precision =
      precisionText === undefined
        ? undefined
        : precisionText === "*"
          ? Number(this.#take() ?? 0)
          : Number(precisionText || 0);
    const left = flags.includes("-") || width < 0;
    width = Math.abs(width);
    const pad = (text: string, zeros = false) => {
      // Widths count bytes, as C's printf does.
      const columns = width - (byteLength(text) - text.length);
      if (left) return text.padEnd(columns);
      if (!zeros || !flags.includes("0")) return text.padStart(columns);
      const sign = /^[-+ ]?(0x|0X)?/.exec(text)?.[0] ?? "";
      return sign + text.slice(sign.length).padStart(width - sign.length, "0");
    };
    if (timeFormat !== undefined) return pad(this.#time(timeFormat));
    switch (letter) {
      case "s":
        return pad(cut(this.#take() ?? "", precision));
      case "c":
        return pad([...(this.#take() ?? "")][0] ?? "");
      case "b": {
        const { text, stopped } = withoutEscapes(this.#take() ?? "", "%b");
        if (stopped) this.#stopped = true;
        return pad(cut(text, precision));
      }
      case "q":
        return pad(backslashQuoted(this.#take() ?? ""));
      case "Q":
        return pad(backslashQuoted(cut(this.#take() ?? "", precision)));
      case "d":
      case "i":
      case "u":
      case "o":
      case "x":
      case "X":
        return pad(
          integer(this.#integer(letter === "d" || letter === "i"), letter, flags, precision),
          precision === undefined,
        );
      case "e":
      case "E":
      case "f":
      case "F":
      case "g":
      case "G":
        return pad(float(this.#float(), letter, flags, precision ?? 6), true);
      default:
        // Bash says this before it writes what it has.
        this.faults.push({
          at: this.faults.at(-1)?.at ?? 0,
          message:
            letter === undefined ? `\`${whole}': missing format character` : `\`${letter}': invalid format character`,
        });
        this.#stopped = true;
        return "";
    }
  }

  #integer(isSigned: boolean): bigint {
    const text = (this.#take() ?? "").trimStart();
    if (/^["']/.test(text)) return BigInt(text.codePointAt(1) ?? 0);
    const match = /^([-+]?)(0[xX][0-9a-fA-F]+|\d+)/.exec(text);
    const digits = match?.[2] ?? "0";
    const octal = /^0\d/.test(digits) ? /^0[0-7]*/.exec(digits)?.[0] : undefined;
    const used = (match?.[1] ?? "").length + (octal ?? digits).length;
    if (text !== "" && (!match || used < text.length))
      this.#fault(`${text}: invalid ${octal === undefined ? "" : "octal "}number`);
    const value = BigInt(octal === undefined ? digits : `0o${octal.slice(1) || "0"}`);
    const signed = match?.[1] === "-" ? -value : value;
    const [least, most] = isSigned ? [-(2n ** 63n), 2n ** 63n - 1n] : [-(2n ** 63n), 2n ** 64n - 1n];
    if (signed >= least && signed <= most) return signed;
    this.#fault(`warning: ${text}: Numerical result out of range`);
    return signed < least ? least : most;
  }

  #float(): number {
    const text = (this.#take() ?? "").trim();
    if (/^["']/.test(text)) return text.codePointAt(1) ?? 0;
    if (/^[-+]?(inf|nan)/i.test(text))
      return /nan/i.test(text) ? Number.NaN : text.startsWith("-") ? -Infinity : Infinity;
    const match = /^[-+]?(0[xX][0-9a-fA-F]+|(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)/.exec(text);
    if (text !== "" && match?.[0] !== text) this.#fault(`${text}: invalid number`);
    return Number(match?.[0] ?? 0);
  }

  #time(format: string): string {
    const { clock } = this.#shell.process.machine;
    const value = this.#take();
    const seconds =
      value === undefined || value === "-1"
        ? clock.now() / 1000
        : value === "-2"
          ? this.#shell.started / 1000
          : Number(value);
    return formatTime(new Date(seconds * 1000), format || "%X");
  }
}

function cut(text: string, precision: number | undefined): string {
  return precision === undefined || precision < 0 ? text : [...text].slice(0, precision).join("");
}

function integer(value: bigint, letter: string, flags: string, precision: number | undefined): string {
  const radix = letter === "o" ? 8 : letter.toLowerCase() === "x" ? 16 : 10;
  const signed = letter === "d" || letter === "i";
  const amount = signed ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  let digits = amount.toString(radix).padStart(precision ?? 1, "0");
  if (flags.includes("'") && radix === 10) digits = digits.replace(/\B(?=(\d{3})+$)/g, "");
  if (flags.includes("#") && amount !== 0n) digits = radix === 8 ? `0${digits}` : radix === 16 ? `0x${digits}` : digits;
  if (letter === "X") digits = digits.toUpperCase();
  const sign =
    signed && value < 0n ? "-" : signed && flags.includes("+") ? "+" : signed && flags.includes(" ") ? " " : "";
  return sign + digits;
}

function float(value: number, letter: string, flags: string, precision: number): string {
  const lower = letter.toLowerCase();
  let text: string;
  if (!Number.isFinite(value)) text = Number.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
  else if (lower === "f") text = fixed(value, Math.min(precision, 60));
  else if (lower === "e") text = exponent(value, precision);
  else text = general(value, precision || 1, flags.includes("#"));
  if (flags.includes("+") && value >= 0) text = `+${text}`;
  else if (flags.includes(" ") && value >= 0) text = ` ${text}`;
  return letter === lower ? text : text.toUpperCase();
}

/** Rounds as C does: an exact tie goes to the even digit. */
function fixed(value: number, precision: number): string {
  const text = value.toFixed(precision);
  const exact = value.toFixed(Math.min(100, precision + 40));
  const tie = /^50*$/.test(exact.slice(exact.indexOf(".") + 1 + precision));
  const odd = /[13579]\.?$/.test(exact.slice(0, exact.indexOf(".") + (precision === 0 ? 0 : 1 + precision)));
  return tie && !odd ? exact.slice(0, exact.indexOf(".") + (precision === 0 ? 0 : 1 + precision)) : text;
}

function exponent(value: number, precision: number): string {
  return value.toExponential(Math.min(precision, 100)).replace(/e([-+])(\d)$/, "e$10$2");
}

function general(value: number, precision: number, keepZeros: boolean): string {
  const power = value === 0 ? 0 : Number(value.toExponential(precision - 1).split("e")[1]);
  const text =
    power < -4 || power >= precision
      ? exponent(value, precision - 1)
      : value.toFixed(Math.max(0, precision - 1 - power));
  return keepZeros || !text.includes(".") ? text : text.replace(/\.?0+(?=$|e)/, "");
}
