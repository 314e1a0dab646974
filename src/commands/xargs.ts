import { command, Failure, type Run } from "./command.ts";
import { UsageError } from "./options.ts";
import { runCommand, startError } from "./run-command.ts";
import { wholeText } from "./text.ts";

export const xargs = command(
  {
    usage: "[OPTION]... COMMAND [INITIAL-ARGS]...",
    about: "Run COMMAND with arguments INITIAL-ARGS and more arguments read from input.",
    short: "0a:d:E:I:L:n:oP:prs:tx",
    long:
      "null=0 arg-file:=a delimiter:=d replace?=I max-lines?=L max-args:=n open-tty=o max-procs:=P interactive=p no-run-if-empty=r " +
      "max-chars:=s verbose=t exit=x show-limits",
    inOrder: true,
  },
  async (run) => {
    const name = run.options.value("a");
    const input = name === undefined ? run.process.stdin : await run.open(name);
    if (!input) return 1;
    const text = await wholeText(run.process, input);
    const initial = run.operands.length === 0 ? ["echo"] : run.operands;
    const count = (key: string) => {
      const value = run.options.value(key);
      if (value === undefined) return undefined;
      if (!/^[1-9]\d*$/.test(value)) throw new UsageError(`value ${value} for -${key} option should be >= 1`);
      return Number(value);
    };
    const replace = run.has("I") ? run.options.value("I") || "{}" : undefined;
    let batches: (readonly string[])[];
    if (replace !== undefined) {
      const lines =
        run.has("0") || run.has("d") ? itemsOf(run, text) : text.split("\n").map((line) => unquote(line.trimStart()));
      batches = lines
        .filter((line) => line !== "")
        .map((line) => initial.map((word, i) => (i === 0 ? word : word.replaceAll(replace, line))));
    } else {
      const lines = count("L");
      const groups =
        lines === undefined
          ? chunks(itemsOf(run, text), count("n") ?? 5000)
          : chunks(
              text.split("\n").filter((line) => line.trim() !== ""),
              lines,
            ).map((group) => group.flatMap((line) => itemsOf(run, line)));
      batches = groups.map((items) => [...initial, ...items]);
      if (batches.length === 0 && !run.has("r") && !run.busybox) batches.push(initial);
      else if (batches.length === 0 && run.busybox && !run.has("r")) batches.push(initial);
    }
    for (const args of batches) {
      if (run.has("t")) await run.process.stderr.write(`${args.join(" ")}\n`);
      try {
        const status = await runCommand(run.process, args, { stdin: emptyInput });
        if (status === 255) {
          await run.warn(`${args[0]}: exited with status 255; aborting`);
          return 124;
        }
        if (status > 128) {
          await run.warn(`${args[0]}: terminated by signal ${status - 128}`);
          return 125;
        }
        if (status !== 0) run.status = 123;
      } catch (error) {
        const { reason, status } = startError(error);
        await run.warn(`${args[0]}: ${reason}`);
        return status;
      }
    }
    return run.status;
  },
);

const emptyInput = { isTTY: false, read: () => Promise.resolve(null) };

function chunks<T>(items: readonly T[], size: number): T[][] {
  const out: T[][] = [];
  for (let i = 0; i < items.length; i += size) out.push(items.slice(i, i + size));
  return out;
}

function itemsOf(run: Run, text: string): string[] {
  const delimiter = run.has("0") ? "\0" : run.options.value("d");
  if (delimiter !== undefined) {
    const parts = text.split(delimiter.replace(/^\\n$/, "\n").replace(/^\\t$/, "\t").replace(/^\\0$/, "\0"));
    if (parts.at(-1) === "") parts.pop();
    return parts;
  }
  const items: string[] = [];
  const word = /(?:"[^"\n]*"|'[^'\n]*'|\\[\s\S]|[^\s"'\\]|["'])+/g;
  for (const match of text.matchAll(word)) {
    const open = /["']/.exec(match[0].replace(/"[^"\n]*"|'[^'\n]*'|\\[\s\S]/g, ""))?.[0];
    if (open !== undefined) {
      const kind = open === '"' ? "double" : "single";
      throw new Failure(`unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`);
    }
    items.push(unquote(match[0]));
  }
  return items;
}

function unquote(text: string): string {
  return text.replace(
    /"([^"\n]*)"|'([^'\n]*)'|\\([\s\S])/g,
    (_, double, single, escaped) => double ?? single ?? escaped,
  );
}
