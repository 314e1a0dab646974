import { type ProjectContainer, projectContainers, serviceContainer, sortedByName } from "../../compose/containers.ts";
import { LABEL } from "../../compose/labels.ts";
import { logName } from "../../compose/names.ts";
import type { ComposeProject } from "../../compose/project.ts";
import { followLogs, type LogOptions, logTime, readLogs } from "../../engine/container/logs.ts";
import type { Engine } from "../../engine/engine.ts";
import { parseTimestamp } from "../../engine/timestamp.ts";
import { anyArgs, type Command, type CommandContext, CommandError } from "../command.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";
import { LogPrinter } from "./log-printer.ts";
import { withNamed } from "./service-arguments.ts";

/** docker/compose, pkg/compose/logs.go (recording 13). */
export const command: Command = {
  path: "compose logs",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine } = context;
      const index = flags.int("index");
      if (index > 0 && args.length !== 1) throw new CommandError("--index requires one service to be selected");
      const { name, project } = await compose.projectOrName();
      if (project) withNamed(project, args);
      const printer = new LogPrinter(context, {
        colors: compose.colors && !flags.bool("no-color"),
        prefix: !flags.bool("no-log-prefix"),
      });
      const services = args.length > 0 || !project ? args : attachedServices(project);
      const containers =
        index > 0
          ? [serviceContainer(engine, name, args[0] ?? "", index, { all: true })]
          : sortedByName(projectContainers({ engine }, name, { services }));
      const options = logOptions(context);
      const stamp = flags.bool("timestamps");
      if (!flags.bool("follow")) {
        for (const container of containers)
          for (const { time, text } of readLogs(engine, container.id, options))
            await printer.line(logName(name, container.name), lineOf(text, stamp ? time : undefined));
        return 0;
      }
      await follow(context, engine, { name, services, containers, options, stamp, printer });
      return 0;
    }),
  complete: serviceNames,
};

/** Those whose output `attach: false` does not hide. */
const attachedServices = ({ services }: ComposeProject) =>
  Object.values(services).flatMap(({ name, attach }) => (attach ? [name] : []));

function logOptions({ flags, now }: CommandContext): LogOptions {
  const tail = flags.string("tail");
  const moment = (name: string) => (flags.string(name) === "" ? undefined : parseTimestamp(flags.string(name), now));
  const since = moment("since");
  const until = moment("until");
  return {
    ...(/^\d+$/.test(tail) ? { tail: Number(tail) } : {}),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
}

function lineOf(text: string, time: number | undefined): string {
  const line = text.endsWith("\n") ? text.slice(0, -1) : text;
  return time === undefined ? line : `${logTime(time)} ${line}`;
}

interface Following {
  readonly name: string;
  readonly services: readonly string[];
  readonly containers: readonly ProjectContainer[];
  readonly options: LogOptions;
  readonly stamp: boolean;
  readonly printer: LogPrinter;
}

/** Every log at once, also of what starts meanwhile, until none of the containers runs. */
async function follow(
  { process }: CommandContext,
  engine: Engine,
  { name, services, containers, options, stamp, printer }: Following,
): Promise<void> {
  const active = new Set<Promise<void>>();
  const followed = new Set<string>();
  const add = (container: Pick<ProjectContainer, "id" | "name">, own: LogOptions) => {
    if (followed.has(container.id)) return;
    followed.add(container.id);
    const shown = logName(name, container.name);
    const deliver = ({ time, text }: { time: number; text: string }) =>
      printer.line(shown, lineOf(text, stamp ? time : undefined));
    const task = followLogs(engine, container.id, own, deliver, process.signal).finally(async () => {
      followed.delete(container.id);
      active.delete(task);
      const { status, exitCode } = engine.state.containers[container.id] ?? { status: "removing", exitCode: 0 };
      if (status === "exited" && wasRunning.has(container.id))
        await printer.status(shown, `exited with code ${exitCode}`);
    });
    task.catch(() => {});
    active.add(task);
  };
  const wasRunning = new Set(containers.filter(({ status }) => status === "running").map(({ id }) => id));
  const stop = engine.onEvent(({ Type, Action, Actor }) => {
    const labels = Actor.Attributes;
    if (Type !== "container" || Action !== "start" || labels[LABEL.project] !== name) return;
    if (labels[LABEL.oneOff] === "True") return;
    if (services.length > 0 && !services.includes(labels[LABEL.service] ?? "")) return;
    wasRunning.add(Actor.ID);
    add({ id: Actor.ID, name: labels.name ?? "" }, { since: engine.clock.now() });
  });
  try {
    for (const container of containers) add(container, options);
    while (active.size > 0) await Promise.race(active);
  } finally {
    stop();
  }
}
