import { appendHistory, readHistory, writeHistory } from "../history.ts";
import { type Builtin, fail, parseOptions } from "./builtin.ts";

/** `history [-c] [-d offset] [n]`, `history -anrw` */
export const history: Builtin = async (shell, args) => {
  const parsed = await parseOptions(
    shell,
    args,
    "cd:anrwps",
    "history [-c] [-d offset] [n] or history -anrw [filename] or history -ps arg [arg...]",
  );
  if (!parsed) return 2;
  const { options, rest } = parsed;
  if (shell.flavour === "ash") {
    await shell.write(1, shell.history.map((line, i) => `${String(i).padStart(4)} ${line}\n`).join(""));
    return 0;
  }
  if (options.has("c")) {
    shell.history = [];
    return 0;
  }
  const offset = options.get("d");
  if (offset !== undefined) {
    const place = Number(offset) < 0 ? shell.history.length + Number(offset) : Number(offset) - 1;
    if (shell.history[place] === undefined) return fail(shell, `history: ${offset}: history position out of range`);
    shell.history.splice(place, 1);
    return 0;
  }
  if (options.has("w") || options.has("a")) writeHistory(shell);
  else if (options.has("r") || options.has("n")) shell.history.push(...readHistory(shell));
  else if (options.has("s")) appendHistory(shell, rest.join(" "));
  else if (options.has("p")) await shell.write(1, rest.map((line) => `${line}\n`).join(""));
  else {
    const [count] = rest;
    if (count !== undefined && !/^\d+$/.test(count)) return fail(shell, `history: ${count}: numeric argument required`);
    const first = count === undefined ? 0 : Math.max(0, shell.history.length - Number(count));
    const lines = shell.history.slice(first);
    await shell.write(1, lines.map((line, i) => `${String(first + i + 1).padStart(5)}  ${line}\n`).join(""));
  }
  return 0;
};

/** `fc -l [first [last]]`: only the list; there is no editor to fix a command in. */
export const fc: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "lnr", "fc -l [-nr] [first] [last]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  if (!options.has("l")) return fail(shell, "fc: this playground only lists commands (fc -l)");
  const { length } = shell.history;
  const place = (word: string | undefined, fallback: number) => {
    if (word === undefined) return fallback;
    if (/^-\d+$/.test(word)) return Math.max(1, length + Number(word) + 1);
    return /^\d+$/.test(word) ? Number(word) : shell.history.findLastIndex((line) => line.startsWith(word)) + 1;
  };
  const first = place(rest[0], Math.max(1, length - 15));
  const last = place(rest[1], length);
  const lines = shell.history
    .slice(first - 1, last)
    .map((line, i) => `${options.has("n") ? "" : first + i}\t ${line}\n`);
  await shell.write(1, (options.has("r") ? lines.reverse() : lines).join(""));
  return 0;
};
