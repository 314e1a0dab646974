import { requireManager } from "../../swarm/leadership.ts";
import { type Command, CommandError, exactArgs } from "../command.ts";
import { formatList } from "../format/list.ts";
import { taskFormat, taskRows } from "../service/task-list.ts";
import { acceptTask, parseTaskFilters } from "../swarm/filters.ts";
import { checkStackName, stackNames } from "./stack-name.ts";
import { stackObjects } from "./stack-objects.ts";

export const command: Command = {
  path: "stack ps",
  args: exactArgs(1),
  async run({ engine, flags, args, out, now }) {
    const [stack = ""] = args;
    checkStackName(stack);
    const { cluster } = requireManager(engine);
    const filters = parseTaskFilters(engine, flags.list("filter"));
    const tasks = stackObjects(engine, stack).tasks.filter((task) => acceptTask(cluster, filters, task));
    if (tasks.length === 0) throw new CommandError(`nothing found in stack: ${stack}`);
    const [format, quiet, resolve] = [flags.string("format"), flags.bool("quiet"), !flags.bool("no-resolve")];
    const table = (format === "" || format.startsWith("table")) && !quiet;
    const list = taskFormat(cluster, { now, truncate: !flags.bool("no-trunc"), resolve });
    await out(formatList(list, taskRows(cluster, tasks, table, resolve), { format, quiet }));
    return 0;
  },
  complete: ({ engine }) => stackNames(engine),
};
