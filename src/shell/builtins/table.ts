import type { Flavour, Shell } from "../shell.ts";
import type { Builtin } from "./builtin.ts";
import { cd, dirs, popd, pushd, pwd } from "./directory.ts";
import { echo } from "./echo.ts";
import { breakLoop, continueLoop, exit, falsehood, logout, nothing, returnFrom } from "./flow.ts";
import { lazily } from "./lazily.ts";
import { builtin, caller, command, evaluate, exec, source } from "./run.ts";
import { test } from "./test.ts";

const alias = lazily(async () => (await import("./alias.ts")).alias);
const unalias = lazily(async () => (await import("./alias.ts")).unalias);
const bind = lazily(async () => (await import("./bind.ts")).bind);
const compgen = lazily(async () => (await import("./completion.ts")).compgen);
const complete = lazily(async () => (await import("./completion.ts")).complete);
const compopt = lazily(async () => (await import("./completion.ts")).compopt);
const declare = lazily(async () => (await import("./declare.ts")).declare);
const getopts = lazily(async () => (await import("./getopts.ts")).getopts);
const letBuiltin = lazily(async () => (await import("./getopts.ts")).letBuiltin);
const enable = lazily(async () => (await import("./help.ts")).enable);
const help = lazily(async () => (await import("./help.ts")).help);
const listBuiltins = lazily(async () => (await import("./list-builtins.ts")).listBuiltins);
const fc = lazily(async () => (await import("./history.ts")).fc);
const history = lazily(async () => (await import("./history.ts")).history);
const bg = lazily(async () => (await import("./job-control.ts")).bg);
const disown = lazily(async () => (await import("./job-control.ts")).disown);
const fg = lazily(async () => (await import("./job-control.ts")).fg);
const jobs = lazily(async () => (await import("./job-control.ts")).jobs);
const kill = lazily(async () => (await import("./job-control.ts")).kill);
const suspend = lazily(async () => (await import("./job-control.ts")).suspend);
const wait = lazily(async () => (await import("./job-control.ts")).wait);
const times = lazily(async () => (await import("./limits.ts")).times);
const ulimit = lazily(async () => (await import("./ulimit.ts")).ulimit);
const umask = lazily(async () => (await import("./limits.ts")).umask);
const printf = lazily(async () => (await import("./printf.ts")).printf);
const mapfile = lazily(async () => (await import("./mapfile.ts")).mapfile);
const read = lazily(async () => (await import("./read.ts")).read);
const set = lazily(async () => (await import("./set.ts")).set);
const shift = lazily(async () => (await import("./set.ts")).shift);
const shopt = lazily(async () => (await import("./set.ts")).shopt);
const unset = lazily(async () => (await import("./set.ts")).unset);
const trap = lazily(async () => (await import("./trap.ts")).trap);
const hash = lazily(async () => (await import("./type.ts")).hash);
const type = lazily(async () => (await import("./type.ts")).type);

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

const dash = (): Table => ({ ...common(), chdir: cd });

const ash = (): Table => ({ ...dash(), "[[": test, help: listBuiltins, history, let: letBuiltin, source });

// Builtins run commands and commands look up builtins, so the tables are made when first asked for.
const tables = new Map<Flavour, Table>();

function tableOf({ flavour }: Shell): Table {
  const known = tables.get(flavour);
  if (known) return known;
  const table = flavour === "bash" ? bash() : flavour === "ash" ? ash() : dash();
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
export function isDeclaration(shell: Shell, name: string): boolean {
  const isOne = ["declare", "typeset", "local", "export", "readonly"].includes(name);
  return isOne && builtinNamed(shell, name) !== undefined;
}
