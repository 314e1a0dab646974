import { resolved } from "../config/finalize-service.ts";
import { parseBuildArguments } from "../config/key-values.ts";
import { ProjectError } from "../failures.ts";
import { buildImage } from "../project/build-image.ts";
import { parallelExecute } from "../project/parallel.ts";
import { textDict } from "../python/py-value.ts";
import type { Subcommand } from "../subcommand.ts";

/** How many images are built at once with `--parallel`. */
const AT_ONCE = 5;

/** compose/cli/main.py, `build`. */
export const build: Subcommand = {
  name: "build",
  async run({ args, environment, logger, project: load }) {
    const project = await load();
    const cli = environment.boolean("COMPOSE_DOCKER_CLI_BUILD", true);
    const silent = args.flag("--quiet");
    const services = [];
    for (const service of project.select(args.words("SERVICE"))) {
      if (service.canBeBuilt) services.push(service);
      else if (!silent) await logger.info(`${service.name} uses an image, skipping`);
    }
    for (const flag of ["--parallel", "--compress"])
      if (cli && args.flag(flag))
        await logger.warning(`Flag '${flag}' is ignored when building with COMPOSE_DOCKER_CLI_BUILD=1`);
    const memory = args.text("--memory");
    const progress = args.text("--progress");
    const options = {
      cli,
      silent,
      noCache: args.flag("--no-cache"),
      pull: args.flag("--pull"),
      forceRemove: args.flag("--force-rm"),
      args: textDict(resolved(parseBuildArguments([...args.list("--build-arg")]), environment)),
      ...(memory === undefined ? {} : { memory }),
      ...(progress === undefined ? {} : { progress }),
    };
    if (!args.flag("--parallel")) {
      for (const service of services) await buildImage(service, options);
      return;
    }
    const { errors } = await parallelExecute(project.session, {
      objects: services,
      message: "Building",
      limit: AT_ONCE,
      name: ({ name }) => name,
      run: (service) => buildImage(service, options),
    });
    if (errors.size > 0) throw new ProjectError([...errors.values()].join("\n"));
  },
};
