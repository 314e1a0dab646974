import { yesOrNo } from "../ask.ts";
import { LogPrinter } from "../display/log-printer.ts";
import { Exit, NoSuchImage, UserError } from "../failures.ts";
import { timeoutOf } from "../integer.ts";
import { Interrupted } from "../interrupts.ts";
import { type BringUpOptions, bringUp } from "../project/bring-up.ts";
import type { Project } from "../project/project.ts";
import type { ProjectContainer } from "../project/project-container.ts";
import type { DocoptResult } from "../python/docopt.ts";
import type { Subcommand, SubcommandContext } from "../subcommand.ts";
import { buildActionOf, scalesOf, strategyOf } from "../up-options.ts";

const SHUTDOWN = ["SIGINT", "SIGTERM"] as const;

/** compose/cli/main.py, `up`. */
export const up: Subcommand = {
  name: "up",
  async run(context) {
    const { args, environment, project: load } = context;
    const project = await load();
    const exitCodeFrom = await exitCodeService(context, project);
    const cascade = args.flag("--abort-on-container-exit") || exitCodeFrom !== undefined;
    checkFlags(args, environment.boolean("COMPOSE_IGNORE_ORPHANS"), cascade);
    const work = () => bringUpAndWatch(context, project, { cascade, exitCodeFrom });
    if (args.flag("--detach")) await work();
    else await untilInterrupted(context, project, work);
  },
};

/** @throws Exit for a service that is not there */
async function exitCodeService({ args, logger }: SubcommandContext, project: Project): Promise<string | undefined> {
  const name = args.text("--exit-code-from");
  if (!name) return undefined;
  if (!args.flag("--abort-on-container-exit"))
    await logger.warning("using --exit-code-from implies --abort-on-container-exit");
  if (!project.select([]).some((service) => service.name === name)) {
    await logger.error(`No service named "${name}" was found in your compose file.`);
    throw new Exit(2);
  }
  return name;
}

/** @throws UserError for flags that contradict each other */
function checkFlags(args: DocoptResult, ignoreOrphans: boolean, cascade: boolean): void {
  if (args.flag("--detach") && (cascade || args.flag("--attach-dependencies")))
    throw new UserError("-d cannot be combined with --abort-on-container-exit or --attach-dependencies.");
  if (ignoreOrphans && args.flag("--remove-orphans"))
    throw new UserError("COMPOSE_IGNORE_ORPHANS and --remove-orphans cannot be combined.");
  if (!args.flag("--no-start")) return;
  const given: readonly (readonly [string, boolean])[] = [
    ["--detach", args.flag("--detach")],
    ["--abort-on-container-exit", cascade],
    ["--exit-code-from", args.text("--exit-code-from") !== undefined],
    ["--attach-dependencies", args.flag("--attach-dependencies")],
  ];
  for (const [flag, set] of given) if (set) throw new UserError(`--no-start and ${flag} cannot be combined.`);
}

/** Ctrl-C stops what was started; a second one kills it. */
async function untilInterrupted(
  { args, interrupts, out }: SubcommandContext,
  project: Project,
  work: () => Promise<void>,
): Promise<void> {
  const names = args.words("SERVICE");
  try {
    await interrupts.during(SHUTDOWN, work);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    await out("Gracefully stopping... (press Ctrl+C again to force)\n");
    try {
      await interrupts.during(SHUTDOWN, () => project.stop(names, timeoutOf(args)));
    } catch (again) {
      if (!(again instanceof Interrupted)) throw again;
      await project.kill(names, "SIGKILL");
      throw new Exit(2);
    }
  }
}

interface Watch {
  readonly cascade: boolean;
  readonly exitCodeFrom: string | undefined;
}

async function bringUpAndWatch(context: SubcommandContext, project: Project, watch: Watch): Promise<void> {
  const { args, monochrome, out } = context;
  await warnOfSwarm(context, project);
  const containers = await bringUpOrAsk(context, project);
  if (args.flag("--detach") || args.flag("--no-start")) return;
  const names = args.words("SERVICE");
  const all = args.flag("--attach-dependencies") || names.length === 0;
  const attached = all ? containers : containers.filter(({ service }) => names.includes(service));
  const printer = new LogPrinter(project.session, attached, {
    project: project.name,
    services: project.services.map(({ name }) => name),
    watched: names,
    monochrome: monochrome || args.flag("--no-color"),
    prefix: !args.flag("--no-log-prefix"),
    follow: true,
    cascade: watch.cascade,
  });
  await out(`Attaching to ${printer.containers.map(({ name }) => name).join(", ")}\n`);
  const starter = await printer.run();
  if (!watch.cascade) return;
  await out("Aborting on container exit...\n");
  const everyone = project.containers(names, { stopped: true });
  const first = everyone.find(({ name, isRunning, exitCode }) => name === starter && !isRunning && exitCode !== 0);
  await project.stop(names, timeoutOf(args));
  throw new Exit(
    watch.exitCodeFrom === undefined ? (first?.exitCode ?? 0) : await exitCodeOf(context, watch.exitCodeFrom, attached),
  );
}

/** The status of a service's containers: of several, the first that is not 0. */
async function exitCodeOf(
  { logger }: SubcommandContext,
  service: string,
  attached: readonly ProjectContainer[],
): Promise<number> {
  const candidates = attached.filter((container) => container.service === service);
  if (candidates.length === 0) {
    await logger.error(`No containers matching the spec "${service}" were run.`);
    return 2;
  }
  return (candidates.find(({ exitCode }) => exitCode !== 0) ?? candidates[0])?.exitCode ?? 0;
}

/** An image that is gone may be replaced by a new one, if the person agrees. */
async function bringUpOrAsk(context: SubcommandContext, project: Project): Promise<ProjectContainer[]> {
  const { process, logger } = context;
  const options = bringUpOptions(context);
  try {
    return await bringUp(project, options);
  } catch (error) {
    if (!(error instanceof NoSuchImage)) throw error;
    await logger.error(
      "The image for the service you're trying to recreate has been removed. If you continue, volume data could be lost. Consider backing up your data before continuing.\n",
    );
    if (!(await yesOrNo(process, "Continue with the new image? [yN]"))) throw error;
    return bringUp(project, options);
  }
}

/** @throws UserError */
function bringUpOptions({ args, environment }: SubcommandContext): BringUpOptions {
  return {
    services: args.words("SERVICE"),
    dependencies: !args.flag("--no-deps"),
    strategy: strategyOf(args),
    build: buildActionOf(args),
    cli: environment.boolean("COMPOSE_DOCKER_CLI_BUILD", true),
    quietPull: args.flag("--quiet-pull"),
    timeout: timeoutOf(args),
    detached: args.flag("--detach"),
    removeOrphans: args.flag("--remove-orphans"),
    ignoreOrphans: environment.boolean("COMPOSE_IGNORE_ORPHANS"),
    scale: scalesOf(args.list("--scale")),
    rescale: true,
    start: !args.flag("--no-start"),
    recreateDependencies: args.flag("--always-recreate-deps"),
    renewVolumes: args.flag("--renew-anon-volumes"),
    attachDependencies: args.flag("--attach-dependencies"),
  };
}

async function warnOfSwarm({ logger }: SubcommandContext, { session }: Project): Promise<void> {
  const { swarm } = session.engine.state;
  if (!swarm || swarm.joining || swarm.locked) return;
  await logger.warning(
    "The Docker Engine you're using is running in swarm mode.\n\nCompose does not use swarm mode to deploy services to multiple nodes in a swarm. All containers will be scheduled on the current node.\n\nTo deploy your application across the swarm, use `docker stack deploy`.\n",
  );
}
