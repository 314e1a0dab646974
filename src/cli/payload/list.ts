import type { SecretObject } from "../../swarm/cluster.ts";
import { listPayloads, type PayloadKind } from "../../swarm/payloads.ts";
import type { CommandContext } from "../command.ts";
import { humanDuration } from "../format/duration.ts";
import { LABEL_COLUMNS } from "../format/label-columns.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";
import { hasSwarmLabel, parseSwarmFilters } from "../swarm/filters.ts";

/** docker/cli, `cli/command/secret/formatter.go` and `cli/command/config/formatter.go`. @param now the lab's time, ms */
function payloadFormat(kind: PayloadKind, now: number): ListFormat<SecretObject> {
  const ago = (timestamp: string) => `${humanDuration(now - Date.parse(timestamp))} ago`;
  const secret = kind === "secret";
  return {
    type: secret ? "*secret.secretContext" : "*config.configContext",
    table: `table {{.ID}}\t{{.Name}}${secret ? "\t{{.Driver}}" : ""}\t{{.CreatedAt}}\t{{.UpdatedAt}}`,
    columns: {
      ID: { header: "ID", value: ({ id }) => id },
      Name: { header: "NAME", value: ({ name }) => name },
      ...(secret ? { Driver: { header: "DRIVER", value: ({ driver = "" }: SecretObject) => driver } } : {}),
      CreatedAt: { header: "CREATED", value: ({ createdAt }) => ago(createdAt) },
      UpdatedAt: { header: "UPDATED", value: ({ updatedAt }) => ago(updatedAt) },
      ...LABEL_COLUMNS,
    },
  };
}

/** `docker secret ls`, `docker config ls`. */
export async function listPayloadsOf(kind: PayloadKind, { engine, flags, out, now }: CommandContext): Promise<number> {
  const filters = parseSwarmFilters(flags.list("filter"), [
    "id",
    "label",
    "name",
    ...(kind === "secret" ? ["names"] : []),
  ]);
  const found = listPayloads(engine, kind)
    .filter(({ id, name, labels }) =>
      filters.accept({
        id: (value) => id.startsWith(value),
        name: (value) => name.startsWith(value),
        names: (value) => name === value,
        label: (value) => hasSwarmLabel(labels, value),
      }),
    )
    .sort((a, b) => naturalOrder(a.name, b.name));
  const options = { format: flags.string("format"), quiet: flags.bool("quiet") };
  await out(formatList(payloadFormat(kind, now), found, options));
  return 0;
}
