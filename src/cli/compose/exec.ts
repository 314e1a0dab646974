import { serviceContainer } from "../../compose/containers.ts";
import { createExec } from "../../engine/container/exec.ts";
import { type Command, minArgs } from "../command.ts";
import { openSession, requireTerminal } from "../container/session.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, cmd/compose/exec.go: with a terminal when there is one. */
export const command: Command = {
  path: "compose exec",
  args: minArgs(2),
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, engine, process } = context;
      const [service = "", ...cmd] = context.args;
      const { name } = await compose.projectOrName();
      const container = serviceContainer(engine, name, service, flags.int("index"), { oneOff: "include" });
      if (compose.dryRun) return 0;
      const detach = flags.bool("detach");
      const tty = !detach && (flags.changed("no-tty") ? !flags.bool("no-tty") : process.stdout.isTTY);
      const text = (key: string, flag: string) => (flags.string(flag) === "" ? {} : { [key]: flags.string(flag) });
      const exec = createExec(engine, container.id, {
        cmd,
        tty,
        stdin: !detach,
        env: flags.list("env").flatMap((pair) => {
          if (pair.includes("=")) return [pair];
          const value = process.env[pair];
          return value === undefined ? [] : [`${pair}=${value}`];
        }),
        ...text("workingDir", "workdir"),
        ...text("user", "user"),
        ...(process.tty ? { columns: process.tty.columns, rows: process.tty.rows } : {}),
      });
      if (detach) {
        void exec.run();
        return 0;
      }
      requireTerminal(process, true, tty);
      const session = openSession(process, exec.streams, {
        stdin: true,
        stdout: true,
        stderr: true,
        detachKeys: "",
        closeStdin: true,
      });
      try {
        const status = exec.run();
        status.catch(() => {});
        await Promise.race([session.over, status]);
        return await status;
      } finally {
        session.close();
      }
    }),
  complete: (context) => (context.args.length === 0 ? serviceNames(context) : undefined),
};
