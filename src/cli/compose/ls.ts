import { type ProjectContainer, viewOf } from "../../compose/containers.ts";
import { LABEL } from "../../compose/labels.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { composeList } from "./compose-table.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, pkg/compose/ls.go (recording 13): every project of the host. */
export const command: Command = {
  path: "compose ls",
  args: noArgs,
  run: (context) =>
    ComposeInvocation.run(context, async () => {
      const { flags, engine, out } = context;
      const format = flags.string("format");
      const names = nameFilters(flags.list("filter"));
      const projects = new Map<string, ProjectContainer[]>();
      for (const container of Object.values(engine.state.containers).map(viewOf)) {
        const running = container.status === "running" || container.status === "paused";
        if (container.project === "" || container.oneOff || !(running || flags.bool("all"))) continue;
        projects.set(container.project, [...(projects.get(container.project) ?? []), container]);
      }
      const rows = [...projects]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .filter(([name]) => names.length === 0 || names.some((wanted) => new RegExp(wanted).test(name)))
        .map(([Name, containers]) => ({
          Name,
          Status: statusOf(containers),
          ConfigFiles: [...new Set(containers.map(({ labels }) => labels[LABEL.configFiles] ?? "N/A"))].join(","),
        }));
      if (flags.bool("quiet")) await out(rows.map(({ Name }) => `${Name}\n`).join(""));
      else if (format.toLowerCase() === "json") await out(`${JSON.stringify(rows)}\n`);
      else
        await out(
          composeList(
            format,
            ["NAME", "STATUS", "CONFIG FILES"],
            rows.map(({ Name, Status, ConfigFiles }) => [Name, Status, ConfigFiles]),
          ),
        );
      return 0;
    }),
};

function nameFilters(filters: readonly string[]): string[] {
  return filters.map((text) => {
    const key = text.slice(0, text.indexOf("="));
    if (key !== "name") throw new CommandError(`invalid filter '${key}'`);
    return text.slice(text.indexOf("=") + 1);
  });
}

/** `exited(1), running(2)` */
function statusOf(containers: readonly ProjectContainer[]): string {
  const counts = new Map<string, number>();
  for (const { status } of containers) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${status}(${count})`)
    .join(", ");
}
