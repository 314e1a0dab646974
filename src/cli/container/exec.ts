import { createExec } from "../../engine/container/exec.ts";
import { type Command, CommandError, minArgs } from "../command.ts";
import { containerNames, running } from "./complete.ts";
import { detachKeys } from "./detach-keys.ts";
import { readEnvironment } from "./env-files.ts";
import { openSession, requireTerminal } from "./session.ts";

export const command: Command = {
  path: "container exec",
  args: minArgs(2),
  async run({ engine, flags, args: [ref = "", ...cmd], process }) {
    const tty = flags.bool("tty");
    const detach = flags.bool("detach");
    const stdin = flags.bool("interactive") && !detach;
    const env = readEnvironment(process, flags.list("env-file"), flags.list("env"));
    const keys = detachKeys(flags.string("detach-keys"));
    const text = (key: string, name: string) => (flags.string(name) === "" ? {} : { [key]: flags.string(name) });
    const exec = createExec(engine, ref, {
      cmd,
      tty,
      stdin,
      env,
      privileged: flags.bool("privileged"),
      ...text("workingDir", "workdir"),
      ...text("user", "user"),
      ...(process.tty ? { columns: process.tty.columns, rows: process.tty.rows } : {}),
    });
    if (detach) return exec.run(true);
    requireTerminal(process, stdin, tty);
    const session = openSession(process, exec.streams, {
      stdin,
      stdout: true,
      stderr: true,
      detachKeys: keys,
      closeStdin: true,
    });
    try {
      const status = exec.run();
      status.catch(() => {});
      const over = await Promise.race([session.over, status.then(() => "ended" as const)]);
      if (over === "ended") return await status;
      session.close();
      throw new CommandError("read escape sequence");
    } finally {
      session.close();
    }
  },
  complete: ({ engine, args }) => (args.length === 0 ? containerNames(engine, running) : undefined),
};
