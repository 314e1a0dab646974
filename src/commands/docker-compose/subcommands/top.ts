import { containerTop } from "../../../engine/container/top.ts";
import { byName } from "../project/project-container.ts";
import { textTable } from "../python/texttable.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `top`. */
export const top: Subcommand = {
  name: "top",
  async run({ args, project: load, out, columns }) {
    const project = await load();
    const names = args.words("SERVICE");
    const containers = [...project.containers(names), ...project.containers(names, { oneOff: "only" })].sort(byName);
    for (const [at, { id, name }] of containers.entries()) {
      const { Titles, Processes } = containerTop(project.session.engine, id);
      await out(`${at > 0 ? "\n" : ""}${name}\n${textTable(Titles, Processes, columns)}\n`);
    }
  },
};
