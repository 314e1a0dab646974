import { command, Failure } from "./command.ts";
import { CLEAR, INIT, RESET } from "./terminal-sequences.ts";

/** Terminals whose capabilities are xterm's. */
const TERMINALS = /^(xterm|screen|tmux|vt[12]\d\d|linux|ansi)(-|$)/;

/** What the lab's terminals do, of terminfo's names (terminfo(5), `infocmp xterm-256color`). */
const STRINGS: ReadonlyMap<string, string> = new Map([
  ["bel", "\x07"],
  ["blink", "\x1b[5m"],
  ["bold", "\x1b[1m"],
  ["civis", "\x1b[?25l"],
  ["clear", CLEAR],
  ["cnorm", "\x1b[?12l\x1b[?25h"],
  ["cr", "\r"],
  ["cub1", "\b"],
  ["cud1", "\n"],
  ["cuf1", "\x1b[C"],
  ["cuu1", "\x1b[A"],
  ["dim", "\x1b[2m"],
  ["ed", "\x1b[J"],
  ["el", "\x1b[K"],
  ["el1", "\x1b[1K"],
  ["home", "\x1b[H"],
  ["init", INIT],
  ["op", "\x1b[39;49m"],
  ["rc", "\x1b8"],
  ["reset", RESET],
  ["rev", "\x1b[7m"],
  ["ritm", "\x1b[23m"],
  ["rmcup", "\x1b[?1049l\x1b[23;0;0t"],
  ["rmso", "\x1b[27m"],
  ["rmul", "\x1b[24m"],
  ["sc", "\x1b7"],
  ["sgr0", "\x1b(B\x1b[m"],
  ["sitm", "\x1b[3m"],
  ["smcup", "\x1b[?1049h\x1b[22;0;0t"],
  ["smso", "\x1b[7m"],
  ["smul", "\x1b[4m"],
]);

const WITH_NUMBERS: ReadonlyMap<string, (first: number, second: number) => string> = new Map([
  ["cub", (count) => `\x1b[${count}D`],
  ["cud", (count) => `\x1b[${count}B`],
  ["cuf", (count) => `\x1b[${count}C`],
  ["cup", (row, column) => `\x1b[${row + 1};${column + 1}H`],
  ["cuu", (count) => `\x1b[${count}A`],
  ["hpa", (column) => `\x1b[${column + 1}G`],
  ["setab", (color) => colored(color, "4", "10")],
  ["setaf", (color) => colored(color, "3", "9")],
  ["vpa", (row) => `\x1b[${row + 1}d`],
]);

/** Eight colours, their bright ones, and then 256 by number. */
function colored(color: number, plain: string, bright: string): string {
  if (color < 8) return `\x1b[${plain}${color}m`;
  return color < 16 ? `\x1b[${bright}${color - 8}m` : `\x1b[${plain}8;5;${color}m`;
}

const USAGE = `Usage: tput [options] [command]

Options:
  -S <<       read commands from standard input
  -T TERM     use this instead of $TERM
  -V          print curses-version
  -x          do not try to clear scrollback

Commands:
  clear       clear the screen
  init        initialize the terminal
  reset       reinitialize the terminal
  capname     unlike clear/init/reset, print value for capability "capname"
`;

export const tput = command(
  {
    usage: "[options] [command]",
    about: "Initialize a terminal or query what it can do.",
    short: "T:x",
    failure: 2,
    before: (args) => (args[0]?.startsWith("-T") ? args : ["--", ...args]),
  },
  async (run) => {
    const [name, first = "0", second = "0"] = run.operands;
    if (name === undefined) {
      await run.process.stderr.write(USAGE);
      return 2;
    }
    const terminal = run.options.value("T") ?? run.process.env.TERM ?? "";
    if (terminal === "") throw new Failure("No value for $TERM and no -T specified", 2);
    if (!TERMINALS.test(terminal)) throw new Failure(`unknown terminal "${terminal}"`, 3);
    const numbers: Readonly<Record<string, number | undefined>> = {
      cols: run.process.tty?.columns ?? 80,
      lines: run.process.tty?.rows ?? 24,
      colors: terminal.includes("256") ? 256 : 8,
    };
    const number = Object.hasOwn(numbers, name) ? numbers[name] : undefined;
    const text = STRINGS.get(name) ?? WITH_NUMBERS.get(name)?.(Number(first) || 0, Number(second) || 0);
    if (number !== undefined) await run.out(`${number}\n`);
    else if (name === "longname") await run.out("xterm terminal emulator (X Window System)");
    else if (text !== undefined) await run.out(text);
    else throw new Failure(`unknown terminfo capability '${name}'`, 4);
    return 0;
  },
);
