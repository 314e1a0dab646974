import { serializeConfig } from "../config/serialize.ts";
import { imageDigests } from "../project/image-digests.ts";
import { inTextOrder, textsAt } from "../python/py-value.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `config`. */
export const config: Subcommand = {
  name: "config",
  async run(context) {
    const { args, out } = context;
    const interpolate = !args.flag("--no-interpolate");
    const { config: found } = await context.sources({ interpolate });
    const digests = args.flag("--resolve-image-digests")
      ? await imageDigests(await context.project({ interpolate }))
      : {};
    if (args.flag("--quiet")) return;
    if (args.flag("--profiles")) {
      const profiles = new Set(found.services.flatMap((service) => textsAt(service.config, "profiles")));
      await out(`${[...profiles].sort(inTextOrder).join("\n")}\n`);
    } else if (args.flag("--services")) await out(`${found.services.map(({ name }) => name).join("\n")}\n`);
    else if (args.flag("--volumes")) await out(`${Object.keys(found.volumes).join("\n")}\n`);
    else if (args.text("--hash") !== undefined) {
      const asked = args.text("--hash") ?? "*";
      const project = await context.project({ interpolate });
      for (const service of project.select(asked === "*" ? [] : asked.split(",")))
        await out(`${service.name} ${service.configHash}\n`);
    } else await out(`${serializeConfig(found, digests, interpolate)}\n`);
  },
};
