import { listServices } from "../../swarm/services.ts";
import { type Command, noArgs } from "../command.ts";
import { formatList } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { serviceFilters } from "./service-filters.ts";
import { SERVICE_TABLE, serviceFormat } from "./service-list.ts";

export const command: Command = {
  path: "service ls",
  args: noArgs,
  async run({ engine, flags, out }) {
    const isWanted = serviceFilters(flags.list("filter"));
    const services = listServices(engine)
      .filter(isWanted)
      .sort((a, b) => naturalOrder(a.spec.name, b.spec.name));
    const format = serviceFormat(engine, SERVICE_TABLE);
    await out(formatList(format, services, { format: flags.string("format"), quiet: flags.bool("quiet") }));
    return 0;
  },
};
