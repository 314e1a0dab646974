import { posixQuoted } from "../quote.ts";
import type { Shell } from "../shell.ts";
import { type Builtin, fail, parseOptions, tellUsage } from "./builtin.ts";

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function line(shell: Shell, name: string, value: string): string {
  return shell.flavour === "bash" ? `alias ${name}=${quoted(value)}\n` : `${name}=${posixQuoted(value)}\n`;
}

export const alias: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "p", "alias [-p] [name[=value] ... ]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  if (rest.length === 0 || options.has("p")) {
    const all = [...shell.aliases].sort(([a], [b]) => (a < b ? -1 : 1));
    await shell.write(1, all.map(([name, value]) => line(shell, name, value)).join(""));
  }
  let status = 0;
  for (const word of rest) {
    const equals = word.indexOf("=", 1);
    if (equals > 0) {
      const name = word.slice(0, equals);
      if (/[\s/$`=|&;()<>"'\\]/.test(name)) status = await fail(shell, `alias: \`${name}': invalid alias name`);
      else shell.aliases = new Map([...shell.aliases, [name, word.slice(equals + 1)]]);
    } else {
      const value = shell.aliases.get(word);
      if (value === undefined) status = await fail(shell, `alias: ${word}: not found`);
      else await shell.write(1, line(shell, word, value));
    }
  }
  return status;
};

export const unalias: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "a", "unalias [-a] name [name ...]");
  if (!parsed) return 2;
  if (parsed.options.has("a")) shell.aliases = new Map();
  else if (parsed.rest.length === 0) {
    await tellUsage(shell, "unalias: usage: unalias [-a] name [name ...]");
    return 2;
  }
  let status = 0;
  for (const name of parsed.rest) {
    if (!shell.aliases.has(name)) status = await fail(shell, `unalias: ${name}: not found`);
    else shell.aliases = new Map([...shell.aliases].filter(([known]) => known !== name));
  }
  return status;
};
