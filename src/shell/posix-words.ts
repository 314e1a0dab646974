import { ShellExit } from "./control-flow.ts";
import { posixPlace } from "./posix-place.ts";
import type { Shell } from "./shell.ts";

/**
 * What the other shells say where bash has its words, and what becomes of the command: recorded from busybox 1.37's ash
 * and dash 0.5.12.
 */
interface Words {
  /** The message of bash. */
  readonly bash: RegExp;
  /** The message of the other, with bash's groups; nothing is said for "". */
  readonly other: string;
  /**
   * `raised`: it ends the builtin with 2, and a special builtin's shell; before it stand the builtin's name and the line.
   * `named`: only they stand before it. `bare`: it stands alone.
   */
  readonly how?: "raised" | "named" | "bare";
}

const rule = (bash: RegExp, other: string, how?: Words["how"]): Words => ({ bash, other, ...(how && { how }) });
const raised = (bash: RegExp, other = "$2") => rule(bash, `$1 ${other}`, "raised");
const named = (bash: RegExp, other = "$2") => rule(bash, `$1 ${other}`, "named");

const BUILTIN = "(\\w+|\\.)";
const of = (text: string) => new RegExp(`^${BUILTIN}: ${text}$`);

/** Messages that both have alike. */
const BOTH: readonly Words[] = [
  rule(/^(alias|unalias): (.*): not found$/, "$1: $2 not found", "bare"),
  rule(/^(.*): unbound variable$/, "$1: parameter not set"),
  rule(/^(.*): parameter null or not set$/, "$1: parameter not set or null"),
  raised(of("(\\w+): (?:cannot unset: )?readonly variable"), "$2: is read only"),
  rule(/^(\w+): readonly variable$/, "$1: is read only"),
  rule(/^illegal option -- (.)$/, "Illegal option -$1", "bare"),
  rule(/^option requires an argument -- (.)$/, "No arg for -$1 option", "bare"),
  rule(/^(?:\w+: )?wait: pid \d+ is not a child of this shell$/, ""),
  raised(of("(?:filename argument required)"), ""),
  raised(of("(%\\S+: no such job)")),
  raised(of("(.*): numeric argument required"), "Illegal number: $2"),
  raised(of("`(.*)': not a pid or valid job spec"), "Illegal number: $2"),
  raised(of("`([^=]*)(?:=.*)?': not a valid identifier"), "$2: bad variable name"),
  raised(of("current: no such job"), "No current job"),
  raised(of("no job control"), "job not created under job control"),
  raised(of("can only be used in a function"), "not in a function"),
  raised(of("([^:]*: (?:not found|Permission denied))")),
];

