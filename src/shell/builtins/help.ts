import { matchesPattern } from "../pattern.ts";
import { type Builtin, fail, parseOptions } from "./builtin.ts";
import { builtinNamed, builtinNames } from "./table.ts";

/** Usage and one line for each builtin, as `help -d` and `help` give them (bash's own words, abridged). */
const PAGES: Readonly<Record<string, readonly [usage: string, summary: string]>> = {
  ":": [":", "Null command."],
  ".": [". filename [arguments]", "Execute commands from a file in the current shell."],
  "[": ["[ arg... ]", "Evaluate conditional expression."],
  alias: ["alias [-p] [name[=value] ... ]", "Define or display aliases."],
  bg: ["bg [job_spec ...]", "Move jobs to the background."],
  bind: ["bind [-lpsvPSVX] [-m keymap] [keyseq:function]", "Set Readline key bindings and variables."],
  break: ["break [n]", "Exit for, while, or until loops."],
  builtin: ["builtin [shell-builtin [arg ...]]", "Execute shell builtins."],
  cd: ["cd [-L|[-P [-e]] [-@]] [dir]", "Change the shell working directory."],
  command: ["command [-pVv] command [arg ...]", "Execute a simple command or display information about commands."],
  compgen: ["compgen [-abcdefgjksuv] [-W wordlist] [word]", "Display possible completions depending on the options."],
  complete: ["complete [-W wordlist] [name ...]", "Specify how arguments are to be completed by Readline."],
  compopt: ["compopt [-o|+o option] [-DEI] [name ...]", "Modify or display completion options."],
  continue: ["continue [n]", "Resume for, while, or until loops."],
  declare: [
    "declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]",
    "Set variable values and attributes.",
  ],
  dirs: ["dirs [-clpv] [+N] [-N]", "Display directory stack."],
  disown: ["disown [-h] [-ar] [jobspec ... | pid ...]", "Remove jobs from current shell."],
  echo: ["echo [-neE] [arg ...]", "Write arguments to the standard output."],
  enable: ["enable [-n] [name ...]", "Enable and disable shell builtins."],
  eval: ["eval [arg ...]", "Execute arguments as a shell command."],
  exec: [
    "exec [-cl] [-a name] [command [argument ...]] [redirection ...]",
    "Replace the shell with the given command.",
  ],
  exit: ["exit [n]", "Exit the shell."],
  export: ["export [-fn] [name[=value] ...] or export -p", "Set export attribute for shell variables."],
  false: ["false", "Return an unsuccessful result."],
  fc: ["fc -l [first] [last]", "Display commands from the history list."],
  fg: ["fg [job_spec]", "Move job to the foreground."],
  getopts: ["getopts optstring name [arg ...]", "Parse option arguments."],
  hash: ["hash [-lr] [-p pathname] [-dt] [name ...]", "Remember or display program locations."],
  help: ["help [-dms] [pattern ...]", "Display information about builtin commands."],
  history: ["history [-c] [-d offset] [n] or history -anrw [filename]", "Display or manipulate the history list."],
  jobs: ["jobs [-lnprs] [jobspec ...] or jobs -x command [args]", "Display status of jobs."],
  kill: ["kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]", "Send a signal to a job."],
  let: ["let arg [arg ...]", "Evaluate arithmetic expressions."],
  local: ["local [option] name[=value] ...", "Define local variables."],
  logout: ["logout [n]", "Exit a login shell."],
  mapfile: [
    "mapfile [-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [array]",
    "Read lines from the standard input into an indexed array variable.",
  ],
  popd: ["popd [-n] [+N | -N]", "Remove directories from stack."],
  printf: ["printf [-v var] format [arguments]", "Formats and prints ARGUMENTS under control of the FORMAT."],
  pushd: ["pushd [-n] [+N | -N | dir]", "Add directories to stack."],
  pwd: ["pwd [-LP]", "Print the name of the current working directory."],
  read: [
    "read [-ers] [-a array] [-d delim] [-n nchars] [-N nchars] [-p prompt] [-t timeout] [-u fd] [name ...]",
    "Read a line from the standard input and split it into fields.",
  ],
  readonly: ["readonly [-aAf] [name[=value] ...] or readonly -p", "Mark shell variables as unchangeable."],
  return: ["return [n]", "Return from a shell function."],
  set: [
    "set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]",
    "Set or unset values of shell options and positional parameters.",
  ],
  shift: ["shift [n]", "Shift positional parameters."],
  shopt: ["shopt [-pqsu] [-o] [optname ...]", "Set and unset shell options."],
  source: ["source filename [arguments]", "Execute commands from a file in the current shell."],
  suspend: ["suspend [-f]", "Suspend shell execution."],
  test: ["test [expr]", "Evaluate conditional expression."],
  times: ["times", "Display process times."],
  trap: ["trap [-lp] [[arg] signal_spec ...]", "Trap signals and other events."],
  true: ["true", "Return a successful result."],
  type: ["type [-afptP] name [name ...]", "Display information about command type."],
  ulimit: ["ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]", "Modify shell resource limits."],
  umask: ["umask [-p] [-S] [mode]", "Display or set file mode mask."],
  unalias: ["unalias [-a] name [name ...]", "Remove each NAME from the list of defined aliases."],
  unset: ["unset [-f] [-v] [-n] [name ...]", "Unset values and attributes of shell variables and functions."],
  wait: ["wait [-fn] [-p var] [id ...]", "Wait for job completion and return exit status."],
};
const SAME: Readonly<Record<string, string>> = { typeset: "declare", readarray: "mapfile" };

