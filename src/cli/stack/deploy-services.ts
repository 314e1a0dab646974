import type { StackFile } from "../../compose/stack/stack-file.ts";
import { IMAGE_LABEL, scoped } from "../../compose/stack/stack-names.ts";
import { stackServiceSpec } from "../../compose/stack/stack-service.ts";
import type { StackLookups } from "../../compose/stack/stack-task.ts";
import type { Engine, RegistryCredentials } from "../../engine/engine.ts";
import type { Service, ServiceSpec } from "../../swarm/service.ts";
import { createService, removeService, updateService } from "../../swarm/services.ts";
import { type CommandContext, CommandError } from "../command.ts";
import { withIds } from "../payload/references.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { type PinnedImage, pinnedImage, taggedImage } from "../service/pinned-image.ts";
import { withRegistryAuth } from "../service/registry-auth.ts";
import { networkTarget } from "../service/service-spec.ts";
import { demandRoom } from "../service/task-limit.ts";
import { attempt } from "./deploy-resources.ts";
import { stackObjects } from "./stack-objects.ts";

/** When the registry is asked for an image's digest. */
type ResolveImage = "always" | "changed" | "never";

/**
 * Makes a stack's services, or updates those that are there, and returns their ids (docker/cli,
 * cli/command/stack/deploy_composefile.go, deployServices).
 * @throws CommandError, ComposeError
 */
export async function deployServices(
  context: CommandContext,
  stack: string,
  file: StackFile,
  resolve: ResolveImage,
): Promise<string[]> {
  const { engine, flags, out, err, process } = context;
  const known = new Map(stackObjects(engine, stack).services.map((service) => [service.spec.name, service]));
  const lookups = lookupsIn(engine);
  const specs = Object.values(file.services).map((service) => {
    try {
      return stackServiceSpec(stack, file, service, lookups);
    } catch (error) {
      if (error instanceof CommandError) throw new CommandError(`service ${service.name}: ${error.message}`);
      throw error;
    }
  });
  const ids: string[] = [];
  for (const spec of specs) {
    const { name } = spec;
    const old = known.get(name);
    demandRoom(context, spec);
    await out(old ? `Updating service ${name} (id: ${old.id})\n` : `Creating service ${name}\n`);
    const sends = flags.bool("with-registry-auth");
    const credentials = sends ? storedCredentials(process, spec.task.image) : undefined;
    const { image, warning } = await resolvedImage(engine, spec, old, resolve, credentials);
    // What a service has stays, unless the flag says otherwise.
    const auth = sends ? credentials : old?.spec.task.registryAuth;
    const task = withRegistryAuth({ ...spec.task, image, forceUpdate: old?.spec.task.forceUpdate ?? 0 }, auth);
    if (old) {
      attempt(`failed to update service ${name}`, () => updateService(engine, old.id, { ...spec, task }));
      // The client shows the daemon's warnings only for an update.
      await err(warning);
      ids.push(old.id);
    } else {
      ids.push(attempt(`failed to create service ${name}`, () => createService(engine, { ...spec, task })));
    }
  }
  return ids;
}

const lookupsIn = (engine: Engine): StackLookups => ({
  network: (name) => networkTarget(engine, name),
  secrets: (asked) => withIds(engine, "secret", asked),
  configs: (asked) => withIds(engine, "config", asked),
});

async function resolvedImage(
  engine: Engine,
  { task, labels }: ServiceSpec,
  old: Service | undefined,
  resolve: ResolveImage,
  credentials: RegistryCredentials | undefined,
): Promise<PinnedImage> {
  const same = old?.spec.labels[IMAGE_LABEL] === labels[IMAGE_LABEL];
  if (old && same && resolve !== "always") return { image: old.spec.task.image, warning: "" };
  if (resolve === "never") return { image: taggedImage(task.image), warning: "" };
  return pinnedImage(engine, task.image, credentials);
}

/** Removes the services of a stack that its files no longer name (`--prune`). */
export async function pruneServices({ engine, out }: CommandContext, stack: string, file: StackFile): Promise<void> {
  const named = new Set(Object.keys(file.services).map((key) => scoped(stack, key)));
  for (const { id, spec } of stackObjects(engine, stack).services) {
    if (named.has(spec.name)) continue;
    await out(`Removing service ${spec.name}\n`);
    removeService(engine, id);
  }
}
