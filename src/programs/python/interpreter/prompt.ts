import { languageOf } from "../../../cli/not-simulated.ts";
import type { Process } from "../../../kernel/process.ts";
import { readAll } from "../../../kernel/stream.ts";
import { readLine } from "../../../readline/read-line.ts";
import type { Installation } from "../installation.ts";
import { namesIn } from "./builtins.ts";
import { OutsideSubset, PythonError } from "./errors.ts";
import type { PythonSession } from "./session.ts";
import type { Value } from "./values.ts";

/** How a prompt looks. */
interface Look {
  readonly greeting: string;
  readonly prompt: string;
  readonly more: string;
}

/** What Python says when it waits for lines: its version, and where help is. */
export function plainLook({ version, series }: Installation): Look {
  const system = series.startsWith("2.") ? "linux2" : "linux";
  const built = series.startsWith("2.") ? "default, Sep 16 2018, 12:00:00" : "main, Nov 24 2026, 09:00:00";
  return {
    greeting: `Python ${version} (${built}) ${series.startsWith("2.") ? "\n[GCC 8.2.0]" : "[GCC 15.2.0]"} on ${system}\nType "help", "copyright", "credits" or "license" for more information.\n`,
    prompt: ">>> ",
    more: "... ",
  };
}

/**
 * bpython, simplified: its first line, its coloured prompt and its line of help are as they were; names are offered by
 * Tab, as bash lists them, and not in a box while one types; nothing is coloured as one types, and F-keys do nothing.
 */
export function bpythonLook({ version, executable }: Installation, own: string): Look {
  return {
    greeting: `bpython version ${own} on top of Python ${version} ${executable}\n\x1b[7m Welcome to bpython! Press <F1> for help. \x1b[0m\n`,
    prompt: "\x1b[1;35m>>> \x1b[0m",
    more: "\x1b[1;35m... \x1b[0m",
  };
}

/** Reads and runs line after line, until Ctrl-D or `exit()`. Without a terminal, what comes in is one program. @returns the exit status */
export async function runPrompt(process: Process, session: PythonSession, look: Look): Promise<number> {
  const { stdin, stdout, tty } = process;
  if (!tty || !stdin.isTTY) return (await session.run(await readAll(stdin, process.signal), "<stdin>")).status;
  await stdout.write(look.greeting);
  const history: string[] = [];
  let text = "";
  for (;;) {
    const result = await readLine({
      ...{ tty, input: stdin, output: stdout, history, signal: process.signal },
      prompt: text === "" ? look.prompt : look.more,
      complete: async (line, cursor) => offered(session, line.slice(0, cursor)),
    });
    if (result.kind === "eof") return 0;
    if (result.kind === "interrupt") {
      await stdout.write("KeyboardInterrupt\n");
      text = "";
      continue;
    }
    if (result.text.trim() !== "") history.push(result.text);
    else if (text === "") continue;
    text += `${result.text}\n`;
    const word = text.trim();
    if (word === "exit" || word === "quit") {
      await stdout.write(`Use ${word}() or Ctrl-D (i.e. EOF) to exit\n`);
      text = "";
      continue;
    }
    if (session.needsMore(text)) continue;
    const { status, ends } = await session.run(text, "<stdin>", true);
    if (ends) return status;
    text = "";
  }
}

/** Names for Tab: those of the program and of Python, or of the object before the last dot. */
async function offered(session: PythonSession, before: string) {
  const [word = ""] = /[\w.]*$/.exec(before) ?? [];
  const dot = word.lastIndexOf(".");
  const { interpreter } = session;
  const start = before.length - (word.length - dot - 1);
  if (dot < 0) {
    const names = [...interpreter.globals.keys(), ...interpreter.builtins.keys()];
    return { start, candidates: names.filter((name) => name.startsWith(word)) };
  }
  try {
    let value: Value | undefined;
    for (const name of word.slice(0, dot).split("."))
      value = value === undefined ? interpreter.globals.get(name) : interpreter.findAttribute(value, name);
    const names = value === undefined ? [] : namesIn(interpreter, value);
    return { start, candidates: names.filter((name) => name.startsWith(word.slice(dot + 1))) };
  } catch (error) {
    if (error instanceof PythonError || error instanceof OutsideSubset) return { start, candidates: [] };
    throw error;
  }
}

/** What a prompt says first in this playground: that its Python is a part of the real one. */
export async function introducePython({ env, stderr }: Process): Promise<void> {
  const text =
    languageOf(env) === "es"
      ? "El Python de este laboratorio es una parte pequeña del de verdad."
      : "This playground's Python is a small part of the real one.";
  await stderr.write(stderr.isTTY ? `\x1b[2m${text}\x1b[0m\n` : "");
}
