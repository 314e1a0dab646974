import { command } from "./command.ts";

/** pwd of coreutils and of busybox: the working directory; with `-L`, as PWD tells it, where that is the same place. */
export const pwd = command(
  {
    usage: "[OPTION]...",
    about: "Print the full filename of the current working directory.",
    short: "LP",
    long: "logical=L physical=P",
  },
  async (run) => {
    const { cwd, env, files } = run.process;
    const told = env.PWD ?? "";
    const same = run.has("L") && told.startsWith("/") && files.exists(told) && files.realpath(told) === cwd;
    await run.out(`${same ? told : files.realpath(cwd)}\n`);
  },
);
