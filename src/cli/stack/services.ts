import { type Command, exactArgs } from "../command.ts";
import { formatList } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { serviceFilters } from "../service/service-filters.ts";
import { SERVICE_TABLE, serviceFormat } from "../service/service-list.ts";
import { checkStackName, stackNames } from "./stack-name.ts";
import { stackObjects } from "./stack-objects.ts";

export const command: Command = {
  path: "stack services",
  args: exactArgs(1),
  async run({ engine, flags, args, out, err }) {
    const [stack = ""] = args;
    checkStackName(stack);
    const isWanted = serviceFilters(flags.list("filter"));
    const services = stackObjects(engine, stack)
      .services.filter(isWanted)
      .sort((a, b) => naturalOrder(a.spec.name, b.spec.name));
    if (services.length === 0) {
      await err(`Nothing found in stack: ${stack}\n`);
      return 0;
    }
    const options = { format: flags.string("format"), quiet: flags.bool("quiet") };
    await out(formatList(serviceFormat(engine, SERVICE_TABLE), services, options));
    return 0;
  },
  complete: ({ engine }) => stackNames(engine),
};
