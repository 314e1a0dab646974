/** Options of jq that take what follows, and how many of it. */
const VALUES: Readonly<Record<string, number>> = {
  "--arg": 2,
  "--argjson": 2,
  "--slurpfile": 2,
  "--rawfile": 2,
  "--indent": 1,
  "-f": 1,
  "--from-file": 1,
  "-L": 1,
};

/** Options that name the program, so that no operand does. */
const PROGRAM = /^(-[a-zA-Z]*f|--from-file(=.*)?)$/;

/**
 * Whether a command line of jq reads standard input: what it is not going to read must stay for others (a
 * loop that reads a file line by line), and a keyboard must not be waited for.
 */
export function readsStandardInput(args: readonly string[]): boolean {
  const operands: string[] = [];
  let programGiven = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") {
      operands.push(...args.slice(i + 1));
      break;
    }
    if (!arg.startsWith("-") || arg === "-") {
      operands.push(arg);
      continue;
    }
    if (/^(--null-input|-[a-zA-Z]*n[a-zA-Z]*)$/.test(arg)) return false;
    if (arg === "--help" || arg === "--version") return false;
    if (arg === "--args" || arg === "--jsonargs") return true;
    programGiven ||= PROGRAM.test(arg);
    // `-rf file`: the last of several letters may be one that takes a value.
    i += VALUES[arg] ?? (/^-[a-zA-Z]{2,}$/.test(arg) ? (VALUES[`-${arg.at(-1)}`] ?? 0) : 0);
  }
  if (!programGiven) operands.shift();
  return operands.length === 0 || operands.includes("-");
}
