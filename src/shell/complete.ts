import { findExecutable } from "../kernel/executable.ts";
import { resolvePath } from "../kernel/filesystem.ts";
import { builtinNames } from "./builtins/table.ts";
import { keywords } from "./builtins/type.ts";
import { wordBefore } from "./completion-word.ts";
import type { Shell } from "./shell.ts";
import { expandTilde } from "./tilde.ts";

/** What Tab offers: the word from `start` to the cursor may become any of `candidates`, which are quoted as needed. */
export interface Completion {
  readonly start: number;
  readonly candidates: string[];
}

/** Completes the word before the cursor as bash does: a command, a variable, a program's own words, or a file. */
export async function completeLine(shell: Shell, line: string, cursor: number): Promise<Completion> {
  const context = wordBefore(line.slice(0, cursor));
  const { start, text, quote, words } = context;
  const variable = /^(.*)(\$\{?)(\w*)$/s.exec(line.slice(start, cursor));
  if (variable && quote !== "'") return completeVariable(shell, start, variable);
  if (/^~[^/]*$/.test(text) && quote === "") {
    const users = completeUser(shell, text);
    if (users.length > 0) return { start, candidates: users };
  }
  const quoted = (candidates: readonly string[]) => candidates.map((candidate) => quoteWord(candidate, quote));
  if (context.redirected) return { start, candidates: quoted(completeFile(shell, text)) };
  const command = skipPrefixes(words);
  if (command.length === 0 && !text.includes("/")) {
    return { start, candidates: quoted(commandNames(shell, text)) };
  }
  if (command.length === 0) return { start, candidates: quoted(completeFile(shell, text, "executable")) };
  const own = await ownCompletion(shell, [...command, text]);
  return {
    start,
    candidates: quoted(
      own ?? completeFile(shell, text, command[0] === "cd" || command[0] === "rmdir" ? "directory" : "any"),
    ),
  };
}

/** Assignments and commands that run another one stand before the command that counts. */
function skipPrefixes(words: readonly string[]): readonly string[] {
  let rest = words;
  for (;;) {
    const [first] = rest;
    if (first === undefined) return rest;
    if (/^\w+=/.test(first) || PASSING.has(first)) {
      rest = rest.slice(1);
      while (PASSING.has(first) && rest[0]?.startsWith("-")) rest = rest.slice(1);
    } else return rest;
  }
}

const PASSING: ReadonlySet<string> = new Set([
  "sudo",
  "time",
  "exec",
  "command",
  "builtin",
  "nohup",
  "env",
  "xargs",
  "watch",
  "!",
  "{",
  "then",
  "do",
  "else",
  "if",
  "while",
  "until",
  "elif",
]);

/** What a program, a builtin or `complete -W` offers for its last word; undefined for files. */
async function ownCompletion(shell: Shell, words: readonly string[]): Promise<string[] | undefined> {
  const [name = ""] = words;
  const word = words.at(-1) ?? "";
  const among = (names: Iterable<string>) => [...names].filter((candidate) => candidate.startsWith(word));
  const list = shell.completions.get(name);
  if (list) return among(list);
  if (name === "export" || name === "unset" || name === "readonly") return among(shell.variables.names());
  if (name === "type" || name === "which" || name === "man" || name === "hash") return commandNames(shell, word);
  if (name === "help") return among(builtinNames(shell));
  if ((name === "fg" || name === "bg" || name === "disown") && word.startsWith("%"))
    return among(shell.jobs.list().map((job) => `%${job.id}`));
  if (name === "unalias") return among(shell.aliases.keys());
  if (shell.functions.has(name) || builtinNames(shell).includes(name)) return undefined;
  try {
    const env = shell.variables.environment();
    const { program } = await findExecutable(
      shell.process.machine,
      shell.process.files,
      [shell.aliases.get(name)?.split(" ")[0] ?? name],
      env,
      shell.cwd,
    );
    const view = { ...shell.process, cwd: shell.cwd, env };
    return await program.complete?.(words, view);
  } catch {
    return undefined;
  }
}

/** Everything that can be the first word and begins with `prefix`, once each, in order. */
export function commandNames(shell: Shell, prefix: string): string[] {
  const { files } = shell.process;
  const names = new Set<string>([
    ...builtinNames(shell),
    ...keywords(),
    ...shell.functions.keys(),
    ...shell.aliases.keys(),
  ]);
  for (const folder of (shell.variables.get("PATH") ?? "").split(":")) {
    try {
      const path = resolvePath(shell.cwd, folder || ".");
      for (const name of files.readdir(path))
        if (name.startsWith(prefix) && files.allows(`${path}/${name}`, 1)) names.add(name);
    } catch {
      // A folder in PATH that is not there is nothing to complain about.
    }
  }
  return [...names].filter((name) => name.startsWith(prefix)).sort();
}

/** Files whose path begins with `text`; directories end in `/`. */
export function completeFile(shell: Shell, text: string, kind: "any" | "directory" | "executable" = "any"): string[] {
  const { files } = shell.process;
  const slash = text.lastIndexOf("/") + 1;
  const [folder, name] = [text.slice(0, slash), text.slice(slash)];
  const tilde = expandTilde(shell, folder, { first: true, last: true, assignment: false });
  const path = resolvePath(shell.cwd, tilde ? tilde.home + tilde.rest : folder || ".");
  const isDirectory = (entry: string) => {
    try {
      return files.stat(`${path}/${entry}`).kind === "directory";
    } catch {
      return false;
    }
  };
  try {
    return files
      .readdir(path)
      .filter((entry) => entry.startsWith(name) && (name.startsWith(".") || !entry.startsWith(".")))
      .filter(
        (entry) =>
          kind === "any" || isDirectory(entry) || (kind === "executable" && files.allows(`${path}/${entry}`, 1)),
      )
      .map((entry) => folder + entry + (isDirectory(entry) ? "/" : ""));
  } catch {
    return [];
  }
}

function completeVariable(
  shell: Shell,
  start: number,
  [, before = "", mark = "$", name = ""]: RegExpExecArray,
): Completion {
  const names = shell.variables.names().filter((candidate) => candidate.startsWith(name));
  return { start, candidates: names.map((candidate) => before + mark + candidate + (mark === "${" ? "}" : "")) };
}

function completeUser(shell: Shell, text: string): string[] {
  try {
    const lines = shell.process.files.readFile("/etc/passwd").split("\n");
    const users = lines.map((line) => line.split(":")[0] ?? "").filter((user) => user !== "");
    if (text === "~") return [];
    return users.filter((user) => `~${user}`.startsWith(text)).map((user) => `~${user}/`);
  } catch {
    return [];
  }
}

/** A candidate as it must be typed inside the quotes that are open, or with backslashes. */
function quoteWord(candidate: string, quote: string): string {
  if (quote === "'") return `'${candidate.replaceAll("'", "'\\''")}${candidate.endsWith("/") ? "" : "'"}`;
  if (quote === '"') return `"${candidate.replace(/[\\"$`]/g, "\\$&")}${candidate.endsWith("/") ? "" : '"'}`;
  return candidate.replace(/[\s\\'"`$&|;<>()*?[\]{}!#]/g, (char, at: number) =>
    char === "#" && at > 0 ? char : `\\${char}`,
  );
}
