import { randomName } from "../../engine/container/random-name.ts";
import { resolvePath } from "../../kernel/filesystem.ts";
import { requireManager } from "../../swarm/fabric.ts";
import { createService } from "../../swarm/services.ts";
import { type Command, minArgs } from "../command.ts";
import { payloadCheck } from "../payload/references.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { showConvergence } from "./convergence.ts";
import { pinnedImage } from "./pinned-image.ts";
import { withRegistryAuth } from "./registry-auth.ts";
import { mountCheck, portCheck, serviceSpec } from "./service-spec.ts";

export const command: Command = {
  path: "service create",
  args: minArgs(1),
  checks: { secret: payloadCheck("secret"), config: payloadCheck("config"), publish: portCheck, mount: mountCheck },
  async run(context) {
    const { engine, flags, args, process, out } = context;
    const [image = "", ...rest] = args;
    const { cluster } = requireManager(engine);
    const taken = (name: string) => Object.values(cluster.services).some(({ spec }) => spec.name === name);
    const name = flags.string("name") || randomName(engine.random, taken);
    const sources = {
      engine,
      flags,
      files: process.files,
      path: (file: string) => resolvePath(process.cwd, file),
      env: process.env,
    };
    const credentials = flags.bool("with-registry-auth") ? storedCredentials(process, image) : undefined;
    const pinned = flags.bool("no-resolve-image") ? image : await pinnedImage(context, image, credentials);
    const spec = serviceSpec(sources, name, pinned, rest);
    const id = createService(engine, { ...spec, task: withRegistryAuth(spec.task, credentials) });
    await out(`${id}\n`);
    if (flags.bool("detach")) return 0;
    return showConvergence(context, id, flags.bool("quiet"));
  },
};
