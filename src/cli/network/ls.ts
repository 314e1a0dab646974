import { listNetworks } from "../../engine/network/filter.ts";
import type { Network } from "../../engine/network/network.ts";
import { type Command, noArgs } from "../command.ts";
import { filterValues } from "../filters.ts";
import { goTime } from "../format/go-time.ts";
import { LABEL_COLUMNS } from "../format/label-columns.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";

/** docker/cli, `cli/command/formatter/network.go`. */
const networks = (whole: boolean): ListFormat<Network> => ({
  type: "*network.networkContext",
  table: "table {{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}",
  raw: "network_id: {{.ID}}\nname: {{.Name}}\ndriver: {{.Driver}}\nscope: {{.Scope}}\n",
  rawQuiet: "network_id: {{.ID}}",
  columns: {
    ID: { header: "NETWORK ID", value: ({ id }) => (whole ? id : id.slice(0, 12)) },
    Name: { header: "NAME", value: ({ name }) => name },
    Driver: { header: "DRIVER", value: ({ driver }) => driver },
    Scope: { header: "SCOPE", value: ({ scope }) => scope },
    IPv4: { header: "IPV4", value: ({ enableIPv4 = true }) => String(enableIPv4) },
    IPv6: { header: "IPV6", value: ({ enableIPv6 }) => String(enableIPv6) },
    Internal: { header: "INTERNAL", value: ({ internal }) => String(internal) },
    ...LABEL_COLUMNS,
    CreatedAt: { header: "CREATED AT", value: ({ created }) => goTime(created) },
  },
});

export const command: Command = {
  path: "network ls",
  args: noArgs,
  async run({ engine, flags, out }) {
    const found = listNetworks(engine, filterValues(flags.list("filter")));
    found.sort((a, b) => naturalOrder(a.name, b.name));
    const options = { format: flags.string("format"), quiet: flags.bool("quiet") };
    await out(formatList(networks(flags.bool("no-trunc")), found, options));
    return 0;
  },
};
