import { randomName } from "../../engine/container/random-name.ts";
import { requireManager } from "../../swarm/leadership.ts";
import { createService } from "../../swarm/services.ts";
import { type Command, minArgs } from "../command.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { showConvergence } from "./convergence.ts";
import { pinnedImage, taggedImage } from "./pinned-image.ts";
import { withRegistryAuth } from "./registry-auth.ts";
import { CREATE_CHECKS } from "./service-checks.ts";
import { serviceSpec, specSources } from "./service-spec.ts";
import { demandRoom } from "./task-limit.ts";

export const command: Command = {
  path: "service create",
  args: minArgs(1),
  checks: CREATE_CHECKS,
  async run(context) {
    const { engine, flags, args, process, out, err } = context;
    const [image = "", ...rest] = args;
    const { cluster } = requireManager(engine);
    const taken = (name: string) => Object.values(cluster.services).some(({ spec }) => spec.name === name);
    const name = flags.string("name") || randomName(engine.random, taken);
    const sources = specSources(context);
    const spec = serviceSpec(sources, name, taggedImage(image), rest);
    demandRoom(context, spec);
    const credentials = flags.bool("with-registry-auth") ? storedCredentials(process, image) : undefined;
    const pinned = flags.bool("no-resolve-image") ? undefined : await pinnedImage(engine, image, credentials);
    const task = withRegistryAuth({ ...spec.task, ...(pinned ? { image: pinned.image } : {}) }, credentials);
    const id = createService(engine, { ...spec, task });
    await err(pinned?.warning ?? "");
    await out(`${id}\n`);
    if (flags.bool("detach")) return 0;
    return showConvergence(context, id, flags.bool("quiet"));
  },
};
