import type { EngineEvent } from "../../../engine/event.ts";
import { LABEL } from "../project/labels.ts";
import { pyJson } from "../python/py-json.ts";
import { inTextOrder, type PyMap } from "../python/py-value.ts";
import type { Subcommand } from "../subcommand.ts";

/** compose/cli/main.py, `events`; compose/project.py. What it is asked for, it does not heed: all services are told of. */
export const events: Subcommand = {
  name: "events",
  async run({ args, interrupts, project: load, out }) {
    const project = await load();
    const names = project.services.map(({ name }) => name);
    const format = args.flag("--json") ? jsonLine : textLine;
    const stop = project.session.engine.onEvent((event) => {
      const { [LABEL.project]: own, [LABEL.service]: service = "", [LABEL.oneOff]: oneOff } = event.Actor.Attributes;
      if (event.Type !== "container" || own !== project.name || oneOff !== "False") return;
      if (names.includes(service)) out(`${format(event, service)}\n`).catch(() => stop());
    });
    const { signal } = interrupts;
    await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    stop();
  },
};

/** Without what compose wrote itself. */
function attributes({ Actor }: EngineEvent): [string, string][] {
  return Object.entries(Actor.Attributes).filter(([name]) => !name.startsWith("com.docker.compose."));
}

/** `str(datetime)`: microseconds, left out when there are none. */
function moment(time: number, separator: string): string {
  const micros = Math.floor(time * 1000) % 1_000_000;
  const text = new Date(time).toISOString().slice(0, 19).replace("T", separator);
  return micros === 0 ? text : `${text}.${String(micros).padStart(6, "0")}`;
}

function textLine(event: EngineEvent): string {
  const pairs = attributes(event)
    .map(([name, value]) => `${name}=${value}`)
    .sort(inTextOrder);
  const { Type, Action, Actor, time } = event;
  return `${moment(time, " ")} ${Type} ${Action} ${Actor.ID} (${pairs.join(", ")})`;
}

function jsonLine(event: EngineEvent, service: string): string {
  const { Type, Action, Actor, time } = event;
  const sorted = attributes(event).sort(([a], [b]) => inTextOrder(a, b));
  const line: PyMap = {
    time: moment(time, "T"),
    type: Type,
    action: Action,
    id: Actor.ID,
    service,
    attributes: Object.fromEntries(sorted),
  };
  return pyJson(line);
}
