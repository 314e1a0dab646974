import type { Bash, BashExecResult } from "just-bash";
import { couldNotFetch } from "../cli/not-fetched.ts";
import { languageOf } from "../cli/not-simulated.ts";
import { decode, encode } from "../kernel/bytes.ts";
import type { Process, Program } from "../kernel/process.ts";
import { type Feed, jqFeed } from "./just-bash-feed.ts";
import { JustBashFiles } from "./just-bash-files.ts";
import { readsStandardInput } from "./just-bash-input.ts";
import { pieces } from "./text.ts";
import { toolVersion } from "./tool-versions.ts";

/** An endless `jq -n 'range(infinite)'` must end before anybody notices; nothing here runs a shell. */
const LIMITS = {
  maxCommandCount: 100,
  maxLoopIterations: 10_000,
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

/** jq as just-bash has it: too big to write again for what a course needs of it. */
export const jq: Program = async (process) => {
  const args = argumentsOf(process);
  if (process.args.slice(1).some((arg) => arg === "--version" || arg === "-V")) {
    await process.stdout.write(`jq-${toolVersion(process.machine.files, "jq")}\n`);
    return 0;
  }
  const runOnce = await justBash(process);
  if (!runOnce) return CANNOT_EXECUTE;
  if (!readsStandardInput(args)) return shown(process, await runOnce(args, ""));
  const feed = jqFeed(args);
  if (feed) return inPieces(process, args, feed, runOnce);
  const text = await boundedText(process);
  return text === undefined ? 1 : shown(process, await runOnce(args, text));
};

/** The command over the process's files; undefined, with a message, when it could not be fetched. */
async function justBash(process: Process): Promise<RunOnce | undefined> {
  const { clock } = process.machine;
  let Shell: typeof Bash;
  try {
    Shell = await clock.hold(import("just-bash/browser").then((module) => module.Bash));
  } catch (error) {
    console.error(error);
    await process.stderr.write(`jq: ${couldNotFetch(languageOf(process.env))}\n`);
    return undefined;
  }
  const shell = new Shell({
    fs: new JustBashFiles(process.files),
    cwd: process.cwd,
    commands: ["jq"],
    executionLimits: LIMITS,
    // It would replace the page's own timers and Function while it runs.
    defenseInDepth: false,
  });
  return (args, stdin) =>
    clock.hold(
      shell.exec("jq", {
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
async function inPieces(process: Process, args: readonly string[], feed: Feed, runOnce: RunOnce): Promise<number> {
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
      count++;
      status = await shown(process, await runOnce(args, fed));
      if (status !== 0) return status;
    }
    if (piece === null) return status;
    if (rest.length > MOST_CHARACTERS) return tooMuch(process);
    await process.breathe();
  }
}

/** The whole input; undefined, with a message, when it is more than can be taken. */
async function boundedText(process: Process): Promise<string | undefined> {
  let text = "";
  for await (const piece of pieces(process, process.stdin)) {
    text += piece;
    if (text.length <= MOST_CHARACTERS) continue;
    await tooMuch(process);
    return undefined;
  }
  return text;
}

async function tooMuch(process: Process): Promise<number> {
  const limit = `${MOST_CHARACTERS / 1024 ** 2} MiB`;
  await process.stderr.write(
    languageOf(process.env) === "es"
      ? `jq: este laboratorio no le da más de ${limit} a un programa que necesita leerlo todo\n`
      : `jq: this playground gives no more than ${limit} to a program that has to read it all\n`,
  );
  return 1;
}

/** jq paints on a terminal without being told. */
function argumentsOf({ args, stdout }: Process): string[] {
  const given = args.slice(1);
  const isPlain = given.some((arg) => /^-[a-zA-Z]*[CM]|^--(color|monochrome)-output$/.test(arg));
  return stdout.isTTY && !isPlain ? ["-C", ...given] : given;
}

/** What it gives back is text, or bytes as characters when they are no UTF-8. */
function textOf(output: string): string {
  if (!/[\x80-\xff]/.test(output) || /[^\x00-\xff]/.test(output)) return output;
  const bytes = Uint8Array.from(output, (char) => char.charCodeAt(0));
  const decoded = decode(bytes);
  // Latin letters that came as text would not read as UTF-8.
  return /[\udc80-\udcff]/.test(decoded) ? output : decoded;
}
