import { requireService, rollBackService, updateService } from "../../swarm/services.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { storedCredentials } from "../registry/stored-credentials.ts";
import { showConvergence } from "./convergence.ts";
import { pinnedImage, taggedImage } from "./pinned-image.ts";
import { withRegistryAuth } from "./registry-auth.ts";
import { UPDATE_CHECKS } from "./service-checks.ts";
import { serviceNames } from "./service-names.ts";
import { specSources } from "./service-spec.ts";
import { demandRoom } from "./task-limit.ts";
import { updatedSpec } from "./updated-spec.ts";

export const command: Command = {
  path: "service update",
  args: exactArgs(1),
  checks: UPDATE_CHECKS,
  async run(context) {
    const { engine, flags, args, process, out, err, command: spec } = context;
    const [ref = ""] = args;
    const service = requireService(engine, ref);
    if (flags.bool("rollback")) {
      const alone = ["rollback", "detach", "quiet"];
      if (spec.flags.some(({ name }) => flags.changed(name) && !alone.includes(name)))
        throw new CommandError("other flags may not be combined with --rollback");
      rollBackService(engine, ref);
    } else {
      const sources = specSources(context);
      const asked = flags.changed("image") ? flags.string("image") : undefined;
      // What is wrong with the other flags is said before a registry is asked.
      demandRoom(context, updatedSpec(sources, service.spec));
      const sends = flags.bool("with-registry-auth");
      const credentials = sends ? storedCredentials(process, asked ?? service.spec.task.image) : undefined;
      const resolves = asked !== undefined && !flags.bool("no-resolve-image");
      const pinned = resolves ? await pinnedImage(engine, asked, credentials) : undefined;
      const after = updatedSpec(sources, service.spec, pinned?.image ?? (asked && taggedImage(asked)));
      // What the service has stays, unless the flag says otherwise (registryAuthFrom=spec).
      updateService(engine, ref, sends ? { ...after, task: withRegistryAuth(after.task, credentials) } : after);
      await err(pinned?.warning ?? "");
    }
    await out(`${ref}\n`);
    return flags.bool("detach") ? 0 : showConvergence(context, ref, flags.bool("quiet"));
  },
  complete: ({ engine, flag }) => {
    if (flag === "endpoint-mode") return ["dnsrr", "vip"];
    if (flag === "restart-condition") return ["any", "none", "on-failure"];
    if (flag === "update-order" || flag === "rollback-order") return ["start-first", "stop-first"];
    if (flag === "update-failure-action") return ["continue", "pause", "rollback"];
    if (flag === "rollback-failure-action") return ["continue", "pause"];
    return serviceNames(engine);
  },
};
