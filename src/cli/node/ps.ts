import { requireManager } from "../../swarm/leadership.ts";
import { nodeReference, requireNode } from "../../swarm/nodes.ts";
import { anyArgs, type Command } from "../command.ts";
import { failureText } from "../failure.ts";
import { formatList } from "../format/list.ts";
import { taskFormat, taskRows } from "../service/task-list.ts";
import { acceptTask, parseTaskFilters } from "../swarm/filters.ts";
import { nodeNames } from "./node-names.ts";

export const command: Command = {
  path: "node ps",
  args: anyArgs,
  async run({ engine, flags, args, out, err, now }) {
    const { cluster } = requireManager(engine);
    const filters = parseTaskFilters(engine, flags.list("filter"));
    const nodes: string[] = [];
    const missing: string[] = [];
    for (const ref of args.length === 0 ? ["self"] : args) {
      try {
        nodes.push(requireNode(engine, nodeReference(engine, ref)).id);
      } catch (error) {
        const text = failureText(error);
        if (text === undefined) throw error;
        missing.push(text);
      }
    }
    const listed = Object.values(cluster.tasks).filter(
      (task) => task.desiredState !== "remove" && acceptTask(cluster, filters, task),
    );
    // For each node the client asks for its tasks and, again, for those of all nodes before it.
    const tasks = nodes.flatMap((_, i) => listed.filter(({ nodeId = "" }) => nodes.slice(0, i + 1).includes(nodeId)));
    const truncate = !flags.bool("no-trunc");
    const resolve = !flags.bool("no-resolve");
    const format = flags.string("format");
    const quiet = flags.bool("quiet");
    const marked = !quiet && (format === "" || format.startsWith("table"));
    const rows = taskRows(cluster, tasks, marked, resolve);
    if (nodes.length > 0)
      await out(formatList(taskFormat(cluster, { now, truncate, resolve }), rows, { format, quiet }));
    if (missing.length === 0) return 0;
    await err(`${missing.join("\n")}\n`);
    return 1;
  },
  complete: ({ engine }) => nodeNames(engine),
};
