import { hasLabel } from "../../engine/labels.ts";
import { listServices } from "../../swarm/services.ts";
import { type Command, noArgs } from "../command.ts";
import { formatList } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { parseSwarmFilters } from "../swarm/filters.ts";
import { SERVICE_TABLE, serviceFormat } from "./service-list.ts";

export const command: Command = {
  path: "service ls",
  args: noArgs,
  async run({ engine, flags, out }) {
    const filters = parseSwarmFilters(flags.list("filter"), ["id", "label", "mode", "name"]);
    const services = listServices(engine)
      .filter(({ id, spec }) =>
        filters.accept({
          id: (value) => id.startsWith(value),
          name: (value) => spec.name.startsWith(value),
          mode: (value) => spec.mode.kind === value,
          label: (value) => hasLabel(spec.labels, value),
        }),
      )
      .sort((a, b) => naturalOrder(a.spec.name, b.spec.name));
    const format = serviceFormat(engine, SERVICE_TABLE);
    await out(formatList(format, services, { format: flags.string("format"), quiet: flags.bool("quiet") }));
    return 0;
  },
};