/** `help [-ds] [pattern …]` */
export const help: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "dms", "help [-dms] [pattern ...]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  const names = builtinNames(shell);
  if (rest.length === 0) {
    const lines = names.map((name) => ` ${PAGES[SAME[name] ?? name]?.[0] ?? name}\n`);
    await shell.write(1, lines.join(""));
    return 0;
  }
  let status = 0;
  for (const pattern of rest) {
    const exact = names.filter((name) => name === pattern);
    const found =
      exact.length > 0 ? exact : names.filter((name) => name.startsWith(pattern) || matchesPattern(pattern, name));
    if (found.length === 0)
      status = await fail(
        shell,
        `help: no help topics match \`${pattern}'.  Try \`help help' or \`man -k ${pattern}' or \`info ${pattern}'.`,
      );
    for (const name of found) {
      const [usage, summary] = PAGES[SAME[name] ?? name] ?? [name, ""];
      if (options.has("d")) await shell.write(1, `${name} - ${summary}\n`);
      else if (options.has("s")) await shell.write(1, `${name}: ${usage}\n`);
      else await shell.write(1, `${name}: ${usage}\n    ${summary}\n`);
    }
  }
  return status;
};

/** `enable [-n] [name …]` */
export const enable: Builtin = async (shell, args) => {
  const parsed = await parseOptions(shell, args, "anps", "enable [-anps] [name ...]");
  if (!parsed) return 2;
  const { options, rest } = parsed;
  if (rest.length === 0) {
    const shown = builtinNames(shell).filter(
      (name) => options.has("a") || shell.disabled.has(name) === options.has("n"),
    );
    await shell.write(1, shown.map((name) => `enable ${shell.disabled.has(name) ? "-n " : ""}${name}\n`).join(""));
    return 0;
  }
  let status = 0;
  for (const name of rest) {
    if (!builtinNames(shell).includes(name)) status = await fail(shell, `enable: ${name}: not a shell builtin`);
    else if (options.has("n")) shell.disabled.add(name);
    else shell.disabled.delete(name);
  }
  if (builtinNamed(shell, "enable") === undefined) shell.disabled.delete("enable");
  return status;
};
