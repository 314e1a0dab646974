import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `kill`. */
export const kill: Subcommand = {
  name: "kill",
  async run({ args, project: load }) {
    const project = await load();
    await project.kill(args.words("SERVICE"), args.text("-s") ?? "SIGKILL");
  },
};
