import { command, Failure, type Run } from "./command.ts";
import { type Change, changeGroups, differencesOf, type Lines, linesWithEnd } from "./line-differences.ts";
import { nameIfPlain } from "./quoting.ts";
import { wholeText } from "./text.ts";
import { strftime } from "./time-text.ts";

export const diff = command(
  {
    usage: "[OPTION]... FILES",
    about: "Compare FILES line by line.",
    short: "abBcC:iNqrsuU:wyZ",
    long: "ignore-all-space=w ignore-space-change=b ignore-blank-lines=B ignore-case=i new-file=N brief=q recursive=r report-identical-files=s unified?=u context?=c color? text=a label:",
    failure: 2,
  },
  async (run) => {
    const [left, right] = run.operands;
    if (left === undefined || right === undefined) {
      const last = run.operands.at(-1);
      throw new Failure(`missing operand after '${last ?? "diff"}'\ndiff: Try 'diff --help' for more information.`, 2);
    }
    const extra = run.operands[2];
    if (extra !== undefined)
      throw new Failure(`extra operand ${run.quote(extra)}\ndiff: Try 'diff --help' for more information.`, 2);
    return compare(run, left, right, true);
  },
);

const kindOf = (run: Run, name: string) => {
  if (name === "-") return "file";
  const path = run.path(name);
  return run.files.exists(path) ? run.files.stat(path).kind : undefined;
};

async function compare(run: Run, left: string, right: string, top: boolean): Promise<number> {
  const kinds = [kindOf(run, left), kindOf(run, right)];
  if (kinds[0] === "directory" && kinds[1] === "directory") return compareFolders(run, left, right, top);
  // A file against a directory is against the file of its name in there.
  if (kinds[0] === "directory" && kinds[1] !== undefined) return compare(run, inside(left, right), right, top);
  if (kinds[1] === "directory" && kinds[0] !== undefined) return compare(run, left, inside(right, left), top);
  // What is not there is told of before what is no file.
  for (const [i, name] of [left, right].entries())
    if (kinds[i] === undefined && kinds[1 - i] === "directory" && !run.has("N")) {
      await run.warn(`${nameIfPlain(name)}: No such file or directory`);
      return 2;
    }
  const texts: (string | undefined)[] = [];
  for (const [i, name] of [left, right].entries()) {
    const absent = run.has("N") && kinds[i] === undefined;
    const input = absent ? undefined : await run.open(name);
    texts.push(absent ? "" : input && (await wholeText(run.process, input)));
  }
  const [a, b] = texts;
  if (a === undefined || b === undefined) return 2;
  return report(run, left, right, a, b, top);
}

const inside = (folder: string, name: string) => `${folder.replace(/\/$/, "")}/${name.replace(/.*\//, "")}`;

async function compareFolders(run: Run, left: string, right: string, top: boolean): Promise<number> {
  if (!top && !run.has("r")) {
    await run.out(`Common subdirectories: ${left} and ${right}\n`);
    return 0;
  }
  const [a, b] = [left, right].map((name) => run.files.readdir(run.path(name)));
  let status = 0;
  for (const name of [...new Set([...(a ?? []), ...(b ?? [])])].sort()) {
    const only = !a?.includes(name) ? right : !b?.includes(name) ? left : undefined;
    if (only !== undefined && !run.has("N")) {
      await run.out(`Only in ${only}: ${name}\n`);
      status = Math.max(status, 1);
    } else status = Math.max(status, await compare(run, inside(left, name), inside(right, name), false));
  }
  return status;
}

async function report(run: Run, left: string, right: string, a: string, b: string, top: boolean): Promise<number> {
  const normal = (line: string) => {
    let out = run.has("i") ? line.toLowerCase() : line;
    if (run.has("w")) out = out.replace(/\s/g, "");
    else if (run.has("b")) out = out.replace(/\s+/g, " ").trimEnd();
    return out;
  };
  const [x, y] = [linesWithEnd(a), linesWithEnd(b)];
  const changes = differencesOf(x.lines.map(normal), y.lines.map(normal)).filter(
    (change) =>
      !run.has("B") ||
      [...x.lines.slice(change.from, change.fromEnd), ...y.lines.slice(change.to, change.toEnd)].some(
        (line) => line.trim() !== "",
      ),
  );
  const endsDiffer = x.ended !== y.ended && a !== "" && b !== "" && !run.has("w") && !run.has("b");
  if (endsDiffer && !changes.some(({ fromEnd, toEnd }) => fromEnd === x.lines.length && toEnd === y.lines.length)) {
    changes.push({ from: x.lines.length - 1, fromEnd: x.lines.length, to: y.lines.length - 1, toEnd: y.lines.length });
  }
  if (changes.length === 0) {
    if (run.has("s")) await run.out(`Files ${left} and ${right} are identical\n`);
    return 0;
  }
  if (run.has("q")) await run.out(`Files ${left} and ${right} differ\n`);
  else if (/\0/.test(a) || /\0/.test(b)) {
    await run.out(`Binary files ${left} and ${right} differ\n`);
    return 2;
  } else {
    const options = run.options.given
      .filter(({ key }) => "abBiNruUwcC".includes(key))
      .map(({ key, value }) => `-${key}${value}`);
    if (!top) await run.out(`diff ${[...options, nameIfPlain(left), nameIfPlain(right)].join(" ")}\n`);
    const color =
      run.has("color") &&
      (run.options.value("color") !== "auto" || run.process.stdout.isTTY) &&
      run.options.value("color") !== "never";
    const text =
      run.has("u") || run.has("U") || run.busybox
        ? unified(run, left, right, x, y, changes)
        : normalFormat(x, y, changes);
    await run.out(color ? colored(text) : text);
  }
  return 1;
}

