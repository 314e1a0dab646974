import { projectContainers } from "../../compose/containers.ts";
import { LABEL } from "../../compose/labels.ts";
import { type ContainerSummary, containerSummaries } from "../../engine/container/list.ts";
import { anyArgs, type Command, CommandError } from "../command.ts";
import { containerFormat } from "../container/ps-format.ts";
import { formatList, type ListFormat } from "../format/list.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";
import { withNamed } from "./service-arguments.ts";

/** docker/compose, cmd/compose/ps.go. */
export const command: Command = {
  path: "compose ps",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine, out, now } = context;
      const statuses = [...flags.list("status"), ...statusFilter(flags.string("filter"))];
      const { name, project } = await compose.projectOrName();
      let services = args;
      if (project) {
        const known = Object.keys(project.services);
        withNamed(project, args);
        if (args.length === 0 && !flags.bool("orphans")) services = known;
      }
      const everything = flags.bool("all") || statuses.length > 0;
      const wanted = projectContainers({ engine }, name, {
        oneOff: flags.bool("all") ? "include" : "exclude",
        all: everything,
        services,
      });
      const ids = new Set(wanted.map(({ id }) => id));
      const rows = (await containerSummaries(engine, { all: true }))
        .filter(({ Id, State }) => ids.has(Id) && (statuses.length === 0 || statuses.includes(State)))
        .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
      if (flags.bool("quiet")) await out(rows.map(({ Id }) => `${Id}\n`).join(""));
      else if (flags.bool("services"))
        await out(`${[...new Set(rows.map(({ Labels }) => Labels[LABEL.service] ?? ""))].join("\n")}\n`);
      else
        await out(formatList(psFormat(now, !flags.bool("no-trunc"), engine), rows, { format: flags.string("format") }));
      return 0;
    }),
  complete: serviceNames,
};

function statusFilter(text: string): string[] {
  if (text === "") return [];
  const cut = text.indexOf("=");
  if (cut < 0) throw new CommandError("arguments to --filter should be in form KEY=VAL");
  const key = text.slice(0, cut);
  if (key === "source") throw new CommandError("not implemented");
  if (key !== "status") throw new CommandError(`unknown filter ${key}`);
  return [text.slice(cut + 1)];
}

const nameOf = ({ Names }: ContainerSummary) => (Names[0] ?? "").replace(/^\//, "");

/** What a template makes of a heading that Compose has none for. */
const NO_HEADER = "<no value>";

/** cmd/formatter/container.go: the list of `docker ps` with what Compose adds. */
function psFormat(
  now: number,
  trunc: boolean,
  { state }: { readonly state: { readonly containers: Readonly<Record<string, { readonly exitCode: number }>> } },
): ListFormat<ContainerSummary> {
  const base = containerFormat(now, trunc, false);
  const column = (header: string, value: (row: ContainerSummary) => unknown) => ({ header, value });
  const { HealthStatus: _health, Platform: _platform, ...columns } = base.columns;
  return {
    type: "*formatter.ContainerContext",
    columns: {
      ...columns,
      Name: column("NAME", nameOf),
      Service: column("SERVICE", ({ Labels }) => Labels[LABEL.service] ?? ""),
      Project: column("PROJECT", ({ Labels }) => Labels[LABEL.project] ?? ""),
      ExitCode: column(NO_HEADER, ({ Id }) => state.containers[Id]?.exitCode ?? 0),
      Health: column(NO_HEADER, ({ Health }) => (Health.Status === "none" ? "" : Health.Status)),
      Publishers: column(NO_HEADER, ({ Ports }) =>
        Ports.map(({ IP = "", PrivatePort, PublicPort = 0, Type }) => ({
          URL: IP,
          TargetPort: PrivatePort,
          PublishedPort: PublicPort,
          Protocol: Type,
        })),
      ),
    },
    table: "table {{.Name}}\t{{.Image}}\t{{.Command}}\t{{.Service}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}",
    ...(base.raw === undefined ? {} : { raw: base.raw }),
  };
}
