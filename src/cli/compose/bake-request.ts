import { serviceImage } from "../../compose/names.ts";
import type { ComposeProject, ComposeService } from "../../compose/project.ts";
import type { BuildRequest } from "../../engine/build/build-request.ts";
import { requireTagged } from "../../engine/image/resolve.ts";
import { readBuildInput } from "../buildx/build-context.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { type BakeFlags, buildArguments, dockerfilePath, imageLabels } from "./bake-definition.ts";

/**
 * What is to be built for a service: its context read, its flags and the file's put together.
 * @throws CommandError for a context or a Dockerfile that is not there, in bake's words
 */
export async function bakeRequest(
  { process, engine }: CommandContext,
  project: ComposeProject,
  service: ComposeService,
  flags: BakeFlags,
): Promise<BuildRequest> {
  const config = service.build;
  if (!config) throw new RangeError(`service ${service.name} has nothing to build`);
  let input: Awaited<ReturnType<typeof readBuildInput>>;
  try {
    const dockerfile = dockerfilePath(config.context, config.dockerfile) ?? "";
    input = await readBuildInput(process, engine, config.context, dockerfile);
  } catch (error) {
    if (error instanceof CommandError)
      throw new CommandError(error.message.replace(/^ERROR: failed to build: /, "").replace(/^ERROR: /, ""));
    throw error;
  }
  if (config.dockerfileInline !== undefined)
    input = { ...input, dockerfile: { name: "Dockerfile", source: config.dockerfileInline } };
  const { network } = config;
  return {
    ...input,
    tags: [...config.tags, serviceImage(project, service)].map(requireTagged),
    target: config.target ?? "",
    buildArgs: buildArguments(config, project.environment, flags.args),
    labels: imageLabels(project, service),
    noCache: config.noCache || (flags.noCache ?? false),
    pull: config.pull || (flags.pull ?? false),
    push: (flags.push ?? false) && service.image !== undefined,
    network: network === "none" || network === "host" ? network : "default",
    provenance: flags.provenance ?? true,
    secrets: secretsOf(process, project, service),
    extraHosts: Object.fromEntries(config.extraHosts.map((pair) => pair.split(/=(.*)/s))),
    credentials: (reference) => storedCredentials(process, reference),
    signal: process.signal,
  };
}

/** What `RUN --mount=type=secret` may see. @throws CommandError for a file that is not there */
function secretsOf(
  { env, files }: CommandContext["process"],
  project: ComposeProject,
  { build }: ComposeService,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { source, target: id = source } of build?.secrets ?? []) {
    const { environment, file } = project.secrets[source] ?? {};
    if (environment !== undefined) found[id] = project.environment[environment] ?? env[environment] ?? "";
    else if (file !== undefined) {
      if (!files.exists(file))
        throw new CommandError(`failed to stat ${file}: stat ${file}: no such file or directory`);
      found[id] = files.readFile(file);
    }
  }
  return found;
}
