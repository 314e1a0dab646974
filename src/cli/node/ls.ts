import type { Engine } from "../../engine/engine.ts";
import { membershipOf } from "../../swarm/fabric.ts";
import { isMember, listNodes, type NodeInspect } from "../../swarm/nodes.ts";
import { type Command, noArgs } from "../command.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { hasSwarmLabel, parseSwarmFilters } from "../swarm/filters.ts";

/** `cli/command/node/formatter.go`. */
function nodeFormat(engine: Engine): ListFormat<NodeInspect> {
  const own = membershipOf(engine)?.node.id;
  const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  return {
    type: "*node.nodeContext",
    columns: {
      ID: { header: "ID", value: ({ ID }) => ID },
      Self: { header: "", value: ({ ID }) => ID === own },
      Hostname: { header: "HOSTNAME", value: ({ Description }) => Description.Hostname },
      Status: { header: "STATUS", value: ({ Status }) => title(Status.State) },
      Availability: { header: "AVAILABILITY", value: ({ Spec }) => title(Spec.Availability) },
      ManagerStatus: {
        header: "MANAGER STATUS",
        value: ({ ManagerStatus }) => (ManagerStatus?.Leader ? "Leader" : title(ManagerStatus?.Reachability ?? "")),
      },
      TLSStatus: { header: "TLS STATUS", value: () => "Ready" },
      EngineVersion: { header: "ENGINE VERSION", value: ({ Description }) => Description.Engine.EngineVersion },
    },
    table:
      "table {{.ID}} {{if .Self}}*{{else}} {{ end }}\t{{.Hostname}}\t{{.Status}}\t{{.Availability}}\t{{.ManagerStatus}}\t{{.EngineVersion}}",
    raw: "node_id: {{.ID}}\nhostname: {{.Hostname}}\nstatus: {{.Status}}\navailability: {{.Availability}}\nmanager_status: {{.ManagerStatus}}\n",
    rawQuiet: "node_id: {{.ID}}",
  };
}

export const command: Command = {
  path: "node ls",
  args: noArgs,
  async run({ engine, flags, out }) {
    const filters = parseSwarmFilters(flags.list("filter"), [
      "id",
      "label",
      "membership",
      "name",
      "node.label",
      "role",
    ]);
    filters.check("role", ["worker", "manager"]);
    filters.check("membership", ["pending", "accepted"]);
    const nodes = listNodes(engine)
      .filter((node) =>
        filters.accept({
          id: (value) => node.ID.startsWith(value),
          name: (value) => node.Description.Hostname.startsWith(value),
          role: (value) => node.Spec.Role === value.toLowerCase(),
          membership: (value) => isMember(engine, node.ID, value),
          label: (value) => hasSwarmLabel(node.Description.Engine.Labels, value),
          "node.label": (value) => hasSwarmLabel(node.Spec.Labels, value),
        }),
      )
      .sort((a, b) => naturalOrder(a.Description.Hostname, b.Description.Hostname));
    await out(formatList(nodeFormat(engine), nodes, { format: flags.string("format"), quiet: flags.bool("quiet") }));
    return 0;
  },
};
