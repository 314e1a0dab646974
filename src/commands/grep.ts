import type { Input } from "../kernel/stream.ts";
import { busyboxUsage } from "./busybox.ts";
import { command, Failure, type Run } from "./command.ts";
import { globRegex } from "./glob-regex.ts";
import { nameIfPlain } from "./quoting.ts";
import { escapeRegex, posixRegex, RegexError } from "./regex.ts";
import { lineBatches } from "./text.ts";

/** GNU's default colours. */
const COLOR = { match: "01;31", name: "35", number: "32", separator: "36" } as const;

const PARAMETERS = "[OPTION]... PATTERNS [FILE]...";

/** The program; `grep -E` and `grep -F` have names of their own. */
function grepAs(mode: "G" | "E" | "F") {
  return command(
    {
      usage: PARAMETERS,
      about: "Search for PATTERNS in each FILE.",
      short: "EFGPivcnorRA:B:C:qlLwxhHe:f:sm:abzTUy0123456789",
      long:
        "extended-regexp=E fixed-strings=F basic-regexp=G perl-regexp=P ignore-case=i no-ignore-case invert-match=v count=c " +
        "line-number=n only-matching=o recursive=r dereference-recursive=R after-context:=A before-context:=B context:=C quiet=q " +
        "silent=q files-with-matches=l files-without-match=L word-regexp=w line-regexp=x no-filename=h with-filename=H regexp:=e " +
        "file:=f no-messages=s max-count:=m text=a byte-offset=b null-data=z color?=color colour?=color line-buffered include: " +
        "exclude: exclude-dir: binary-files: initial-tab=T null",
      failure: 2,
    },
    (run) => search(run, mode),
  );
}

export const grep = grepAs("G");
export const egrep = grepAs("E");
export const fgrep = grepAs("F");

interface Settings {
  readonly regex: RegExp;
  readonly invert: boolean;
  readonly names: boolean;
  readonly before: number;
  readonly after: number;
  readonly color: boolean;
  readonly most: number;
}

async function search(run: Run, byDefault: "G" | "E" | "F"): Promise<number> {
  const operands = [...run.operands];
  const patterns = run.options.values("e").flatMap((text) => text.split("\n"));
  for (const name of run.options.values("f")) {
    const input = await run.open(name);
    if (!input) return 2;
    for await (const lines of lineBatches(run.process, input)) patterns.push(...lines);
  }
  if (!run.has("e") && !run.has("f")) {
    const pattern = operands.shift();
    if (pattern === undefined) {
      await run.process.stderr.write(
        run.busybox
          ? await busyboxUsage(run.process, run.name, `grep ${PARAMETERS}`)
          : `Usage: grep ${PARAMETERS}\nTry 'grep --help' for more information.\n`,
      );
      return 2;
    }
    patterns.push(...pattern.split("\n"));
  }
  const recursive = run.has("r") || run.has("R");
  if (operands.length === 0) operands.push(recursive ? "." : "-");
  const color = run.options.value("color") ?? "never";
  const settings: Settings = {
    regex: regexOf(run, patterns, run.options.last("E", "F", "G", "P") ?? byDefault),
    invert: run.has("v"),
    names: !run.has("h") && (run.has("H") || operands.length > 1 || (recursive && isFolder(run, operands[0] ?? ""))),
    before: contextOf(run, "B"),
    after: contextOf(run, "A"),
    color: color === "always" || ((color === "auto" || color === "") && run.process.stdout.isTTY),
    most: run.has("m") ? Number(run.options.value("m")) : Number.POSITIVE_INFINITY,
  };
  let found = false;
  for (const name of filesOf(run, operands, recursive)) {
    if (!recursive && isFolder(run, name)) {
      if (!run.has("s")) await run.warn(`${nameIfPlain(name)}: Is a directory`);
      continue;
    }
    const input = run.has("s") && name !== "-" && !run.files.exists(run.path(name)) ? undefined : await run.open(name);
    if (!input) {
      run.status = 2;
      continue;
    }
    if (await searchFile(run, name === "-" ? "(standard input)" : name, input, settings)) {
      found = true;
      if (run.has("q")) return 0;
    }
  }
  return run.status !== 0 ? run.status : found ? 0 : 1;
}

function regexOf(run: Run, patterns: readonly string[], mode: string): RegExp {
  try {
    let source = patterns
      .map((pattern) =>
        mode === "F" ? escapeRegex(pattern) : mode === "P" ? pattern : posixRegex(pattern, mode === "E"),
      )
      .map((one) => (patterns.length > 1 ? `(?:${one})` : one))
      .join("|");
    if (run.has("x")) source = `^(?:${source})$`;
    else if (run.has("w")) source = `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])`;
    const flags = run.options.last("i", "y", "no-ignore-case") ?? "no-ignore-case";
    return new RegExp(source, flags === "no-ignore-case" ? "gu" : "giu");
  } catch (error) {
    const reason = error instanceof RegexError ? error.message : "Invalid regular expression";
    if (error instanceof RegexError || error instanceof SyntaxError)
      throw new Failure(run.busybox ? `bad regex '${patterns[0]}': ${reason}` : reason, 2);
    throw error;
  }
}

function contextAsked(run: Run): boolean {
  return run.options.given.some(({ key }) => /^[ABC\d]$/.test(key));
}

