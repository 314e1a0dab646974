import type { Input } from "../../kernel/stream.ts";
import { readLineOf } from "../descriptors.ts";
import { subscriptText } from "../expand-parameter.ts";
import { separators } from "../fields.ts";
import { subscript } from "../parameter-value.ts";
import type { Shell } from "../shell.ts";
import { NAME } from "../variables.ts";
import { type Builtin, fail, parseOptions } from "./builtin.ts";

class TimedOut extends Error {}

/** `read [-ers] [-a array] [-d delim] [-n count] [-N count] [-p prompt] [-t timeout] [-u fd] [name …]` */
export const read: Builtin = async (shell, args) => {
  const usage =
    "read [-ers] [-a array] [-d delim] [-i text] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]";
  const parsed = await parseOptions(shell, args, "ersa:d:i:n:N:p:t:u:", usage);
  if (!parsed) return 2;
  const { options, rest: names } = parsed;
  if (names.length === 0 && shell.flavour === "dash") return fail(shell, "read: arg count");
  for (const name of names)
    if (!NAME.test(name.replace(/\[.*\]$/s, ""))) return fail(shell, `read: \`${name}': not a valid identifier`);
  const fault = faultIn(options);
  if (fault !== undefined) return fail(shell, `read: ${fault}`);
  const number = Number(options.get("u") ?? 0);
  const input = shell.descriptors.get(number)?.input;
  if (!input) return fail(shell, `read: ${number}: invalid file descriptor: Bad file descriptor`);
  const prompt = options.get("p");
  if (prompt !== undefined && input.isTTY) await shell.write(2, prompt);
  const timeout = options.get("t");
  if (timeout !== undefined && Number(timeout) === 0) return (await isReady(shell, input)) ? 0 : 1;
  const showTyping = options.has("s") && input.isTTY ? shell.tty?.hideTyping() : undefined;
  const limit = timeout === undefined ? undefined : new AbortController();
  const cancel = limit && shell.process.machine.clock.after(Number(timeout) * 1000, () => limit.abort(new TimedOut()));
  const signal = limit ? AbortSignal.any([shell.signal, limit.signal]) : shell.signal;
  let text: Read;
  try {
    text = await readInput(shell, {
      raw: options.has("r"),
      delimiter: options.get("d"),
      count: options.get("n"),
      exact: options.get("N"),
      number,
      echo: !options.has("s"),
      signal,
    });
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
    await store(shell, { chars: [], complete: false }, names, options.get("a"), options.has("N"));
    return 142;
  } finally {
    cancel?.();
    showTyping?.();
  }
  try {
    await store(shell, text, names, options.get("a"), options.has("N"));
  } catch (error) {
    return fail(shell, error instanceof Error ? error.message : String(error));
  }
  return text.complete ? 0 : 1;
};

/** What is wrong with the options' values. */
function faultIn(options: ReadonlyMap<string, string>): string | undefined {
  const [timeout, descriptor] = [options.get("t"), options.get("u")];
  if (timeout !== undefined && !/^(\d+\.?\d*|\.\d+)$/.test(timeout)) return `${timeout}: invalid timeout specification`;
  if (descriptor !== undefined && !/^\d+$/.test(descriptor))
    return `${descriptor}: invalid file descriptor specification`;
  for (const letter of ["n", "N"]) {
    const count = options.get(letter);
    if (count !== undefined && !/^\d+$/.test(count)) return `${count}: invalid number`;
  }
  return undefined;
}

/** Whether a read would not have to wait: there is something, or the end. */
async function isReady(shell: Shell, input: Input): Promise<boolean> {
  const limit = new AbortController();
  const cancel = shell.process.machine.clock.after(0, () => limit.abort(new TimedOut()));
  try {
    const piece = await input.read(AbortSignal.any([shell.signal, limit.signal]));
    if (piece !== null) input.unread?.(piece);
    return true;
  } catch (error) {
    if (error instanceof TimedOut) return false;
    throw error;
  } finally {
    cancel();
  }
}

interface Read {
  /** Characters, each with whether a backslash made it ordinary. */
  readonly chars: readonly { readonly char: string; readonly escaped: boolean }[];
  /** Whether the line's end (or the count) was reached. */
  readonly complete: boolean;
}

interface ReadOptions {
  readonly raw: boolean;
  readonly delimiter: string | undefined;
  readonly count: string | undefined;
  readonly exact: string | undefined;
  readonly number: number;
  readonly echo: boolean;
  readonly signal: AbortSignal;
}

