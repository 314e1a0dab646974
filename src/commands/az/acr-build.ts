import { readBuildInput } from "../../cli/buildx/build-context.ts";
import { CommandError } from "../../cli/command.ts";
import { issueToken, loginServer, TOKEN_USER } from "../../cloud/registries.ts";
import { ClassicFailure, classicBuild } from "../../engine/build/classic-build.ts";
import { pushImage } from "../../engine/image/push.ts";
import { fullReference, parseReference, withDefaultTag } from "../../engine/image/reference.ts";
import { REGISTRY, registryOf } from "./acr.ts";
import { type AzCommand, AzError, type AzRun } from "./az-command.ts";
import { pairOf, RESOURCE_GROUP } from "./common-arguments.ts";

/** Until an agent of the cloud is free, ms. */
const QUEUE_MS = 3000;

/** `az acr build`: a build in the cloud, rebuilt from its reference; its steps are the classic builder's. */
export const acrBuild: AzCommand = {
  path: "acr build",
  summary: "Queues a quick build, providing streaming logs for an Azure Container Registry.",
  arguments: [
    { ...REGISTRY, names: ["--registry", "-r", "--name", "-n"] },
    { names: ["SOURCE"], help: "The local source code directory path." },
    {
      names: ["--image", "-t"],
      help: "The name and tag of the image using the format: '-t repo/image:tag'.",
      kind: "repeated",
    },
    {
      names: ["--file", "-f"],
      help: "The relative path of the the docker file to the source code root folder.",
      default: "Dockerfile",
    },
    { names: ["--build-arg"], help: "Build argument in '--build-arg name[=value]' format.", kind: "repeated" },
    { names: ["--target"], help: "The name of the target build stage." },
    { names: ["--no-push"], help: "Indicates whether the image built should be pushed to the registry.", kind: "flag" },
    RESOURCE_GROUP,
  ],
  examples: [
    [
      "az acr build -t sample/hello-world:{{.Run.ID}} -r myregistry .",
      "Queue a local context as a Linux build, tag it, and push it to the registry.",
    ],
  ],
  run: build,
};

async function build(run: AzRun) {
  const registry = registryOf(run, "registry");
  const { process, cloud } = run;
  const engine = cloud.ports.engine();
  const path = run.text("SOURCE") ?? ".";
  const server = loginServer(registry);
  const file = run.required("file");
  const input = await readBuildInput(
    process,
    engine,
    path,
    file === "Dockerfile" ? "" : `${path.replace(/\/$/, "")}/${file}`,
  ).catch((error: unknown) => {
    if (error instanceof CommandError) throw new AzError("Unable to find the source: ".concat(`'${path}'.`));
    throw error;
  });
  if (input.dockerfile.source === undefined) throw new AzError(`Unable to find '${file}'.`);
  await run.warn("Packing source code into tar to upload...");
  await run.warn(`Sending context to registry: ${registry.name}...`);
  registry.runs++;
  const id = `ca${registry.runs}`;
  await run.warn(`Queued a build with ID: ${id}`);
  await run.warn("Waiting for an agent...");
  await cloud.work(QUEUE_MS, process.signal);
  const began = cloud.clock.now();
  const tags = (run.list("image") ?? []).map((name) =>
    fullReference(withDefaultTag(parseReference(`${server}/${name.replaceAll("{{.Run.ID}}", id)}`))),
  );
  const agent = { username: TOKEN_USER, password: issueToken(cloud, registry) };
  const buildArgs = Object.fromEntries((run.list("build-arg") ?? []).map(pairOf));
  try {
    await classicBuild(
      engine,
      {
        ...input,
        tags,
        buildArgs,
        target: run.text("target") ?? "",
        labels: {},
        noCache: true,
        network: "default",
        provenance: false,
        // The agent is logged in to the registry that it builds for.
        credentials: (reference) => (parseReference(reference).domain === server ? agent : undefined),
        signal: process.signal,
      },
      { stream: (text) => run.out(text), progress: () => {} },
    );
  } catch (error) {
    if (!(error instanceof ClassicFailure)) throw error;
    await run.out(`${error.message}\n`);
    throw new AzError(`Run failed: Run ID: ${id} failed after the build.`);
  }
  if (!run.has("no-push"))
    for (const tag of tags)
      await pushImage(engine, tag, {
        signal: process.signal,
        credentials: agent,
        onProgress: ({ id, status, progress }) =>
          progress === undefined || /^(Pushed|.*exists)$/.test(status)
            ? run.out(`${id === undefined ? "" : `${id}: `}${status}\n`)
            : undefined,
      });
  await run.out(`\nRun ID: ${id} was successful after ${elapsed(cloud.clock.now() - began)}\n`);
  return undefined;
}

/** How long a run took, as the service writes it: "41s", "1m23s". */
function elapsed(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
