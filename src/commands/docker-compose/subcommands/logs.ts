import { LogPrinter } from "../display/log-printer.ts";
import { UserError } from "../failures.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `logs`. */
export const logs: Subcommand = {
  name: "logs",
  async run({ args, monochrome, project: load, out }) {
    const project = await load();
    const watched = args.words("SERVICE");
    const containers = project.containers(watched, { stopped: true });
    const tail = args.text("--tail");
    if (tail !== undefined && tail !== "all" && !/^\d+$/.test(tail))
      throw new UserError("tail flag must be all or a number");
    await out(`Attaching to ${containers.map(({ name }) => name).join(", ")}\n`);
    const printer = new LogPrinter(project.session, containers, {
      project: project.name,
      services: project.services.map(({ name }) => name),
      watched,
      monochrome: monochrome || args.flag("--no-color"),
      prefix: !args.flag("--no-log-prefix"),
      follow: args.flag("--follow"),
      timestamps: args.flag("--timestamps"),
      ...(tail === undefined || tail === "all" ? {} : { tail: Number(tail) }),
    });
    await printer.run();
  },
};
