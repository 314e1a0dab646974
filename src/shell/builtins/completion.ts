import { commandNames, completeFile } from "../complete.ts";
import { type Builtin, fail, parseOptions } from "./builtin.ts";
import { builtinNames } from "./table.ts";
import { keywords } from "./type.ts";

/** `compgen`: the completions that its options ask for. */
export const compgen: Builtin = async (shell, args) => {
  const parsed = await parseOptions(
    shell,
    args,
    "abcdefgjksuvA:W:P:S:X:o:F:C:G:",
    "compgen [-abcdefgjksuv] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [word]",
  );
  if (!parsed) return 2;
  const {
    options,
    rest: [word = ""],
  } = parsed;
  const actions: Readonly<Record<string, string>> = {
    alias: "a",
    builtin: "b",
    command: "c",
    directory: "d",
    export: "e",
    file: "f",
    function: "F1",
    keyword: "k",
    variable: "v",
  };
  const asked = new Set([...options.keys()].filter((letter) => "abcdefkv".includes(letter)));
  const action = options.get("A");
  if (action !== undefined) {
    const letter = actions[action];
    if (letter === undefined) return fail(shell, `compgen: ${action}: invalid action name`, 2);
    asked.add(letter);
  }
  const { variables } = shell;
  const found: string[] = [];
  const among = (names: Iterable<string>) => found.push(...[...names].filter((name) => name.startsWith(word)));
  if (asked.has("a")) among(shell.aliases.keys());
  if (asked.has("b")) among(builtinNames(shell));
  if (asked.has("c")) found.push(...commandNames(shell, word));
  if (asked.has("k")) among(keywords());
  if (asked.has("F1")) among(shell.functions.keys());
  if (asked.has("v")) among(variables.names());
  if (asked.has("e")) among(Object.keys(variables.environment()));
  if (asked.has("f") || asked.has("d")) {
    const files = completeFile(shell, word, asked.has("f") ? "any" : "directory");
    found.push(...files.map((name) => name.replace(/\/$/, "")));
  }
  const list = options.get("W");
  if (list !== undefined) among(list.split(/\s+/).filter((name) => name !== ""));
  const [prefix, suffix] = [options.get("P") ?? "", options.get("S") ?? ""];
  await shell.write(1, found.map((name) => `${prefix}${name}${suffix}\n`).join(""));
  return found.length > 0 ? 0 : 1;
};

/** `complete -W "words" name …`: what Tab offers after a command; `-p` lists, `-r` forgets. */
export const complete: Builtin = async (shell, args) => {
  const parsed = await parseOptions(
    shell,
    args,
    "abcdefgjksuvprDEIA:W:F:C:G:o:P:S:X:",
    "complete [-abcdefgjksuv] [-pr] [-DEI] [-o option] [-A action] [-G globpat] [-W wordlist] [-F function] [-C command] [-X filterpat] [-P prefix] [-S suffix] [name ...]",
  );
  if (!parsed) return 2;
  const { options, rest } = parsed;
  if (options.has("r")) {
    for (const name of rest.length > 0 ? rest : [...shell.completions.keys()]) shell.completions.delete(name);
    return 0;
  }
  const words = options.get("W");
  if (words === undefined) {
    for (const [name, list] of shell.completions) await shell.write(1, `complete -W '${list.join(" ")}' ${name}\n`);
    return 0;
  }
  for (const name of rest)
    shell.completions.set(
      name,
      words.split(/\s+/).filter((word) => word !== ""),
    );
  return 0;
};

/** `compopt`: no completion here is a function, so there is never one running. */
export const compopt: Builtin = (shell, args) =>
  fail(
    shell,
    args.slice(1).every((word) => /^[-+]/.test(word))
      ? "compopt: not currently executing completion function"
      : `compopt: ${args.at(-1)}: no completion specification`,
  );
