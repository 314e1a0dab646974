import { requireManager } from "../../swarm/leadership.ts";
import { nodeReference, requireNode } from "../../swarm/nodes.ts";
import type { Task } from "../../swarm/task.ts";
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
    const given = [...flags.list("filter")];
    parseTaskFilters(engine, given);
    const tasks: Task[] = [];
    const missing: string[] = [];
    for (const ref of args.length === 0 ? ["self"] : args) {
      try {
        // The client's filter keeps the nodes that were asked for before, and so asks for their tasks again.
        given.push(`node=${requireNode(engine, nodeReference(engine, ref)).id}`);
        const filters = parseTaskFilters(engine, given);
        tasks.push(...Object.values(cluster.tasks).filter((task) => acceptTask(cluster, filters, task)));
      } catch (error) {
        const text = failureText(error);
        if (text === undefined) throw error;
        missing.push(text);
      }
    }
    const truncate = !flags.bool("no-trunc");
    const resolve = !flags.bool("no-resolve");
    const format = flags.string("format");
    const quiet = flags.bool("quiet");
    const marked = !quiet && (format === "" || format.startsWith("table"));
    const rows = taskRows(cluster, tasks, marked, resolve);
    if (missing.length === 0 || tasks.length > 0)
      await out(formatList(taskFormat(cluster, { now, truncate, resolve }), rows, { format, quiet }));
    if (missing.length === 0) return 0;
    await err(`${missing.join("\n")}\n`);
    return 1;
  },
  complete: ({ engine }) => nodeNames(engine),
};
