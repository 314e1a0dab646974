import { yesOrNo } from "../ask.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `rm`. */
export const rm: Subcommand = {
  name: "rm",
  async run({ args, logger, process, project: load, out }) {
    const project = await load();
    const names = args.words("SERVICE");
    if (args.flag("--all"))
      await logger.warning("--all flag is obsolete. This is now the default behavior of `docker-compose rm`");
    if (args.flag("--stop")) await project.stop(names, undefined, "include");
    const all = project.containers(names, { stopped: true, oneOff: "include" });
    const stopped = all.filter(({ isRunning }) => !isRunning);
    if (stopped.length === 0) {
      await out("No stopped containers\n");
      return;
    }
    await out(`Going to remove ${stopped.map(({ name }) => name).join(", ")}\n`);
    if (args.flag("--force") || (await yesOrNo(process, "Are you sure? [yN] ")))
      await project.removeStopped(names, args.flag("-v"));
  },
};
