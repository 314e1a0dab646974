import { describeVariable } from "../declaration.ts";
import { describeFunction } from "../function-text.ts";
import { OPTIONS, optionOfLetter, optionsOf, setOption } from "../options.ts";
import type { Shell } from "../shell.ts";
import { type Builtin, fail, parseOptions, tellUsage } from "./builtin.ts";

/** `set`: options, positional parameters, and a list of the variables. */
export const set: Builtin = async (shell, args) => {
  if (args.length === 1) {
    const names = shell.variables
      .names()
      .filter((name) => shell.variables.get(name) !== undefined || shell.variables.find(name)?.value !== undefined);
    const lines = names.map((name) => describeVariable(shell, name, "set"));
    const functions = [...shell.functions]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, defined]) => describeFunction(name, defined));
    await shell.write(1, `${[...lines, ...functions].join("\n")}\n`);
    return 0;
  }
  let i = 1;
  for (; i < args.length; i++) {
    const word = args[i] ?? "";
    if (word === "--") {
      shell.positional = args.slice(i + 1);
      return 0;
    }
    if (word === "-") {
      shell.options.delete("xtrace");
      shell.options.delete("verbose");
      i++;
      break;
    }
    if (!/^[-+]./.test(word)) break;
    for (const letter of word.slice(1)) {
      if (letter === "o") {
        const name = args[i + 1];
        if (name === undefined || /^[-+]/.test(name)) {
          await listOptions(shell, word.startsWith("+"));
          continue;
        }
        i++;
        if (!setOption(shell, name, word.startsWith("-"))) return fail(shell, `set: ${name}: invalid option name`, 2);
      } else {
        const name = optionOfLetter(letter);
        if (name === undefined) {
          await shell.complain(`set: -${letter}: invalid option`);
          await tellUsage(shell, "set: usage: set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]");
          return 2;
        }
        setOption(shell, name, word.startsWith("-"));
      }
    }
  }
  if (i < args.length) shell.positional = args.slice(i);
  return 0;
};

async function listOptions(shell: Shell, asCommands: boolean): Promise<void> {
  const between = shell.flavour === "bash" ? "\t" : " ";
  const lines = optionsOf(shell).map((name) => {
    const on = shell.options.has(name);
    return asCommands ? `set ${on ? "-" : "+"}o ${name}` : `${name.padEnd(15)}${between}${on ? "on" : "off"}`;
  });
  if (shell.flavour === "dash" && !asCommands) lines.unshift("Current option settings");
  await shell.write(1, `${lines.join("\n")}\n`);
}

const SHOPTS =
  `autocd assoc_expand_once cdable_vars cdspell checkhash checkjobs checkwinsize cmdhist compat31 compat32 compat40
  compat41 compat42 compat43 compat44 complete_fullquote direxpand dirspell dotglob execfail expand_aliases extdebug extglob extquote
  failglob force_fignore globasciiranges globskipdots globstar gnu_errfmt histappend histreedit histverify hostcomplete huponexit
  inherit_errexit interactive_comments lastpipe lithist localvar_inherit localvar_unset login_shell mailwarn
  no_empty_cmd_completion nocaseglob nocasematch noexpand_translation nullglob patsub_replacement progcomp progcomp_alias
  promptvars restricted_shell shift_verbose sourcepath varredir_close xpg_echo`.split(/\s+/);

export const shopt: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "opqsu", "shopt [-pqsu] [-o] [optname ...]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  const held = options.has("o") ? shell.options : shell.shopts;
  const known = options.has("o") ? OPTIONS : SHOPTS;
  let status = 0;
  const names =
    rest.length > 0
      ? rest
      : known.filter((name) => (options.has("s") ? held.has(name) : options.has("u") ? !held.has(name) : true));
  const change = rest.length > 0 && (options.has("s") || options.has("u"));
  for (const name of names) {
    if (!known.includes(name)) {
      status = await fail(shell, `shopt: ${name}: invalid shell option name`);
      continue;
    }
    if (change) {
      if (options.has("s")) held.add(name);
      else held.delete(name);
      continue;
    }
    const on = held.has(name);
    if (!on && rest.length > 0) status = 1;
    if (options.has("q")) continue;
    await shell.write(
      1,
      options.has("p") ? `shopt ${on ? "-s" : "-u"} ${name}\n` : `${name.padEnd(15)}\t${on ? "on" : "off"}\n`,
    );
  }
  return status;
};

export const shift: Builtin = async (shell, args) => {
  const word = args[1] ?? "1";
  if (!/^[-+]?\d+$/.test(word)) return fail(shell, `shift: ${word}: numeric argument required`);
  const count = Number(word);
  if (shell.flavour === "dash" && count > shell.positional.length)
    return fail(shell, "shift: can't shift that many", 2);
  if (count < 0) return fail(shell, `shift: ${word}: shift count out of range`);
  if (count > shell.positional.length) return 1;
  shell.positional = shell.positional.slice(count);
  return 0;
};

export const unset: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "fvn", "unset [-f] [-v] [-n] [name ...]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  let status = 0;
  for (const word of rest) {
    const element = /^(\w+)\[(.*)\]$/s.exec(word);
    try {
      if (options.has("f")) shell.functions.delete(word);
      else if (element?.[1] !== undefined) unsetElement(shell, element[1], element[2] ?? "");
      else if (!options.has("v") && !shell.variables.findReference(word) && shell.functions.has(word))
        shell.functions.delete(word);
      else
        shell.variables.unset(
          options.has("n") ? word : shell.variables.targetOf(word),
          shell.shopts.has("localvar_unset"),
        );
    } catch (error) {
      status = await fail(shell, `unset: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return status;
};

function unsetElement(shell: Shell, name: string, index: string): void {
  const value = shell.variables.find(name)?.value;
  if (value instanceof Map) value.delete(index);
  else if (Array.isArray(value)) {
    if (index === "@" || index === "*") value.length = 0;
    else {
      const number = Number(shell.number(index));
      delete value[number < 0 ? value.length + number : number];
    }
  }
}
