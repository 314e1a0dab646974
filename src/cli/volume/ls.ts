import { listVolumes } from "../../engine/volume/filter.ts";
import { mountpointOf, type Volume } from "../../engine/volume/volume.ts";
import { type Command, noArgs } from "../command.ts";
import { filterValues } from "../filters.ts";
import { LABEL_COLUMNS } from "../format/label-columns.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";

/** docker/cli, `cli/command/formatter/volume.go`; sizes are only told by `docker system df -v`. */
export const VOLUMES: ListFormat<Volume> = {
  type: "*formatter.volumeContext",
  table: "table {{.Driver}}\t{{.Name}}",
  quiet: "{{.Name}}",
  raw: "name: {{.Name}}\ndriver: {{.Driver}}\n",
  rawQuiet: "name: {{.Name}}",
  columns: {
    Availability: { header: "AVAILABILITY", value: () => "N/A" },
    Driver: { header: "DRIVER", value: ({ driver }) => driver },
    Group: { header: "GROUP", value: () => "N/A" },
    ...LABEL_COLUMNS,
    Links: { header: "LINKS", value: () => "N/A" },
    Mountpoint: { header: "MOUNTPOINT", value: (volume) => mountpointOf(volume) },
    Name: { header: "VOLUME NAME", value: ({ name }) => name },
    Scope: { header: "SCOPE", value: () => "local" },
    Size: { header: "SIZE", value: () => "N/A" },
    Status: { header: "STATUS", value: () => "N/A" },
  },
};

export const command: Command = {
  path: "volume ls",
  args: noArgs,
  async run({ engine, flags, out }) {
    const found = listVolumes(engine, filterValues(flags.list("filter")));
    found.sort((a, b) => naturalOrder(a.name, b.name));
    await out(formatList(VOLUMES, found, { format: flags.string("format"), quiet: flags.bool("quiet") }));
    return 0;
  },
};
