import { openInput } from "../../kernel/open.ts";
import type { Output } from "../../kernel/stream.ts";
import { command, Failure, type Run } from "../command.ts";
import { wholeText } from "../text.ts";
import { SedInput } from "./line-input.ts";
import { parseSed } from "./parse-script.ts";
import { SedRunner } from "./runner.ts";
import type { SedCommand, SedSource } from "./syntax.ts";

const USAGE = "[OPTION]... {script-only-if-no-other-script} [input-file]...";
const ABOUT = "Filter and transform text, line by line.";

/** GNU sed: line by line as they come, so that what never ends (`docker logs -f`) can be filtered. */
export const sed = command(
  {
    usage: USAGE,
    about: ABOUT,
    short: "bne:f:Erl:suz",
    long:
      "quiet=n silent=n expression:=e file:=f regexp-extended=E in-place?=i line-length:=l separate=s unbuffered=u " +
      "null-data=z debug posix sandbox follow-symlinks binary=b",
    before: suffixes,
  },
  async (run) => {
    const sources = await scriptsOf(run);
    const names = run.has("e") || run.has("f") ? run.operands : run.operands.slice(1);
    if (sources.length === 0) {
      await run.process.stderr.write(`Usage: ${run.name} ${USAGE}\n${ABOUT}\n`);
      return 1;
    }
    const script = parseSed(sources, run.has("E") || run.has("r"));
    const quiet = run.has("n") || /^#n(\n|$)/.test(sources[0]?.text ?? "");
    const files = names.length === 0 ? ["-"] : names;
    if (!run.has("i") && !run.has("s"))
      return (await filter(run, script, files, quiet, run.process.stdout)) ?? run.status;
    for (const name of files) {
      const status = run.has("i")
        ? await inPlace(run, script, name, quiet)
        : await filter(run, script, [name], quiet, run.process.stdout);
      if (status !== undefined) return status;
    }
    return run.status;
  },
);

/** `-i.bak` holds its suffix, and `-i` alone takes none from the next word: both become `--in-place=…`. */
function suffixes(args: readonly string[]): readonly string[] {
  return args.flatMap((arg, i) => {
    const [, flags = "", suffix = ""] = /^-([nErsuz]*)i(.*)$/s.exec(arg) ?? [arg];
    const isValue = /^-[nErsuz]*[efl]$/.test(args[i - 1] ?? "");
    if (isValue || !/^-[nErsuz]*i/.test(arg)) return [arg];
    return [...(flags === "" ? [] : [`-${flags}`]), `--in-place=${suffix}`];
  });
}

async function scriptsOf(run: Run): Promise<SedSource[]> {
  const sources: SedSource[] = [];
  let expressions = 0;
  for (const { key, value } of run.options.given) {
    if (key === "e") sources.push({ name: `-e expression #${++expressions}`, text: value });
    if (key === "f") {
      const input =
        value === "-"
          ? run.process.stdin
          : await run.try(
              () => openInput(run.process, value),
              (error) => `couldn't open file ${value}: ${error.message}`,
            );
      if (!input) throw new Failure("", 1);
      const text = await wholeText(run.process, input);
      sources.push({ name: `file ${value}`, text: text.replace(/\n$/, "").replace(/^#!.*/, "") });
    }
  }
  const [script] = run.operands;
  if (sources.length === 0 && script !== undefined) sources.push({ name: "-e expression #1", text: script });
  return sources;
}

/** Runs the script over files as if they were one. Returns the status that `q` asked for, or undefined. */
async function filter(
  run: Run,
  script: readonly SedCommand[],
  names: readonly string[],
  quiet: boolean,
  output: Output,
): Promise<number | undefined> {
  const left = [...names];
  let name = "-";
  const open = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      name = next;
      const path = run.path(next);
      if (next !== "-" && run.files.exists(path) && run.files.stat(path).kind === "directory") {
        throw new Failure(`read error on ${next}: Is a directory`, 4);
      }
      const input = await run.open(next, (_, error) => `can't read ${next}: ${error.message}`);
      if (input) return input;
      run.status = 2;
    }
    return undefined;
  };
  const end = run.has("z") ? "\0" : "\n";
  const input = new SedInput(run.process, end, open);
  const runner = new SedRunner(run, script, { quiet, end, output, input, fileName: () => name });
  try {
    return await runner.run();
  } finally {
    input.giveBack();
  }
}

async function inPlace(
  run: Run,
  script: readonly SedCommand[],
  name: string,
  quiet: boolean,
): Promise<number | undefined> {
  const path = run.path(name);
  if (!run.files.exists(path)) {
    await run.warn(`can't read ${name}: No such file or directory`, 2);
    return undefined;
  }
  const { kind, mode } = run.files.stat(path);
  if (kind !== "file") throw new Failure(`couldn't edit ${name}: not a regular file`, 4);
  const parts: string[] = [];
  const output: Output = {
    isTTY: false,
    write: async (text) => {
      parts.push(text);
    },
  };
  const before = run.files.readFile(path);
  const status = await filter(run, script, [name], quiet, output);
  const suffix = run.options.value("i") ?? "";
  if (suffix !== "") {
    const backup = suffix.includes("*") ? suffix.replaceAll("*", name.replace(/.*\//, "")) : `${name}${suffix}`;
    run.files.writeFile(run.path(backup), before, { mode });
  }
  run.files.writeFile(path, parts.join(""), { mode });
  return status;
}
