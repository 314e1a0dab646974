import type { Bash } from "just-bash";
import { decode, encode } from "../kernel/bytes.ts";
import type { Process, Program } from "../kernel/process.ts";
import { JustBashFiles } from "./just-bash-files.ts";
import { readsStandardInput } from "./just-bash-input.ts";
import { wholeText } from "./text.ts";

/** The commands that just-bash does for us, as a busybox: too big to write again for what a course needs of them. */
const COMMANDS = ["awk", "sed", "jq"] as const;

/** An endless `awk 'BEGIN { while (1); }'` must end before anybody notices; nothing here runs a shell. */
const LIMITS = {
  maxCommandCount: 100,
  maxLoopIterations: 10_000,
  maxAwkIterations: 200_000,
  maxSedIterations: 200_000,
  maxJqIterations: 200_000,
  maxInputBytes: 32 * 1024 ** 2,
  maxLiveBytes: 64 * 1024 ** 2,
} as const;

/** Text whose characters are bytes. */
const binary = (text: string) => Array.from(encode(text), (byte) => String.fromCharCode(byte)).join("");

async function load(): Promise<typeof Bash> {
  return (await import("just-bash/browser")).Bash;
}

function program(name: (typeof COMMANDS)[number]): Program {
  return async (process) => {
    const { clock } = process.machine;
    const args = argumentsOf(name, process);
    const Shell = await clock.hold(load());
    const stdin = readsStandardInput(name, args) ? await wholeText(process, process.stdin) : "";
    const shell = new Shell({
      fs: new JustBashFiles(process.files),
      cwd: process.cwd,
      commands: [...COMMANDS],
      executionLimits: LIMITS,
      // It would replace the page's own timers and Function while it runs.
      defenseInDepth: false,
    });
    const running = shell.exec(name, {
      args,
      stdin: binary(stdin),
      stdinKind: "bytes",
      env: { ...process.env },
      replaceEnv: true,
      cwd: process.cwd,
      signal: process.signal,
    });
    const { stdout, stderr, exitCode } = await clock.hold(running);
    if (stdout !== "") await process.stdout.write(textOf(stdout));
    if (stderr !== "") await process.stderr.write(stderr);
    return exitCode;
  };
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
export const sed = program("sed");
export const jq = program("jq");