const NO_END = "\\ No newline at end of file\n";

function printed(of: Lines, from: number, to: number, mark: string): string {
  return of.lines
    .slice(from, to)
    .map((line, i) => `${mark}${line}\n${from + i === of.lines.length - 1 && !of.ended ? NO_END : ""}`)
    .join("");
}

function normalFormat(a: Lines, b: Lines, changes: readonly Change[]): string {
  const range = (from: number, to: number) =>
    to - from <= 1 ? String(to - from === 0 ? from : from + 1) : `${from + 1},${to}`;
  return changes
    .map(({ from, fromEnd, to, toEnd }) => {
      const letter = from === fromEnd ? "a" : to === toEnd ? "d" : "c";
      return `${range(from, fromEnd)}${letter}${range(to, toEnd)}\n${printed(a, from, fromEnd, "< ")}${letter === "c" ? "---\n" : ""}${printed(b, to, toEnd, "> ")}`;
    })
    .join("");
}

function unified(run: Run, left: string, right: string, a: Lines, b: Lines, changes: readonly Change[]): string {
  const context = Number(run.options.value("U") ?? (run.options.value("u") || 3));
  const labels = run.options.values("label");
  const head = (mark: string, name: string, label: string | undefined) => {
    const path = run.path(name);
    const time = name === "-" || !run.files.exists(path) ? run.process.machine.clock.now() : run.files.stat(path).mtime;
    return run.busybox
      ? `${mark} ${name}\n`
      : `${mark} ${label ?? `${name}\t${strftime("%Y-%m-%d %H:%M:%S.%N %z", time)}`}\n`;
  };
  let out = head("---", left, labels[0]) + head("+++", right, labels[1]);
  for (const group of changeGroups(changes, context)) {
    const [first, last] = [group[0], group.at(-1)];
    if (!first || !last) break;
    const start = Math.max(0, first.from - context);
    const startTo = Math.max(0, first.to - context);
    const end = Math.min(a.lines.length, last.fromEnd + context);
    const endTo = Math.min(b.lines.length, last.toEnd + context);
    const range = (from: number, to: number) =>
      to - from === 1 ? String(from + 1) : `${to === from ? from : from + 1},${to - from}`;
    out += `@@ -${range(start, end)} +${range(startTo, endTo)} @@\n`;
    let at = start;
    for (const { from, fromEnd, to, toEnd } of group) {
      out += printed(a, at, from, " ") + printed(a, from, fromEnd, "-") + printed(b, to, toEnd, "+");
      at = fromEnd;
    }
    out += printed(a, at, end, " ");
  }
  return out;
}

function colored(text: string): string {
  const codes: readonly (readonly [RegExp, string])[] = [
    [/^(---|\+\+\+) /, "1"],
    [/^@@/, "36"],
    [/^[-<]/, "31"],
    [/^[+>]/, "32"],
  ];
  return text
    .split("\n")
    .map((line) => {
      const code = codes.find(([pattern]) => pattern.test(line))?.[1];
      return code === undefined ? line : `\x1b[${code}m${line}\x1b[0m`;
    })
    .join("\n");
}

export const cmp = command(
  {
    usage: "[OPTION]... FILE1 [FILE2]",
    about: "Compare two files byte by byte.",
    short: "bi:ln:s",
    long: "quiet=s silent=s verbose=l bytes:=n",
    failure: 2,
    operands: [1, 4],
  },
  async (run) => {
    const [left = "", right = "-"] = run.operands;
    const { encode } = await import("../kernel/bytes.ts");
    const read: Uint8Array[] = [];
    for (const name of [left, right]) {
      const input = await run.open(name);
      if (!input) return 2;
      read.push(encode(await wholeText(run.process, input)));
    }
    const [a = new Uint8Array(), b = new Uint8Array()] = read;
    let line = 1;
    for (let i = 0; i < Math.min(a.length, b.length); i++) {
      if (a[i] !== b[i]) {
        if (!run.has("s"))
          await run.out(`${left} ${right} differ: ${run.busybox ? "char" : "byte"} ${i + 1}, line ${line}\n`);
        return 1;
      }
      if (a[i] === 10) line++;
    }
    if (a.length === b.length) return 0;
    const short = a.length < b.length ? left : right;
    const size = Math.min(a.length, b.length);
    if (!run.has("s"))
      await run.warn(
        run.busybox
          ? `EOF on ${short}`
          : size === 0
            ? `EOF on ${short} which is empty`
            : `EOF on ${short} after byte ${size}, ${(a.length < b.length ? a : b).at(-1) === 10 ? `line ${line - 1}` : `in line ${line}`}`,
      );
    return 1;
  },
);