const ASH: readonly Words[] = [
  rule(/^alias: -(\w): invalid option$/, "alias: -$1 not found", "bare"),
  rule(/^alias: `.*': invalid alias name$/, ""),
  rule(/^ulimit: -(\w): invalid option$/, "ulimit: invalid option -- '$1'", "bare"),
  rule(/^ulimit: (.*): invalid number$/, "invalid number '$1'"),
  rule(/^printf: (.*): invalid number$/, "invalid number '$1'"),
  rule(/^printf: `(.*)': invalid format character$/, "%$1: invalid format"),
  rule(/^printf: usage.*$/, "usage: printf FORMAT [ARGUMENT...]"),
  rule(/^read: `(.*)': not a valid identifier$/, "read: '$1': bad variable name"),
  rule(/^kill: \((\d+)\) - (.*)$/, "can't kill pid $1: $2"),
  rule(/^kill: usage.*$/, "you need to specify whom to kill"),
  rule(/^kill: (\S+): invalid signal specification$/, "bad signal name '$1'"),
  rule(/^kill: (.*): arguments must be process or job IDs$/, "invalid number '$1'"),
  rule(/^\w*\[?: (.*): integer expression expected$/, "$1: bad number"),
  rule(/^\w*\[?: missing `\]'$/, "missing ]"),
  rule(/^\w*\[?: (.*: (?:unknown operand|argument expected))$/, "$1"),
  rule(/^.*: division by 0 \(.*$/, "divide by zero"),
  rule(/^.* \(error token is .*$/s, "arithmetic syntax error"),
  raised(of("-(.): invalid option"), "illegal option -$2"),
  named(of("(\\S+): invalid option name"), "illegal option -o $2"),
  raised(of("(\\S+): octal number out of range"), "illegal mode: $2"),
  raised(of("`(.)': invalid symbolic mode operator"), "illegal mode: $2"),
  named(/^(exec): (.*)$/),
  raised(/^(cd): (can't cd to .*)$/),
  raised(/^(\.|source): (can't open .*)$/),
  named(/^(trap): (.*: invalid signal specification)$/),
  raised(/^(let): (expression expected)$/),
  named(/^(hash): (.*: not found)$/),
  raised(/^(read): .*: invalid number$/, "invalid count"),
  raised(/^(read): .*: invalid timeout specification$/, "invalid timeout"),
  raised(/^(getopts): usage.*$/, "usage: getopts optstring var [arg]"),
  rule(/^can't create \$.*: ambiguous redirect$/, "can't create : nonexistent directory"),
  rule(/^(can't create .*): cannot overwrite existing file$/, "$1: File exists"),
  rule(/^\w+: (write error: .*)$/, "$1"),
  ...BOTH,
];

const DASH: readonly Words[] = [
  rule(/^.*: bad substitution$/, "Bad substitution"),
  rule(/^(.*): division by 0 \(.*$/, 'arithmetic expression: division by zero: "$1"'),
  rule(
    /^(.*?): syntax error: operand expected \(error token is .*$/s,
    'arithmetic expression: expecting primary: "$1"',
  ),
  rule(/^(.*?): [^:]*(?:: [^:]*)? \(error token is .*$/s, 'arithmetic expression: expecting EOF: "$1"'),
  rule(/^(\w*\[?): (.*): integer expression expected$/, "$1: Illegal number: $2"),
  rule(/^(\w*\[?): missing `\]'$/, "$1: missing ]"),
  rule(/^(\w*\[?): (.*): unknown operand$/, "$1: $2: unexpected operator"),
  raised(of("-(.): invalid option"), "Illegal option -$2"),
  raised(of("(\\S+): invalid option name"), "Illegal option -o $2"),
  raised(of("(\\S+): octal number out of range"), "Illegal number: $2"),
  raised(of("`(.)': invalid symbolic mode operator"), "Illegal mode: $2"),
  raised(/^(cd): (can't cd to .*)$/),
  raised(/^(\.): (?:can't|cannot) open (.*)$/, "cannot open $2"),
  rule(/^(trap): (.*): invalid signal specification$/, "$1: $2: bad trap", "bare"),
  raised(of("(%\\S+): no such job"), "No such job: $2"),
  named(/^(exec): (.*)$/),
  raised(/^(shift): (can't .*)$/),
  raised(/^(getopts): usage.*$/, "Usage: getopts optstring var [arg...]"),
  raised(/^(printf): usage.*$/, "usage: printf format [arg ...]"),
  raised(/^(read): (arg count)$/),
  raised(/^(kill): usage.*$/, "Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]"),
  rule(/^kill: \((\d+)\) - (.*)$/, "kill: $2\n"),
  raised(/^(kill): (.)\S*: invalid signal specification$/, "Illegal option -$2"),
  raised(/^(kill): (.*): arguments must be process or job IDs$/, "Illegal number: $2"),
  rule(/^printf: (.*): invalid number$/, "printf: $1: expected numeric value"),
  rule(/^printf: `(.*)': invalid format character$/, "printf: %$1: invalid directive"),
  rule(/^(can't create|cannot create) (.*): cannot overwrite existing file$/, "cannot create $2: File exists"),
  ...BOTH,
];

/** Builtins whose faults end a shell that nobody types to (POSIX, special built-in utilities). */
const SPECIAL = /^(?:\.|source|break|continue|eval|exec|exit|export|let|local|readonly|return|set|shift|trap|unset)$/;

/** A message of bash as another shell words it; the message itself where there is no rule. */
function wordsOf(flavour: "ash" | "dash", message: string): { text: string; how?: Words["how"] } {
  for (const { bash, other, how } of flavour === "ash" ? ASH : DASH)
    if (bash.test(message)) return { text: message.replace(bash, other), ...(how && { how }) };
  return { text: message };
}

/**
 * Says what went wrong, given bash's words for it.
 * @returns whether it ends the builtin that it is of, with 2
 * @throws ShellExit where it ends the shell
 */
export async function complainPosix(shell: Shell, flavour: "ash" | "dash", message: string): Promise<boolean> {
  const { text, how } = wordsOf(flavour, message);
  if (text === "") return false;
  if (how === undefined || how === "bare") {
    await shell.write(2, `${how === "bare" ? "" : shell.where()}${text}\n`);
    return false;
  }
  const cut = text.indexOf(" ");
  const [builtin, words] = [text.slice(0, cut), text.slice(cut + 1)];
  await shell.write(2, `${posixPlace(shell, shell.line, builtin)}${words}\n`);
  if (how === "named") return false;
  if (SPECIAL.test(builtin) && !shell.interactive) throw new ShellExit(2);
  return true;
}

/** What an expansion's fault says, which ends with 2 in these shells. */
export function faultWords(flavour: "ash" | "dash", message: string): string {
  return wordsOf(flavour, message).text;
}
