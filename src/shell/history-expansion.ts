import { ExpansionError } from "./control-flow.ts";

/**
 * A line with its `!!`, `!$`, `!n`, `!prefix`, `!?text?` and `^a^b` replaced, as bash does before anything else.
 * @param history lines, oldest first
 * @param open the quote that a line before has opened
 * @throws ExpansionError for a `!` that means nothing, in bash's words
 */
export function expandHistory(line: string, history: readonly string[], open?: "'" | '"'): string {
  const quick = open ? null : /^\^([^^\n]*)\^([^^\n]*)\^?/.exec(line);
  if (quick) {
    const last = history.at(-1) ?? "";
    const [whole, from = "", to = ""] = quick;
    if (from === "" || !last.includes(from)) throw new ExpansionError(`:s${whole}: substitution failed`);
    return last.replace(from, () => to) + line.slice(whole.length);
  }
  let out = "";
  let inSingle = open === "'";
  let inDouble = open === '"';
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? "";
    if (char === "\\" && !inSingle) {
      out += char + (line[++i] ?? "");
      continue;
    }
    // A comment is left as it is: the first line of a script, typed into a here-document, is one.
    if (char === "#" && !inSingle && !inDouble && /^$|[\s;&()|<>]/.test(line[i - 1] ?? "")) return out + line.slice(i);
    if (char === "'" && !inDouble) inSingle = !inSingle;
    else if (char === '"' && !inSingle) inDouble = !inDouble;
    if (
      char !== "!" ||
      inSingle ||
      /^([\s=(]|$)/.test(line.slice(i + 1)) ||
      (inDouble && line[i + 1] === '"') ||
      line[i - 1] === "$" ||
      line.slice(i - 2, i) === "${" ||
      line[i - 1] === "["
    ) {
      out += char;
      continue;
    }
    const event = eventAt(line, i, history, out);
    out += event.text;
    i += event.length - 1;
  }
  return out;
}

function eventAt(
  line: string,
  at: number,
  history: readonly string[],
  before: string,
): { text: string; length: number } {
  const rest = line.slice(at);
  const match = /^!(?:(!)|(-?\d+)|\?([^?\n]*)\??|(#)|(?=[$^*:])|([^\s:$^*;&|()<>"'!?#-][^\s:;&|()<>"']*))/.exec(rest);
  if (!match) throw new ExpansionError(`${rest.split(/\s/)[0]}: event not found`);
  const [whole, again, number, search, , prefix] = match;
  let command: string | undefined;
  if (number !== undefined) command = Number(number) > 0 ? history[Number(number) - 1] : history.at(Number(number));
  else if (search !== undefined) command = history.findLast((entry) => entry.includes(search));
  else if (prefix !== undefined) command = history.findLast((entry) => entry.startsWith(prefix));
  else if (match[4] !== undefined) command = before;
  else command = again === undefined || again === "!" ? history.at(-1) : undefined;
  if (command === undefined) throw new ExpansionError(`${whole}: event not found`);
  const words = /^:?([$^*]|\d+(?:-(?:\d+|\$))?|\d+\*)|^:(\d+)/.exec(rest.slice(whole.length));
  const useWords = words && (words[0].startsWith(":") || /^[$^*]/.test(words[0]));
  let text = useWords ? chosenWords(command, words[1] ?? words[2] ?? "", whole) : command;
  let length = whole.length + (useWords ? words[0].length : 0);
  for (let modifier = modifierAt(rest.slice(length)); modifier; modifier = modifierAt(rest.slice(length))) {
    text = modifier.apply(text);
    length += modifier.length;
  }
  return { text, length };
}

function chosenWords(command: string, designator: string, event: string): string {
  const words = command.match(/(?:\\.|'[^']*'|"(?:\\.|[^"])*"|[^\s])+/g) ?? [];
  const last = words.length - 1;
  if (designator === "$") return words[last] ?? "";
  if (designator === "^") return words[1] ?? "";
  if (designator === "*") return words.slice(1).join(" ");
  const range = /^(\d+)(?:-(\d+|\$)|(\*))?$/.exec(designator);
  const from = Number(range?.[1] ?? 0);
  const to = range?.[3] !== undefined || range?.[2] === "$" ? last : Number(range?.[2] ?? from);
  if (from > last || to > last) throw new ExpansionError(`${event}:${designator}: bad word specifier`);
  return words.slice(from, to + 1).join(" ");
}

function modifierAt(rest: string): { apply: (text: string) => string; length: number } | undefined {
  const substitute = /^:(g?)s(.)([\s\S]*?)\2([\s\S]*?)(?:\2|$)/.exec(rest);
  if (substitute) {
    const [whole, global, , from = "", to = ""] = substitute;
    const apply = (text: string) => {
      if (!text.includes(from)) throw new ExpansionError(`${whole}: substitution failed`);
      return global ? text.replaceAll(from, to) : text.replace(from, () => to);
    };
    return { apply, length: whole.length };
  }
  const simple: Readonly<Record<string, (text: string) => string>> = {
    h: (text) => text.replace(/\/[^/]*$/, ""),
    t: (text) => text.replace(/^.*\//s, ""),
    r: (text) => text.replace(/\.[^./]*$/, ""),
    e: (text) => /\.[^./]*$/.exec(text)?.[0] ?? "",
    p: (text) => text,
    q: (text) => `'${text.replaceAll("'", "'\\''")}'`,
  };
  const apply = /^:[htrepq]/.test(rest) ? simple[rest[1] ?? ""] : undefined;
  return apply && { apply, length: 2 };
}
