import type { Flavour, Shell } from "../shell.ts";
import { alias, unalias } from "./alias.ts";
import { bind } from "./bind.ts";
import type { Builtin } from "./builtin.ts";
import { compgen, complete, compopt } from "./completion.ts";
import { declare } from "./declare.ts";
import { cd, dirs, popd, pushd, pwd } from "./directory.ts";
import { echo } from "./echo.ts";
import { breakLoop, continueLoop, exit, falsehood, logout, nothing, returnFrom } from "./flow.ts";
import { getopts, letBuiltin } from "./getopts.ts";
import { enable, help } from "./help.ts";
import { fc, history } from "./history.ts";
import { bg, disown, fg, jobs, kill, suspend, wait } from "./job-control.ts";
import { times, ulimit, umask } from "./limits.ts";
import { printf } from "./printf.ts";
import { mapfile, read } from "./read.ts";
import { builtin, caller, command, evaluate, exec, source } from "./run.ts";
import { set, shift, shopt, unset } from "./set.ts";
import { test } from "./test.ts";
import { trap } from "./trap.ts";
import { hash, type } from "./type.ts";

type Table = Readonly<Record<string, Builtin>>;

/** What POSIX shells have too. */
const common = (): Table => ({
  ":": nothing,
  ".": source,
  "[": test,
  alias,
  bg,
  break: breakLoop,
  cd,
  command,
  continue: continueLoop,
  echo,
  eval: evaluate,
  exec,
  exit,
  export: declare,
  false: falsehood,
  fg,
  getopts,
  hash,
  jobs,
  kill,
  local: declare,
  printf,
  pwd,
  read,
  readonly: declare,
  return: returnFrom,
  set,
  shift,
  test,
  times,
  trap,
  true: nothing,
  type,
  ulimit,
  umask,
  unalias,
  unset,
  wait,
});

const bash = (): Table => ({
  ...common(),
  bind,
  builtin,
  caller,
  compgen,
  complete,
  compopt,
  declare,
  dirs,
  disown,
  enable,
  fc,
  help,
  history,
  let: letBuiltin,
  logout,
  mapfile,
  popd,
  pushd,
  readarray: mapfile,
  shopt,
  source,
  suspend,
  typeset: declare,
});

const ash = (): Table => ({ ...common(), help, history, let: letBuiltin, source });

// Builtins run commands and commands look up builtins, so the tables are made when first asked for.
const tables = new Map<Flavour, Table>();

function tableOf({ flavour }: Shell): Table {
  const known = tables.get(flavour);
  if (known) return known;
  const table = flavour === "bash" ? bash() : flavour === "ash" ? ash() : common();
  tables.set(flavour, table);
  return table;
}

/** The builtin of that name, unless `enable -n` switched it off. */
export function builtinNamed(shell: Shell, name: string): Builtin | undefined {
  const table = tableOf(shell);
  return Object.hasOwn(table, name) && !shell.disabled.has(name) ? table[name] : undefined;
}

/** Names of all builtins, in order. */
export function builtinNames(shell: Shell): string[] {
  return Object.keys(tableOf(shell)).sort();
}

/** Builtins whose operands are assignments, with arrays and without splitting. */
export function isDeclaration(name: string): boolean {
  return ["declare", "typeset", "local", "export", "readonly"].includes(name);
}
