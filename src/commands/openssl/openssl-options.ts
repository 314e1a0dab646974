/** A command line that openssl refuses; `message` is what stands after the command's name. */
export class OptionError extends Error {}

interface OpensslOptions {
  readonly values: ReadonlyMap<string, string>;
  readonly operands: readonly string[];
}

/**
 * Reads a command line as openssl does: options with one dash, all before the first operand.
 * @param known names, with `=` after those that take a value
 * @throws OptionError
 */
export function opensslOptions(args: readonly string[], known: readonly string[], what = "option"): OpensslOptions {
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? "";
    if (arg === "--") return { values, operands: args.slice(i + 1) };
    if (!arg.startsWith("-") || arg === "-") return { values, operands: args.slice(i) };
    const name = arg.replace(/^--?/, "");
    if (known.includes(`${name}=`)) {
      const value = args[++i];
      if (value === undefined) throw new OptionError(`Option -${name} needs a value`);
      values.set(name, value);
    } else if (known.includes(name)) values.set(name, "");
    else throw new OptionError(what === "option" ? `Unknown option: -${name}` : `Unknown ${what}: ${name}`);
  }
  return { values, operands: [] };
}