function contextOf(run: Run, side: "A" | "B"): number {
  const digits = run.options.given.filter(({ key }) => /^\d$/.test(key)).map(({ key }) => key);
  const text = run.options.value(side) ?? run.options.value("C") ?? (digits.length > 0 ? digits.join("") : "0");
  if (!/^\d+$/.test(text)) throw new Failure(`${text}: invalid context length argument`, 2);
  return Number(text);
}

function isFolder(run: Run, name: string): boolean {
  if (name === "-") return false;
  const path = run.path(name);
  return run.files.exists(path) && run.files.stat(path).kind === "directory";
}

/** The files to search; in folders those that --include and --exclude leave. */
function* filesOf(run: Run, operands: readonly string[], recursive: boolean): Generator<string> {
  const globs = (key: string) => run.options.values(key).map((glob) => globRegex(glob));
  const [include, exclude, excludeFolders] = [globs("include"), globs("exclude"), globs("exclude-dir")];
  function* within(name: string): Generator<string> {
    for (const entry of run.files.readdir(run.path(name))) {
      const path = name.endsWith("/") ? name + entry : `${name}/${entry}`;
      const { kind } =
        run.has("R") && run.files.exists(run.path(path))
          ? run.files.stat(run.path(path))
          : run.files.lstat(run.path(path));
      if (kind === "directory") {
        if (!excludeFolders.some((glob) => glob.test(entry))) yield* within(path);
      } else if (kind === "file") {
        if (include.length > 0 && !include.some((glob) => glob.test(entry))) continue;
        if (!exclude.some((glob) => glob.test(entry))) yield path;
      }
    }
  }
  for (const operand of operands) {
    if (recursive && isFolder(run, operand)) {
      // `grep -r x` without a file names what it finds without `./`.
      for (const name of within(operand)) yield run.operands.includes(operand) ? name : name.replace(/^\.\//, "");
    } else yield operand;
  }
}

async function searchFile(run: Run, name: string, input: Input, settings: Settings): Promise<boolean> {
  const { regex, invert, names, before, after, color, most } = settings;
  const quiet = run.has("q") || run.has("l") || run.has("L") || run.has("c");
  const paint = (code: string, text: string) => (color ? `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K` : text);
  const prefix = (number: number, separator: string) =>
    (names ? paint(COLOR.name, name) + paint(COLOR.separator, separator) : "") +
    (run.has("n") ? paint(COLOR.number, String(number)) + paint(COLOR.separator, separator) : "");
  const shown = (line: string) =>
    color && !invert ? line.replace(regex, (match) => (match ? paint(COLOR.match, match) : "")) : line;
  const end = run.has("z") ? "\0" : "\n";

  let count = 0;
  let number = 0;
  let binary = false;
  /** Lines before a match, not printed yet, and how many after one are still to be printed. */
  let waiting: { readonly number: number; readonly line: string }[] = [];
  let owed = 0;
  let lastPrinted = 0;
  const contextual = contextAsked(run);

  for await (const lines of lineBatches(run.process, input, end)) {
    let out = "";
    const context = (at: number, line: string) => {
      out += `${prefix(at, "-")}${line}${end}`;
      lastPrinted = at;
    };
    for (const line of lines) {
      number++;
      if (line.includes("\0") && end === "\n" && !run.has("a")) binary = true;
      regex.lastIndex = 0;
      if (regex.test(line) === invert || count >= most) {
        if (owed > 0) {
          if (!run.has("o")) context(number, line);
          owed--;
          if (owed === 0 && count >= most) break;
        } else if (before > 0 && count < most) {
          waiting.push({ number, line });
          if (waiting.length > before) waiting.shift();
        }
        continue;
      }
      count++;
      if (run.has("q")) return true;
      if (!quiet && !binary) {
        const first = waiting[0]?.number ?? number;
        if (contextual && lastPrinted > 0 && first > lastPrinted + 1) out += `${paint(COLOR.separator, "--")}\n`;
        for (const one of waiting) if (!run.has("o")) context(one.number, one.line);
        waiting = [];
        if (run.has("o")) {
          regex.lastIndex = 0;
          if (!invert)
            for (const [match] of line.matchAll(regex))
              if (match) out += `${prefix(number, ":")}${paint(COLOR.match, match)}${end}`;
        } else out += `${prefix(number, ":")}${shown(line)}${end}`;
        lastPrinted = number;
      }
      owed = after;
      if (run.has("l") || run.has("L") || (count >= most && owed === 0)) break;
    }
    await run.out(out);
    if (count > 0 && (run.has("l") || run.has("L"))) break;
    if (count >= most && owed === 0) break;
  }
  if (run.has("l") || run.has("L")) {
    if (run.has("L") === (count === 0)) await run.out(`${paint(COLOR.name, name)}\n`);
    return run.has("L") ? count === 0 : count > 0;
  }
  if (run.has("c")) await run.out(`${names ? paint(COLOR.name, name) + paint(COLOR.separator, ":") : ""}${count}\n`);
  else if (binary && count > 0)
    await run.out(
      `${run.busybox ? "Binary file" : "grep:"} ${name}${run.busybox ? " matches" : ": binary file matches"}\n`,
    );
  return count > 0;
}
