import { command, Failure } from "./command.ts";
import { terminalName } from "./ps/process-list.ts";
import { CLEAR, RESET } from "./terminal-sequences.ts";

export const clear = command({ usage: "", about: "Clear the terminal screen.", short: "T:Vx" }, (run) =>
  run.out(run.busybox ? "\x1b[H\x1b[J" : CLEAR),
);

export const reset = command({ usage: "", about: "Initialise the terminal." }, (run) => run.out(RESET));

export const tty = command(
  {
    usage: "[OPTION]...",
    about: "Print the file name of the terminal connected to standard input.",
    short: "s",
    long: "silent=s quiet=s",
    failure: 2,
  },
  async (run) => {
    const { stdin, machine, tty: terminal } = run.process;
    if (!run.has("s")) await run.out(stdin.isTTY ? `/dev/${terminalName(machine, terminal)}\n` : "not a tty\n");
    return stdin.isTTY ? 0 : 1;
  },
);

/** The settings that a line of the lab can have. */
export const stty = command(
  { usage: "[-a] [SETTING]...", about: "Print or change terminal characteristics.", before: (args) => ["--", ...args] },
  async (run) => {
    const { tty: terminal, stdin } = run.process;
    if (!terminal || !stdin.isTTY)
      throw new Failure(`${run.quote("standard input")}: Inappropriate ioctl for device`.replace(/[‘’]/g, "'"));
    const [setting] = run.operands;
    if (setting === undefined) await run.out("speed 38400 baud; line = 0;\n-brkint -imaxbel iutf8\n");
    else if (setting === "-a" || setting === "--all") {
      await run.out(
        `speed 38400 baud; rows ${terminal.rows}; columns ${terminal.columns}; line = 0;\nintr = ^C; quit = ^\\; erase = ^?; kill = ^U; eof = ^D; susp = ^Z; werase = ^W;\n${terminal.raw ? "-isig -icanon -echo" : "isig icanon echo"}\n`,
      );
    } else if (setting === "size") await run.out(`${terminal.rows} ${terminal.columns}\n`);
    else {
      const operands = [...run.operands];
      for (let word = operands.shift(); word !== undefined; word = operands.shift()) {
        if (word === "raw" || word === "-icanon" || word === "-echo") terminal.setRaw();
        else if (word === "sane" || word === "-raw" || word === "icanon" || word === "echo" || word === "cooked")
          terminal.setCooked();
        else if (word === "cols" || word === "columns")
          terminal.resize(Number(operands.shift()) || terminal.columns, terminal.rows);
        else if (word === "rows") terminal.resize(terminal.columns, Number(operands.shift()) || terminal.rows);
        else throw new Failure(`invalid argument ${run.quote(word)}\nTry 'stty --help' for more information.`);
      }
    }
    return 0;
  },
);

export const sync = command(
  { usage: "[OPTION] [FILE]...", about: "Synchronize cached writes to persistent storage.", short: "df" },
  async () => 0,
);
