import { EngineError } from "../../engine/errors.ts";
import { requireManager } from "../../swarm/leadership.ts";
import { nodeReference } from "../../swarm/nodes.ts";
import type { Service } from "../../swarm/service.ts";
import { requireService } from "../../swarm/services.ts";
import { tasksOf } from "../../swarm/tasks.ts";
import { type Command, minArgs } from "../command.ts";
import { formatList } from "../format/list.ts";
import { acceptTask, parseTaskFilters } from "../swarm/filters.ts";
import { serviceNames } from "./service-names.ts";
import { taskFormat, taskRows } from "./task-list.ts";

export const command: Command = {
  path: "service ps",
  args: minArgs(1),
  async run({ engine, flags, args, out, err, now }) {
    const { cluster } = requireManager(engine);
    // Here alone the client knows "self" in a filter.
    const asked = flags
      .list("filter")
      .map((text) => text.replace(/^node=self$/, `node=${nodeReference(engine, "self")}`));
    const filters = parseTaskFilters(engine, asked);
    const services: Service[] = [];
    const missing: string[] = [];
    for (const ref of args) {
      try {
        services.push(requireService(engine, ref));
      } catch (error) {
        if (!(error instanceof EngineError)) throw error;
        missing.push(`no such service: ${ref}`);
      }
    }
    if (services.length > 0) {
      const tasks = services
        .flatMap((service) => tasksOf(cluster, service))
        .filter((task) => acceptTask(cluster, filters, task));
      const quiet = flags.bool("quiet");
      const truncate = !flags.bool("no-trunc") && !quiet;
      const resolve = !flags.bool("no-resolve");
      const format = flags.string("format");
      const table = format === "" || format.startsWith("table");
      const rows = taskRows(cluster, tasks, table && !quiet, resolve);
      await out(formatList(taskFormat(cluster, { now, truncate, resolve }), rows, { format, quiet }));
    }
    if (missing.length === 0) return 0;
    await err(`${missing.join("\n")}\n`);
    return 1;
  },
  complete: ({ engine }) => serviceNames(engine),
};
