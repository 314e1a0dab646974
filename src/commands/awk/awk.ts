import { decode, encode } from "../../kernel/bytes.ts";
import { FileError } from "../../kernel/filesystem.ts";
import { openInput } from "../../kernel/open.ts";
import type { Process, Program } from "../../kernel/process.ts";
import { readAll } from "../../kernel/stream.ts";
import { isBusybox } from "../busybox.ts";
import { AwkError } from "./awk-error.ts";
import { busyboxRefusal, mawkRefusal, parseProgram } from "./parse-program.ts";
import { assign, isAssignment, runProgram } from "./run-program.ts";
import { Runtime } from "./runtime.ts";
import type { Encoding } from "./streams.ts";

/** Mawk counts bytes, whatever the language: each is a character here. */
const BYTES: Encoding = {
  toInternal: (text) =>
    /[^\0-\x7f]/.test(text) ? Array.from(encode(text), (byte) => String.fromCharCode(byte)).join("") : text,
  toText: (text) => (/[^\0-\x7f]/.test(text) ? decode(Uint8Array.from(text, (char) => char.charCodeAt(0))) : text),
};

const LETTERS: Encoding = { toInternal: (text) => text, toText: (text) => text };

const USAGE = `Usage: mawk [Options] [Program] [file ...]

Program:
    The -f option value is the name of a file containing program text.
    If no -f option is given, a "--" ends option processing; the following
    parameters are the program text.

Options:
    -f program-file  Program  text is read from file instead of from the
                     command-line.  Multiple -f options are accepted.
    -F value         sets the field separator, FS, to value.
    -v var=value     assigns value to program variable var.
    --               unambiguous end of options.
`;

const BUSYBOX_USAGE = `Usage: awk [OPTIONS] [AWK_PROGRAM] [FILE]...

	-v VAR=VAL	Set variable
	-F SEP		Use SEP as field separator
	-f FILE		Read program from FILE
	-e AWK_PROGRAM
`;

interface CommandLine {
  readonly separator: string | undefined;
  readonly assignments: readonly string[];
  readonly files: readonly string[];
  readonly texts: readonly string[];
  readonly operands: readonly string[];
}

/** awk: mawk on Debian, busybox's on Alpine. Records are worked on as they come. */
export const awk: Program = async (process) => {
  const busybox = isBusybox(process);
  const name = busybox ? "awk" : "mawk";
  try {
    return await run(process, busybox);
  } catch (error) {
    if (!(error instanceof AwkError)) throw error;
    await process.stderr.write(`${name}: ${(busybox ? LETTERS : BYTES).toText(error.message)}\n`);
    return busybox ? 1 : 2;
  }
};

async function run(process: Process, busybox: boolean): Promise<number> {
  const given = process.args.slice(1);
  if (!busybox && /^(-W ?v.*|--?version)$/.test(given.slice(0, given[0] === "-W" ? 2 : 1).join(" "))) {
    await process.stdout.write("mawk 1.3.4\n");
    return 0;
  }
  const line = commandLine(given);
  const { toInternal } = busybox ? LETTERS : BYTES;
  const operands = [...line.operands];
  const sources = [...line.texts];
  for (const file of line.files) sources.push(await programText(process, file));
  const source = sources.length > 0 ? sources.join("\n") : operands.shift();
  if (source === undefined) {
    await process.stderr.write(busybox ? BUSYBOX_USAGE : USAGE);
    return busybox ? 1 : 2;
  }
  const program = parseProgram(toInternal(source), busybox ? busyboxRefusal : mawkRefusal, busybox);
  const runtime = new Runtime(process, busybox, busybox ? LETTERS : BYTES);
  if (line.separator !== undefined)
    assign(runtime, `FS=${toInternal(line.separator === "t" && busybox ? "\\t" : line.separator)}`);
  for (const text of line.assignments) assign(runtime, toInternal(text));
  const argv = runtime.cell("ARGV").elements;
  for (const [i, operand] of [busybox ? "awk" : "mawk", ...operands].entries())
    argv.set(String(i), toInternal(operand));
  runtime.cell("ARGC").value = operands.length + 1;
  return runProgram(runtime, program, toInternal);
}

function commandLine(args: readonly string[]): CommandLine {
  const line = {
    separator: undefined as string | undefined,
    assignments: [] as string[],
    files: [] as string[],
    texts: [] as string[],
  };
  let i = 0;
  for (; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      i++;
      break;
    }
    if (!arg.startsWith("-") || arg === "-") break;
    const letter = arg.charAt(1);
    if (!"Fvfe".includes(letter)) throw new AwkError(`not an option: ${arg}`);
    const value = arg.length > 2 ? arg.slice(2) : args[++i];
    if (value === undefined) throw new AwkError(`option requires an argument -- ${letter}`);
    if (letter === "F") line.separator = value;
    else if (letter === "f") line.files.push(value);
    else if (letter === "e") line.texts.push(value);
    else if (isAssignment(value)) line.assignments.push(value);
    else throw new AwkError(`improper assignment: -v ${value}`);
  }
  return { ...line, operands: args.slice(i) };
}

async function programText(process: Process, file: string): Promise<string> {
  try {
    return await readAll(file === "-" ? process.stdin : openInput(process, file), process.signal);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new AwkError(`couldn't open source file ${file}`);
  }
}
