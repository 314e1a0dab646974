import { languageOf } from "../../cli/not-simulated.ts";
import type { Process } from "../../kernel/process.ts";
import { readLines } from "../../kernel/stream.ts";
import { readLine } from "../../readline/read-line.ts";
import { runCommand } from "../run-command.ts";
import { commandWords } from "./command-words.ts";
import { completions } from "./complete.ts";

/**
 * Az itself has no interactive mode: the command installs the extension that is it, the first time (azure-cli,
 * command_modules/interactive/custom.py). What it asks then, about telemetry, is not asked here: nothing is collected.
 */
async function installExtension({ env, files, stderr }: Process): Promise<void> {
  const folder = `${env.AZURE_CONFIG_DIR ?? `${env.HOME ?? "/root"}/.azure`}/cliextensions/interactive`;
  const say = (colour: number, text: string, label = "") =>
    stderr.write(stderr.isTTY ? `\x1b[${colour}m${text}\x1b[0m\n` : `${label}${text}\n`);
  await say(
    36,
    "This command is in preview and under development. Reference and support levels: https://aka.ms/CLI_refstatus",
  );
  if (files.exists(folder)) return;
  await say(93, "Installing the Interactive extension...", "WARNING: ");
  files.mkdir(folder, { recursive: true });
  await say(93, "The installed extension 'interactive' is in preview.", "WARNING: ");
}

/**
 * `az interactive`: az's commands without "az", with Tab; `#` runs a command of the shell; `quit`, `exit` or Ctrl-D end
 * it (learn.microsoft.com, cli/azure/interactive-azure-cli). Its panes with descriptions are not simulated.
 * @param run runs one command line, given as words
 * @returns the exit status: that of the last command when the lines came from a pipe
 */
export async function interactive(
  process: Process,
  run: (words: readonly string[]) => Promise<number>,
): Promise<number> {
  const { stdin, stdout, tty } = process;
  await installExtension(process);
  const history: string[] = [];
  let status = 0;
  if (!tty || !stdin.isTTY) {
    for await (const line of readLines(stdin, process.signal)) {
      const next = await runLine(process, line.trim(), run);
      if (next === "quit") break;
      status = next;
    }
    return status;
  }
  const tip =
    languageOf(process.env) === "es"
      ? "Órdenes de az sin escribir «az»; Tab completa, # delante corre una orden del shell, quit sale."
      : 'Commands of az without "az"; Tab completes, # in front runs a command of the shell, quit leaves.';
  await stdout.write(`\x1b[2m${tip}\x1b[0m\n`);
  for (;;) {
    const result = await readLine({
      tty,
      input: stdin,
      output: stdout,
      prompt: "az>> ",
      history,
      complete: async (line, cursor) => {
        const typed = line
          .slice(0, cursor)
          .trimStart()
          .replace(/^az\s+/, "");
        const start = line.slice(0, cursor).search(/\S*$/);
        return { start, candidates: completions(typed.split(/\s+/)) };
      },
      signal: process.signal,
    });
    if (result.kind === "eof") return 0;
    if (result.kind === "interrupt") continue;
    const line = result.text.trim();
    if (line !== "") history.push(line);
    if ((await runLine(process, line, run)) === "quit") return 0;
  }
}

async function runLine(
  process: Process,
  line: string,
  run: (words: readonly string[]) => Promise<number>,
): Promise<number | "quit"> {
  if (line === "") return 0;
  if (line === "quit" || line === "exit") return "quit";
  if (line.startsWith("#")) return runCommand(process, ["bash", "-c", line.slice(1)]);
  const words = commandWords(line);
  return run(words[0] === "az" ? words.slice(1) : words);
}