async function readInput(shell: Shell, options: ReadOptions): Promise<Read> {
  const input = shell.descriptors.get(options.number)?.input;
  if (!input) return { chars: [], complete: false };
  const limit = Number(options.exact ?? options.count ?? Number.POSITIVE_INFINITY);
  const delimiter = options.delimiter === undefined ? "\n" : options.delimiter[0] || "\0";
  if (limit !== Number.POSITIVE_INFINITY)
    return counted(shell, options, limit, options.exact === undefined ? delimiter : undefined);
  if (input.isTTY && delimiter !== "\n") return counted(shell, options, limit, delimiter);
  const chars: { char: string; escaped: boolean }[] = [];
  for (;;) {
    const line = await readLineOf(input, options.signal, delimiter);
    if (line === null) return { chars, complete: false };
    const complete = line.endsWith(delimiter);
    const body = complete ? line.slice(0, -delimiter.length) : line;
    let goesOn = false;
    const all = [...body];
    for (let i = 0; i < all.length; i++) {
      const char = all[i] ?? "";
      if (options.raw || char !== "\\") chars.push({ char, escaped: false });
      else if (i + 1 < all.length) chars.push({ char: all[++i] ?? "", escaped: true });
      else goesOn = complete && delimiter === "\n";
    }
    if (!goesOn) return { chars, complete };
  }
}

/** Reads key by key: `-n` and `-N` do not wait for Enter. */
async function counted(
  shell: Shell,
  options: ReadOptions,
  limit: number,
  delimiter: string | undefined,
): Promise<Read> {
  const input = shell.descriptors.get(options.number)?.input;
  const chars: { char: string; escaped: boolean }[] = [];
  const restore = input?.isTTY ? shell.tty?.setRaw() : undefined;
  try {
    let pending = "";
    let escaped = false;
    while (chars.length < limit) {
      if (pending === "") {
        const piece = await input?.read(options.signal);
        if (piece === null || piece === undefined) return { chars, complete: false };
        pending = input?.isTTY ? piece.replaceAll("\r", "\n") : piece;
        if (pending.includes("\x03") && input?.isTTY) shell.interrupt();
        options.signal.throwIfAborted();
      }
      const char = String.fromCodePoint(pending.codePointAt(0) ?? 0);
      pending = pending.slice(char.length);
      if (!escaped && char === "\\" && !options.raw) escaped = true;
      else {
        if (!escaped && char === delimiter) {
          input?.unread?.(pending);
          return { chars, complete: true };
        }
        if (input?.isTTY && options.echo) await shell.write(2, char);
        chars.push({ char, escaped });
        escaped = false;
      }
    }
    input?.unread?.(pending);
    return { chars, complete: true };
  } finally {
    restore?.();
  }
}

/** Splits what was read over the variables: the last gets the rest. */
async function store(
  shell: Shell,
  read: Read,
  names: readonly string[],
  array: string | undefined,
  whole: boolean,
): Promise<void> {
  const chars = read.chars.filter(({ char }) => char !== "\0");
  if (array === undefined && names.length === 0) {
    shell.variables.set("REPLY", chars.map(({ char }) => char).join(""));
    return;
  }
  if (whole && array === undefined) {
    const [first = "REPLY", ...others] = names;
    await assign(shell, first, chars.map(({ char }) => char).join(""));
    for (const name of others) await assign(shell, name, "");
    return;
  }
  const { blanks, marks } = separators(shell.variables.get("IFS"));
  const isBlank = (i: number) => !chars[i]?.escaped && blanks.includes(chars[i]?.char ?? "\0");
  const isMark = (i: number) => !chars[i]?.escaped && marks.includes(chars[i]?.char ?? "\0");
  const wanted = array === undefined ? names.length : Number.POSITIVE_INFINITY;
  const fields: string[] = [];
  let i = 0;
  const skipBlanks = () => {
    while (i < chars.length && isBlank(i)) i++;
  };
  skipBlanks();
  while (i < chars.length && fields.length < wanted) {
    const start = i;
    if (fields.length === wanted - 1) {
      fields.push(rest(chars, start, isBlank, isMark));
      break;
    }
    while (i < chars.length && !isBlank(i) && !isMark(i)) i++;
    fields.push(text(chars, start, i));
    skipBlanks();
    if (i < chars.length && isMark(i)) {
      i++;
      skipBlanks();
    }
  }
  if (array !== undefined) {
    shell.variables.setArray(array, fields);
    return;
  }
  for (const [n, name] of names.entries()) await assign(shell, name, fields[n] ?? "");
}

/** What the last variable gets: trailing blanks go, and a single separator at the end with nothing before it that separates. */
function rest(
  chars: Read["chars"],
  start: number,
  isBlank: (i: number) => boolean,
  isMark: (i: number) => boolean,
): string {
  let end = chars.length;
  while (end > start && isBlank(end - 1)) end--;
  if (end > start && isMark(end - 1)) {
    let inner = end - 1;
    while (inner > start && isBlank(inner - 1)) inner--;
    let separated = false;
    for (let i = start; i < inner; i++) if (isBlank(i) || isMark(i)) separated = true;
    if (!separated) end = inner;
  }
  return text(chars, start, end);
}

function text(chars: Read["chars"], start: number, end: number): string {
  return chars
    .slice(start, end)
    .map(({ char }) => char)
    .join("");
}

async function assign(shell: Shell, name: string, value: string): Promise<void> {
  const match = /^(\w+)\[(.*)\]$/s.exec(name);
  if (match?.[1] === undefined) shell.variables.set(name, value);
  else
    shell.variables.setElement(
      match[1],
      subscript(shell, match[1], await subscriptText(shell, match[1], match[2] ?? "")),
      value,
    );
}
