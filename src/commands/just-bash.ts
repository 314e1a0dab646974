import type { Bash, BashExecResult } from "just-bash";
import { couldNotFetch } from "../cli/not-fetched.ts";
import { languageOf } from "../cli/not-simulated.ts";
import { decode, encode } from "../kernel/bytes.ts";
import type { Process, Program } from "../kernel/process.ts";
import { awkFeed, type Feed, jqFeed } from "./just-bash-feed.ts";
import { JustBashFiles } from "./just-bash-files.ts";
import { readsStandardInput } from "./just-bash-input.ts";
import { pieces } from "./text.ts";

/** The commands that just-bash does for us, as a busybox: too big to write again for what a course needs of them. */
const COMMANDS = ["awk", "jq"] as const;

/** An endless `awk 'BEGIN { while (1); }'` must end before anybody notices; nothing here runs a shell. */
const LIMITS = {
  maxCommandCount: 100,
  maxLoopIterations: 10_000,
  maxAwkIterations: 200_000,
  maxJqIterations: 200_000,
  maxInputBytes: 32 * 1024 ** 2,
  maxLiveBytes: 64 * 1024 ** 2,
} as const;

/** Text whose characters are bytes. */
const binary = (text: string) => Array.from(encode(text), (byte) => String.fromCharCode(byte)).join("");

/** Of what comes in pieces and must be had whole, no more than it takes itself. */
const MOST_CHARACTERS = LIMITS.maxInputBytes / 2;

/** A command that is there and cannot be run now, as a shell has it. */
const CANNOT_EXECUTE = 126;

/** Runs one command with what it is to read; says what it printed. */
type RunOnce = (args: readonly string[], stdin: string) => Promise<BashExecResult>;

function program(name: (typeof COMMANDS)[number]): Program {
  return async (process) => {
    const args = argumentsOf(name, process);
    const runOnce = await justBash(name, process);
    if (!runOnce) return CANNOT_EXECUTE;
    if (!readsStandardInput(name, args)) return shown(process, await runOnce(args, ""));
    const feed = name === "awk" ? awkFeed(args) : jqFeed(args);
    if (feed) return inPieces(process, feed, runOnce);
    const text = await boundedText(process, name);
    return text === undefined ? 1 : shown(process, await runOnce(args, text));
  };
}

/** The command over the process's files; undefined, with a message, when it could not be fetched. */
async function justBash(name: (typeof COMMANDS)[number], process: Process): Promise<RunOnce | undefined> {
  const { clock } = process.machine;
  let Shell: typeof Bash;
  try {
    Shell = await clock.hold(import("just-bash/browser").then((module) => module.Bash));
  } catch (error) {
    console.error(error);
    await process.stderr.write(`${name}: ${couldNotFetch(languageOf(process.env))}\n`);
    return undefined;
  }
  const shell = new Shell({
    fs: new JustBashFiles(process.files),
    cwd: process.cwd,
    commands: [...COMMANDS],
    executionLimits: LIMITS,
    // It would replace the page's own timers and Function while it runs.
    defenseInDepth: false,
  });
  return (args, stdin) =>
    clock.hold(
      shell.exec(name, {
        args: [...args],
        stdin: binary(stdin),
        stdinKind: "bytes",
        env: { ...process.env },
        replaceEnv: true,
        cwd: process.cwd,
        signal: process.signal,
      }),
    );
}

async function shown(process: Process, { stdout, stderr, exitCode }: BashExecResult): Promise<number> {
  if (stdout !== "") await process.stdout.write(textOf(stdout));
  if (stderr !== "") await process.stderr.write(stderr);
  return exitCode;
}

/** Runs the command over what comes as it comes, so that what never ends can be filtered. */
async function inPieces(process: Process, feed: Feed, runOnce: RunOnce): Promise<number> {
  let rest = "";
  let status = 0;
  let count = 0;
  for (;;) {
    const piece = await process.stdin.read();
    const text = rest + (piece ?? "");
    const length = piece === null ? text.length : feed.whole(text);
    rest = text.slice(length);
    // Without any input there is still what comes before and after it.
    if (length > 0 || (piece === null && count === 0)) {
      const fed = text.slice(0, length);
      const result = await runOnce(feed.args(), fed);
      count++;
      const { output, isOver } = feed.read(textOf(result.stdout), fed);
      status = await shown(process, { ...result, stdout: "" });
      if (output !== "") await process.stdout.write(output);
      if (isOver || status !== 0) return status;
    }
    if (piece === null) return status;
    if (rest.length > MOST_CHARACTERS) return tooMuch(process, process.args[0] ?? "");
    await process.breathe();
  }
}

/** The whole input; undefined, with a message, when it is more than can be taken. */
async function boundedText(process: Process, name: string): Promise<string | undefined> {
  let text = "";
  for await (const piece of pieces(process, process.stdin)) {
    text += piece;
    if (text.length <= MOST_CHARACTERS) continue;
    await tooMuch(process, name);
    return undefined;
  }
  return text;
}

async function tooMuch(process: Process, name: string): Promise<number> {
  const limit = `${MOST_CHARACTERS / 1024 ** 2} MiB`;
  await process.stderr.write(
    languageOf(process.env) === "es"
      ? `${name}: este laboratorio no le da más de ${limit} a un programa que necesita leerlo todo\n`
      : `${name}: this playground gives no more than ${limit} to a program that has to read it all\n`,
  );
  return 1;
}

/** jq paints on a terminal without being told. */
function argumentsOf(name: string, { args, stdout }: Process): string[] {
  const given = args.slice(1);
  // One character separates as itself, whatever it means in an expression.
  if (name === "awk")
    return given.map((arg, i) =>
      arg.startsWith("-F") || given[i - 1] === "-F" ? arg.replace(/^(-F)?([.|*+?()[\]{}$])$/, "$1[$2]") : arg,
    );
  const isPlain = given.some((arg) => /^-[a-zA-Z]*[CM]|^--(color|monochrome)-output$/.test(arg));
  return name === "jq" && stdout.isTTY && !isPlain ? ["-C", ...given] : given;
}

/** What it gives back is text, or bytes as characters when they are no UTF-8. */
function textOf(output: string): string {
  if (!/[\x80-\xff]/.test(output) || /[^\x00-\xff]/.test(output)) return output;
  const bytes = Uint8Array.from(output, (char) => char.charCodeAt(0));
  const decoded = decode(bytes);
  // Latin letters that came as text would not read as UTF-8.
  return /[\udc80-\udcff]/.test(decoded) ? output : decoded;
}

export const awk = program("awk");
export const jq = program("jq");
