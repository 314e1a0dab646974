/** Options of awk and jq that take what follows, and how many of it. */
const VALUES: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  awk: { "-F": 1, "-v": 1, "-f": 1 },
  jq: {
    "--arg": 2,
    "--argjson": 2,
    "--slurpfile": 2,
    "--rawfile": 2,
    "--indent": 1,
    "-f": 1,
    "--from-file": 1,
    "-L": 1,
  },
};

/** Options that name the program, so that no operand does. */
const PROGRAM = /^(-[a-zA-Z]*f|--from-file(=.*)?)$/;

/**
 * Whether a command line of awk or jq reads standard input: what it is not going to read must stay for others (a
 * loop that reads a file line by line), and a keyboard must not be waited for.
 */
export function readsStandardInput(name: "awk" | "jq", args: readonly string[]): boolean {
  const values = VALUES[name] ?? {};
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
    if (/^(--null-input|-[a-zA-Z]*n[a-zA-Z]*)$/.test(arg) && name === "jq") return false;
    if (arg === "--help" || arg === "--version") return false;
    if (arg === "--args" || arg === "--jsonargs") return true;
    programGiven ||= PROGRAM.test(arg);
    // `-rf file`: the last of several letters may be one that takes a value.
    i +=
      values[arg] ??
      (/^-[a-zA-Z]{2,}$/.test(arg) && !arg.startsWith("-F") && !arg.startsWith("-v")
        ? (values[`-${arg.at(-1)}`] ?? 0)
        : 0);
  }
  const program = programGiven ? undefined : operands.shift();
  if (name === "awk" && program !== undefined && /^\s*BEGIN\s*\{[\s\S]*\}\s*$/.test(program) && isOneBlock(program))
    return false;
  const files = name === "awk" ? operands.filter((operand) => !/^[A-Za-z_]\w*=/.test(operand)) : operands;
  return files.length === 0 || files.includes("-");
}

/** Whether the first `{` of a program is closed at its very end. */
function isOneBlock(program: string): boolean {
  const bare = program.replace(/"(?:[^"\\]|\\.)*"/g, '""').trimEnd();
  let depth = 0;
  for (let i = 0; i < bare.length; i++) {
    if (bare[i] === "{") depth++;
    else if (bare[i] === "}") {
      depth--;
      if (depth === 0) return i === bare.length - 1;
    }
  }
  return false;
}
