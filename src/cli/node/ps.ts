import { requireManager } from "../../swarm/fabric.ts";
import { requireNode } from "../../swarm/nodes.ts";
import { anyArgs, type Command } from "../command.ts";
import { formatList } from "../format/list.ts";
import { taskFormat, taskRows } from "../service/task-list.ts";
import { acceptTask, parseSwarmFilters, TASK_FILTERS } from "../swarm/filters.ts";
import { nodeNames } from "./node-names.ts";

export const command: Command = {
  path: "node ps",
  args: anyArgs,
  async run({ engine, flags, args, out, now }) {
    const { cluster } = requireManager(engine);
    const filters = parseSwarmFilters(flags.list("filter"), TASK_FILTERS);
    const nodes = (args.length === 0 ? ["self"] : args).map((ref) => requireNode(engine, ref).id);
    const tasks = Object.values(cluster.tasks).filter(
      (task) =>
        nodes.includes(task.nodeId ?? "") && task.desiredState !== "remove" && acceptTask(cluster, filters, task),
    );
    const truncate = !flags.bool("no-trunc");
    const resolve = !flags.bool("no-resolve");
    const format = flags.string("format");
    const quiet = flags.bool("quiet");
    const marked = !quiet && (format === "" || format.startsWith("table"));
    const rows = taskRows(cluster, tasks, marked, resolve);
    await out(formatList(taskFormat(cluster, { now, truncate, resolve }), rows, { format, quiet }));
    return 0;
  },
  complete: ({ engine }) => nodeNames(engine),
};
