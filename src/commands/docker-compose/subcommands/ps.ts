import { UserError } from "../failures.ts";
import type { Project } from "../project/project.ts";
import { byName, type ProjectContainer } from "../project/project-container.ts";
import type { Service } from "../project/service.ts";
import type { DocoptResult } from "../python/docopt.ts";
import { textTable } from "../python/texttable.ts";
import type { Subcommand } from "../subcommand.ts";

/** A command that is longer is cut. */
const COMMAND_WIDTH = 30;

/** compose/cli/main.py, `ps` (recording 20). */
export const ps: Subcommand = {
  name: "ps",
  async run({ args, project: load, out, columns }) {
    const project = await load();
    if (args.flag("--quiet") && args.flag("--services"))
      throw new UserError("--quiet and --services cannot be combined");
    if (args.flag("--services")) {
      const services = filtered(project.services, args.text("--filter"));
      await out(`${services.map(({ name }) => name).join("\n")}\n`);
      return;
    }
    const containers = shown(project, args).sort(byName);
    if (args.flag("--quiet")) {
      for (const { id } of containers) await out(`${id}\n`);
      return;
    }
    const rows = containers.map((one) => [one.name, cut(one.command), one.state, one.ports]);
    await out(`${textTable(["Name", "Command", "State", "Ports"], rows, columns)}\n`);
  },
};

/** All, or those of services and the running ones of `run`. */
function shown(project: Project, args: DocoptResult): ProjectContainer[] {
  const names = args.words("SERVICE");
  if (args.flag("--all")) return project.containers(names, { stopped: true, oneOff: "include" });
  return [...project.containers(names, { stopped: true }), ...project.containers(names, { oneOff: "only" })];
}

const cut = (command: string) => (command.length > COMMAND_WIDTH ? `${command.slice(0, 26)} ...` : command);

const STATES: Readonly<Record<string, (container: ProjectContainer) => boolean>> = {
  running: ({ isRunning }) => isRunning,
  stopped: ({ isRunning }) => !isRunning,
  paused: ({ isPaused }) => isPaused,
  restarting: ({ isRestarting }) => isRestarting,
};

/** @throws UserError for a filter that is none */
function filtered(services: readonly Service[], filter: string | undefined): readonly Service[] {
  if (filter === undefined) return services;
  const [key = "", value] = filter.split(/=(.*)/s);
  if (value === undefined) throw new UserError("Arguments to --filter should be in form KEY=VAL");
  return services.filter((service) => {
    if (key === "status")
      return service.containers({ stopped: true }).some((container) => {
        const test = STATES[value];
        if (!test) throw new UserError(`Invalid state: ${value}`);
        return test(container);
      });
    if (key !== "source") throw new UserError(`Invalid filter: ${key}`);
    if (value !== "image" && value !== "build") throw new UserError(`Invalid value for source filter: ${value}`);
    return value in service.options;
  });
}
