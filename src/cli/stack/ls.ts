import { NAMESPACE_LABEL } from "../../compose/stack/stack-names.ts";
import { listServices } from "../../swarm/services.ts";
import { type Command, noArgs } from "../command.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { naturalOrder } from "../format/natural-order.ts";

interface StackRow {
  readonly name: string;
  readonly services: number;
}

/** docker/cli, `cli/command/stack/list_formatter.go`. */
const STACKS: ListFormat<StackRow> = {
  type: "*stack.stackContext",
  table: "table {{.Name}}\t{{.Services}}",
  columns: {
    Name: { header: "NAME", value: ({ name }) => name },
    Services: { header: "SERVICES", value: ({ services }) => String(services) },
  },
};

export const command: Command = {
  path: "stack ls",
  args: noArgs,
  async run({ engine, flags, out }) {
    const counts = new Map<string, number>();
    for (const { spec } of listServices(engine)) {
      const stack = spec.labels[NAMESPACE_LABEL];
      if (stack !== undefined) counts.set(stack, (counts.get(stack) ?? 0) + 1);
    }
    const rows = [...counts].map(([name, services]) => ({ name, services }));
    rows.sort((a, b) => naturalOrder(a.name, b.name));
    await out(formatList(STACKS, rows, { format: flags.string("format") }));
    return 0;
  },
};
