import { removeContainer } from "../../../engine/container/remove.ts";
import { killContainer, stopContainer } from "../../../engine/container/stop.ts";
import { parseEnvironment, parseLabels } from "../config/key-values.ts";
import { portEntries } from "../config/port-spec.ts";
import { finalVolume } from "../config/volume-spec.ts";
import { Exit, OperationFailed, UserError } from "../failures.ts";
import { Interrupted } from "../interrupts.ts";
import { bringUp } from "../project/bring-up.ts";
import type { Project } from "../project/project.ts";
import type { ProjectContainer } from "../project/project-container.ts";
import type { Service } from "../project/service.ts";
import { connectToNetworks, startServiceContainer } from "../project/service-containers.ts";
import type { DocoptResult } from "../python/docopt.ts";
import { listAt, mapAt, mapValues, type PyMap, type PyValue } from "../python/py-value.ts";
import { runDocker } from "../run-docker.ts";
import type { Subcommand, SubcommandContext } from "../subcommand.ts";

/** compose/cli/main.py, `run`: a container of its own for one command. */
export const run: Subcommand = {
  name: "run",
  async run(context) {
    const { args, project: load } = context;
    const project = await load();
    const service = project.service(args.word("SERVICE") ?? "");
    if (args.list("--publish").length > 0 && args.flag("--service-ports"))
      throw new UserError("Service port mapping and manual port mapping can not be used together");
    const override = oneOffOptions(context, service);
    const container = await oneOffContainer(context, project, service, override);
    const aliases = args.flag("--use-aliases");
    if (args.flag("--detach")) {
      await startServiceContainer(service, container, aliases);
      await context.out(`${container.name}\n`);
      return;
    }
    connectToNetworks(service, container, aliases);
    await attach(context, project, container, override.stdin_open === true);
  },
};

async function oneOffContainer(
  { args, environment }: SubcommandContext,
  project: Project,
  service: Service,
  override: PyMap,
): Promise<ProjectContainer> {
  service.scale = 1;
  const containers = await bringUp(project, {
    services: [service.name],
    dependencies: !args.flag("--no-deps"),
    strategy: "never",
    build: "missing",
    cli: environment.boolean("COMPOSE_DOCKER_CLI_BUILD"),
    quietPull: false,
    timeout: undefined,
    detached: true,
    removeOrphans: false,
    ignoreOrphans: false,
    scale: {},
    rescale: false,
    start: true,
    recreateDependencies: false,
    renewVolumes: false,
    attachDependencies: false,
    override,
  });
  const found = containers.find((container) => container.service === service.name);
  if (!found) throw new OperationFailed("Could not bring up the requested service");
  return found;
}

/** `docker start --attach` does it; the container goes with `--rm`. @throws Exit with its status */
async function attach(
  context: SubcommandContext,
  { session }: Project,
  { id }: ProjectContainer,
  stdin: boolean,
): Promise<never> {
  const { args, interrupts } = context;
  const { engine } = session;
  const remove = async () => {
    if (args.flag("--rm")) await removeContainer(engine, id, { force: true, volumes: true });
  };
  let status: number;
  try {
    status = await interrupts.during(["SIGINT", "SIGTERM"], () =>
      runDocker(context, ["start", "--attach", ...(stdin ? ["--interactive"] : []), id]),
    );
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    try {
      await interrupts.during(["SIGINT", "SIGTERM", "SIGHUP"], () => stopContainer(engine, id));
      status = 1;
    } catch (again) {
      if (!(again instanceof Interrupted)) throw again;
      await killContainer(engine, id);
      await remove();
      throw new Exit(2);
    }
  }
  await remove();
  throw new Exit(status);
}

/** What the command line says in place of the service (compose/cli/main.py, `build_one_off_container_options`). */
function oneOffOptions({ args, process }: SubcommandContext, service: Service): PyMap {
  const detach = args.flag("--detach");
  const text = (key: string, name: string): PyMap => {
    const value = args.text(name);
    return value ? { [key]: value } : {};
  };
  const entrypoint = args.text("--entrypoint");
  return {
    command: commandOf(args, service),
    tty: !(detach || args.flag("-T") || !process.stdin.isTTY),
    stdin_open: service.options.stdin_open ?? true,
    detach,
    restart: null,
    environment: environmentOf(args, service, process.env),
    labels: parseLabels([...args.list("--label")]),
    ports: portsOf(args, service),
    volumes: [...new Set([...listAt(service.options, "volumes"), ...args.list("--volume").map(finalVolume)])],
    ...(entrypoint === undefined ? {} : { entrypoint: entrypoint === "" ? [""] : entrypoint }),
    ...text("user", "--user"),
    ...text("name", "--name"),
    ...text("working_dir", "--workdir"),
  };
}

function commandOf(args: DocoptResult, service: Service): PyValue {
  const command = args.word("COMMAND");
  if (command !== undefined) return [command, ...args.words("ARGS")];
  return args.text("--entrypoint") === undefined ? (service.options.command ?? null) : [];
}

/** A name without a value takes it from the shell. */
function environmentOf(args: DocoptResult, service: Service, env: Readonly<Record<string, string>>): PyMap {
  const given = mapValues(parseEnvironment([...args.list("-e")]), (value, name) => value ?? env[name] ?? null);
  return { ...mapAt(service.options, "environment"), ...given };
}

function portsOf(args: DocoptResult, service: Service): PyValue {
  const published = args.list("--publish");
  if (published.length > 0) return published.flatMap(portEntries);
  return args.flag("--service-ports") ? listAt(service.options, "ports") : [];
}
