import { progressWord } from "../display/progress-stream.ts";
import { NoSuchImage, ProjectError } from "../failures.ts";
import { pullServiceImage } from "../project/images.ts";
import { parallelExecute } from "../project/parallel.ts";
import type { Project } from "../project/project.ts";
import type { Service } from "../project/service.ts";
import type { Subcommand } from "../subcommand.ts";

/** How many images are pulled at once. */
const AT_ONCE = 5;

/** compose/cli/main.py, `pull`. */
export const pull: Subcommand = {
  name: "pull",
  async run({ args, logger, project: load }) {
    const project = await load();
    if (args.flag("--parallel"))
      await logger.warning("--parallel option is deprecated and will be removed in future versions.");
    const services = project.select(args.words("SERVICE"), args.flag("--include-deps"));
    const quiet = args.flag("--quiet");
    const mustBuild: Service[] = [];
    /** One that has no image yet can be built. */
    const orBuild = async (service: Service, work: Promise<void>) => {
      try {
        await work;
      } catch (error) {
        if (!(error instanceof NoSuchImage) || !service.canBeBuilt) throw error;
        mustBuild.push(service);
      }
    };
    let errors: ReadonlyMap<string, string> = new Map();
    if (args.flag("--no-parallel")) {
      const ignoreFailures = args.flag("--ignore-pull-failures");
      for (const service of services) await orBuild(service, pullServiceImage(service, { quiet, ignoreFailures }));
    } else errors = await pullAtOnce(project, services, quiet, orBuild);
    if (mustBuild.length > 0)
      await logger.warning(
        `Some service image(s) must be built from source by running:\n    docker-compose build ${mustBuild.map(({ name }) => name).join(" ")}`,
      );
    if (errors.size > 0) throw new ProjectError([...errors.values()].join("\n"));
  },
};

async function pullAtOnce(
  { session }: Project,
  services: readonly Service[],
  quiet: boolean,
  orBuild: (service: Service, work: Promise<void>) => Promise<void>,
): Promise<ReadonlyMap<string, string>> {
  const { writer } = session;
  const { errors } = await parallelExecute(session, {
    objects: services,
    limit: AT_ONCE,
    ...(quiet ? {} : { message: "Pulling" }),
    name: ({ name }) => name,
    run: (service) =>
      orBuild(
        service,
        pullServiceImage(service, {
          quiet,
          onProgress: (event) => {
            if (!quiet) writer.status("Pulling", service.name, progressWord(event));
          },
        }),
      ),
  });
  return errors;
}
