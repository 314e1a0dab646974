import type { Input } from "../kernel/stream.ts";
import { command, type Run } from "./command.ts";
import { Keyboard, takeScreen } from "./keyboard.ts";
import { rowsOf, shownLine } from "./page-lines.ts";
import { Pager, type PagerOptions, type PagerText } from "./pager.ts";
import { pieces, wholeText } from "./text.ts";

/** Reads an input line by line while it is shown. */
function follow(run: Run, name: string, input: Input): PagerText {
  const text: PagerText = { name, lines: [], ended: false, more: Promise.resolve() };
  const read = async () => {
    let rest = "";
    for await (const piece of pieces(run.process, input)) {
      const lines = (rest + piece).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) text.lines.push(line);
    }
    if (rest !== "") text.lines.push(rest);
  };
  text.more = read()
    .catch(() => {})
    .finally(() => {
      text.ended = true;
    });
  return text;
}

/** Shows an input page by page; without a terminal it only passes it on. */
export async function page(
  run: Run,
  name: string,
  input: Input,
  options: PagerOptions & { readonly quitIfShort?: boolean; readonly keepScreen?: boolean },
): Promise<void> {
  const { process } = run;
  if (!process.stdout.isTTY || !process.tty) {
    for await (const piece of pieces(process, input)) await run.out(piece);
    return;
  }
  const text = follow(run, name, input);
  // A file is there at once; from a pipe the first page may take its time.
  await Promise.race([text.more, process.machine.clock.sleep(50, process.signal).catch(() => {})]);
  const { columns, rows } = process.tty;
  if (options.quitIfShort && text.ended) {
    const all = text.lines.flatMap((line) => rowsOf(shownLine(line, options.raw ?? false), columns, false));
    if (all.length < rows) {
      await run.out(text.lines.map((line) => `${line}\n`).join(""));
      return;
    }
  }
  const leave = await takeScreen(process, !options.keepScreen);
  try {
    await new Pager(process, text, options).run();
  } finally {
    await leave();
  }
}

export const less = command(
  {
    usage: "[options] [file]...",
    about: "Show a file page by page. In it: SPACE, b, j, k, g, G, /text, n, N, q.",
    short: "?aAcCdeEfFgGiIJKLmMnNqQrRsSuUVwWXx:z:p:+",
    long: "LINE-NUMBERS=N chop-long-lines=S RAW-CONTROL-CHARS=R ignore-case=i IGNORE-CASE=I quit-if-one-screen=F no-init=X",
    // `+G` and `+/text` are commands to begin with.
    before: (args) => args.filter((arg) => !arg.startsWith("+")),
  },
  async (run) => {
    const fromPipe = !run.process.stdin.isTTY;
    if (run.operands.length === 0 && !fromPipe) {
      await run.out('Missing filename ("less --help" for help)\n');
      return 1;
    }
    const environment = run.process.env.LESS ?? "";
    const options = {
      numbers: run.has("N"),
      chop: run.has("S"),
      raw: run.has("R") || run.has("r") || /R/i.test(environment),
      ignoreCase: run.has("i") || run.has("I"),
      quitIfShort: run.has("F") || environment.includes("F"),
      keepScreen: run.has("X"),
    };
    for await (const { name, input } of run.inputs(run.operands))
      await page(run, name === "-" ? "" : name, input, options);
    return run.status;
  },
);

/** `more`: a page at a time, and the text stays on the screen. */
export const more = command(
  { usage: "[options] <file>...", about: "Display the contents of a file in a terminal.", short: "cdeflpsuVn:" },
  async (run) => {
    const { process } = run;
    const { tty } = process;
    if (run.operands.length === 0 && process.stdin.isTTY) {
      await process.stderr.write("more: bad usage\nTry 'more --help' for more information.\n");
      return 1;
    }
    for await (const { input } of run.inputs(run.operands, (name, error) => `cannot open ${name}: ${error.message}`)) {
      if (!process.stdout.isTTY || !tty) {
        for await (const piece of pieces(process, input)) await run.out(piece);
        continue;
      }
      const text = await wholeText(process, input);
      const rows = text
        .replace(/\n$/, "")
        .split("\n")
        .flatMap((line) => rowsOf(shownLine(line, true), tty.columns, false));
      const leave = await takeScreen(process, false);
      try {
        if ((await pages(run, rows)) === "quit") return 0;
      } finally {
        await leave();
      }
    }
    return run.status;
  },
);

async function pages(run: Run, rows: readonly string[]): Promise<"quit" | "end"> {
  const { process } = run;
  const keyboard = new Keyboard(process);
  let at = 0;
  let step = Math.max(1, (process.tty?.rows ?? 24) - 1);
  for (;;) {
    await run.out(
      rows
        .slice(at, at + step)
        .map((row) => `${row}\n`)
        .join(""),
    );
    at += step;
    if (at >= rows.length) return "end";
    await run.out(`\x1b[7m--More--(${Math.floor((at / rows.length) * 100)}%)\x1b[27m`);
    for (step = 0; step === 0; ) {
      const key = (await keyboard.next()) ?? "q";
      if (key === "q" || key === "Q" || key === "\x03") {
        await run.out("\r\x1b[K");
        return "quit";
      }
      if (key === " " || key === "f" || key === "pagedown") step = Math.max(1, (process.tty?.rows ?? 24) - 1);
      else if (key === "enter" || key === "j" || key === "down") step = 1;
      else if (key === "d") step = 11;
    }
    await run.out("\r\x1b[K");
  }
}
