import { readLine } from "../readline/read-line.ts";
import { completeLine } from "./complete.ts";
import { ExpansionError, Interrupted, ShellExit } from "./control-flow.ts";
import { readLineOf } from "./descriptors.ts";
import { appendHistory, readHistory } from "./history.ts";
import { later } from "./later.ts";
import { isIncomplete, parse } from "./parse.ts";
import { expandPrompt, promptListener } from "./prompt.ts";
import type { Shell } from "./shell.ts";
import type { Script } from "./syntax-tree.ts";
import { takeTerminal } from "./take-terminal.ts";
import { tellJobs, warnOfStoppedJobs } from "./tell-jobs.ts";

const historyEntries = later(() => import("./history-entry.ts"));
const historyExpansions = later(() => import("./history-expansion.ts"));

const PROMPTS = { bash: "\\u@\\h:\\w\\$ ", ash: "\\w \\$ ", dash: "\\$ " } as const;

/** Prompts, reads, runs, until `exit` or Ctrl-D. Returns the shell's status. */
export async function interactiveLoop(shell: Shell): Promise<number> {
  const { tty } = shell;
  shell.variables.set("PS1", shell.variables.get("PS1") ?? PROMPTS[shell.flavour]);
  shell.variables.set("PS2", shell.variables.get("PS2") ?? "> ");
  if (!tty) return runStandardInput(shell);
  shell.history = readHistory(shell);
  shell.unnumbered = true;
  const release = takeTerminal(shell);
  try {
    return await prompts(shell);
  } finally {
    release();
    shell.process.machine.processes.list();
  }
}

async function prompts(shell: Shell): Promise<number> {
  const { tty } = shell;
  if (!tty) return shell.lastStatus;
  const listener = () => promptListener(tty);
  let line = 1;
  for (;;) {
    shell.renewInterrupt();
    await tellJobs(shell);
    await beforePrompt(shell);
    listener()?.atPrompt(shell.lastStatus);
    const source = await readCommand(shell);
    if (source === "interrupt") {
      shell.lastStatus = 130;
      continue;
    }
    if (source === null) {
      await shell.write(2, shell.flavour !== "bash" ? "" : shell.shopts.has("login_shell") ? "logout\n" : "exit\n");
      if (await warnOfStoppedJobs(shell)) continue;
      return shell.lastStatus;
    }
    const firstLine = line;
    // ash and dash have read no further than to a syntax error.
    if (shell.flavour !== "bash" && !parse(source, shell.flavour).fault) line += source.split("\n").length - 1;
    if (source.trim() === "") continue;
    listener()?.running(source.trimEnd());
    const warned = shell.warnedOfJobs;
    try {
      await shell.runLine(source, firstLine);
      if (warned) shell.warnedOfJobs = false;
    } catch (error) {
      if (!(error instanceof ShellExit)) throw error;
      return error.status;
    }
  }
}

async function beforePrompt(shell: Shell): Promise<void> {
  const command = shell.variables.get("PROMPT_COMMAND");
  if (!command || shell.flavour !== "bash") return;
  const status = shell.lastStatus;
  await shell.runLine(command);
  shell.lastStatus = status;
}

/** One whole command, over as many lines as it takes; null at the end of the input. */
async function readCommand(shell: Shell): Promise<string | "interrupt" | null> {
  let source = "";
  let quote: OpenQuote;
  const lines: string[] = [];
  for (;;) {
    const prompt = await expandPrompt(shell, shell.variables.get(source === "" ? "PS1" : "PS2") ?? "");
    const line = await readOneLine(shell, prompt);
    if (line === "interrupt" || (line === null && source === "")) return line;
    if (line === null) {
      // Ctrl-D in the middle of a command: it is run as it stands, and its error is shown.
      return source;
    }
    const expanded = await withHistory(shell, line, quote);
    if (expanded === undefined) return "";
    lines.push(expanded);
    source += `${expanded}\n`;
    const script = parse(source, shell.flavour);
    if (!isIncomplete(script, source)) {
      await remember(shell, lines);
      return source;
    }
    quote = openQuote(script);
  }
}

type OpenQuote = "'" | '"' | undefined;

/** The quote that the next line begins in. */
function openQuote({ fault }: Script): OpenQuote {
  const closing = fault?.kind === "open" ? fault.closing : undefined;
  return closing === "'" || closing === '"' ? closing : undefined;
}

/** Puts a command into the history: ash keeps each of its lines by itself. */
async function remember(shell: Shell, lines: readonly string[]): Promise<void> {
  if (shell.flavour === "bash") appendHistory(shell, await historyEntry(shell, lines));
  else for (const line of lines) appendHistory(shell, line);
}

/** The lines of one command as one entry of the history; as they are when it cannot be told how to join them. */
async function historyEntry(shell: Shell, lines: readonly string[]): Promise<string> {
  if (lines.length === 1) return lines.join();
  try {
    const { HistoryEntry } = await historyEntries(shell);
    const entry = new HistoryEntry();
    for (const line of lines) entry.add(line);
    return entry.text;
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    return lines.join("\n");
  }
}

async function readOneLine(shell: Shell, prompt: string): Promise<string | "interrupt" | null> {
  const { tty } = shell;
  const input = shell.descriptors.get(0)?.input;
  if (!tty || !input) return null;
  try {
    const answer = await readLine({
      tty,
      input,
      prompt,
      history: shell.history,
      complete: (line, cursor) => completeLine(shell, line, cursor),
      signal: shell.signal,
    });
    if (answer.kind === "line") return answer.text;
    return answer.kind === "interrupt" ? "interrupt" : null;
  } catch (error) {
    if (error instanceof Interrupted) return "interrupt";
    throw error;
  }
}

/** Does `!!` and its like, and shows the line that it became; undefined after a fault. */
async function withHistory(shell: Shell, line: string, quote: OpenQuote): Promise<string | undefined> {
  if (shell.flavour !== "bash" || !shell.options.has("history") || !/[!^]/.test(line)) return line;
  try {
    const { expandHistory } = await historyExpansions(shell);
    const expanded = expandHistory(line, shell.history, quote);
    if (expanded !== line) await shell.write(2, `${expanded}\n`);
    return expanded;
  } catch (error) {
    if (!(error instanceof ExpansionError)) throw error;
    await shell.complain(error.message);
    shell.lastStatus = 1;
    return undefined;
  }
}

/** Runs commands from standard input as they come, one whole command at a time: what they read comes after them. */
export async function runStandardInput(shell: Shell): Promise<number> {
  const input = shell.descriptors.get(0)?.input;
  if (!input) return 0;
  let source = "";
  let line = 1;
  let status = 0;
  for (;;) {
    const next = await readLineOf(input, shell.signal);
    source += next ?? "";
    if (source.trim() === "" && next !== null) {
      line += source.split("\n").length - 1;
      source = "";
      continue;
    }
    if (next !== null && isIncomplete(parse(source, shell.flavour), source)) continue;
    if (source !== "") status = await shell.runText(source, { name: shell.name, firstLine: line });
    if (next === null) return status;
    line += source.split("\n").length - 1;
    source = "";
  }
}
