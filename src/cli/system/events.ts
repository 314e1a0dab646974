import { logTime } from "../../engine/container/logs.ts";
import type { EngineEvent } from "../../engine/event.ts";
import { type Command, CommandError, noArgs } from "../command.ts";
import { filterValues } from "../filters.ts";
import { goJson } from "../format/go-json.ts";
import { Template, TemplateRunError, TemplateSyntaxError } from "../format/template.ts";
import { timeOf } from "../time-flag.ts";

/** `cli/command/system/events.go` (tape 19). */
export const command: Command = {
  path: "system events",
  args: noArgs,
  async run({ engine, flags, out, now, process }) {
    const format = flags.string("format");
    const template = format === "" || format === "json" ? undefined : messageTemplate(format);
    const since = timeOf(flags.string("since"), now);
    const until = timeOf(flags.string("until"), now);
    const filters = filterValues(flags.list("filter"));
    const matches = (event: EngineEvent) =>
      Object.entries(filters).every(([key, values]) => values.some((value) => isMeant(event, key, value)));
    const text = (event: EngineEvent) => {
      if (format === "") return `${eventLine(event)}\n`;
      const object = apiEvent(event);
      return `${template ? template.renderObject(object) : goJson(object, { indent: 0 })}\n`;
    };
    const waiting: EngineEvent[] = [];
    let wake: () => void = () => {};
    const stop = engine.onEvent((event) => {
      waiting.push(event);
      wake();
    });
    try {
      if (since !== undefined)
        waiting.unshift(
          ...engine.state.events.filter(({ time }) => time >= since && time <= (until ?? Number.POSITIVE_INFINITY)),
        );
      for (;;) {
        for (const event of waiting.splice(0)) if (matches(event)) await out(text(event));
        const left = until === undefined ? undefined : until - engine.clock.now();
        if (left !== undefined && left <= 0) return 0;
        await new Promise<void>((resolve, reject) => {
          const cancel = left === undefined ? () => {} : engine.clock.after(left, resolve);
          wake = () => {
            cancel();
            resolve();
          };
          process.signal.addEventListener("abort", () => reject(process.signal.reason), { once: true });
        });
      }
    } finally {
      stop();
    }
  },
};

/** A template that an empty message fits. @throws CommandError status 64 */
function messageTemplate(format: string): { readonly renderObject: (value: unknown) => string } {
  const wrong = (error: unknown) =>
    error instanceof TemplateRunError || error instanceof TemplateSyntaxError
      ? new CommandError(`Error parsing format: ${error.message}`, 64)
      : error;
  try {
    const template = new Template(format);
    const renderObject = (value: unknown) => template.renderObject(value, "*events.Message");
    renderObject({ Type: "", Action: "", Actor: { ID: "", Attributes: {} }, scope: "", time: 0, timeNano: 0 });
    return { renderObject };
  } catch (error) {
    throw wrong(error);
  }
}

/** `2026-11-24T03:09:36.269829533Z image tag sha256:… (name=importada:v1)` */
export function eventLine({ time, Type, Action, Actor }: EngineEvent): string {
  const attributes = Object.entries(Actor.Attributes)
    .map(([key, value]) => `${key}=${value}`)
    .sort();
  return `${logTime(time)} ${Type} ${Action} ${Actor.ID}${attributes.length > 0 ? ` (${attributes.join(", ")})` : ""}`;
}

/** As the API streams it; the first fields are those of old. */
function apiEvent({ time, Type, Action, Actor, scope }: EngineEvent) {
  return { Type, Action, Actor, scope, time: Math.floor(time / 1000), timeNano: Math.round(time * 1e6) };
}

const OBJECTS: ReadonlySet<string> = new Set([
  "container",
  "image",
  "network",
  "volume",
  "node",
  "service",
  "secret",
  "config",
  "plugin",
  "daemon",
]);

function isMeant({ Type, Action, Actor, scope }: EngineEvent, key: string, value: string): boolean {
  if (key === "type") return Type === value;
  if (key === "scope") return scope === value;
  if (key === "event") return Action === value || Action.startsWith(`${value}:`);
  if (key === "label") {
    const [name = "", wanted] = value.split("=");
    return Object.hasOwn(Actor.Attributes, name) && (wanted === undefined || Actor.Attributes[name] === wanted);
  }
  // A key that is none of these leaves nothing out (moby, daemon/events/filter.go).
  if (!OBJECTS.has(key)) return true;
  const name = Actor.Attributes.name ?? "";
  // An image is meant by its name with or without a tag, and with what containers of it do.
  if (key === "image")
    return (
      (Type === "image" && (Actor.ID === value || name === value || name.split(":")[0] === value)) ||
      Actor.Attributes.image === value
    );
  return Type === key && (Actor.ID.startsWith(value) || name === value);
}
