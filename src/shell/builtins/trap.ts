import { SIGNALS, signalNamed } from "../../kernel/signal.ts";
import { singleQuoted } from "../quote.ts";
import { signalTable } from "../signal-table.ts";
import { setTrap, trapName } from "../trap.ts";
import { type Builtin, fail, tellUsage } from "./builtin.ts";

/** `trap [-lp] [action] [signal …]` */
export const trap: Builtin = async (shell, args) => {
  let rest = args.slice(1);
  if (rest[0] === "-l" && shell.flavour === "bash") {
    await shell.write(1, signalTable(shell.flavour));
    return 0;
  }
  const option = rest[0] ?? "";
  if (/^-[^p-]/.test(option)) {
    await fail(shell, `trap: -${option[1]}: invalid option`);
    await tellUsage(shell, "trap: usage: trap [-lp] [[arg] signal_spec ...]");
    return 2;
  }
  const printing = rest.length === 0 || rest[0] === "-p";
  if (rest[0] === "-p" || rest[0] === "--") rest = rest.slice(1);
  if (printing) {
    const shown = shell.parentTraps ?? shell.traps;
    const names = rest.length > 0 ? rest.map(trapName) : [...shown.keys()].sort((a, b) => numberOf(a) - numberOf(b));
    for (const name of names) {
      const action = name === undefined ? undefined : shown.get(name);
      if (action !== undefined)
        await shell.write(
          1,
          `trap -- ${singleQuoted(action)} ${shell.flavour === "bash" && `SIG${name}` in SIGNALS ? "SIG" : ""}${name}\n`,
        );
    }
    return 0;
  }
  const [first = "", ...others] = rest;
  const reset = first === "-" || (others.length === 0 && trapName(first) !== undefined) || /^\d+$/.test(first);
  const words = reset && first !== "-" ? rest : others;
  if (words.length === 0) {
    await tellUsage(shell, "trap: usage: trap [-lp] [[arg] signal_spec ...]");
    return 2;
  }
  let status = 0;
  for (const word of words) {
    const name = trapName(word);
    if (name === undefined) status = await fail(shell, `trap: ${word}: invalid signal specification`);
    else setTrap(shell, name, reset ? undefined : first);
  }
  return status;
};

/** EXIT is 0, and what is no signal comes last. */
function numberOf(name: string): number {
  if (name === "EXIT") return 0;
  const signal = signalNamed(name);
  return signal ? SIGNALS[signal] : 100;
}
