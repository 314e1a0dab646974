import { ComposeError } from "../../compose/compose-error.ts";
import { LABEL } from "../../compose/labels.ts";
import type { EngineEvent } from "../../engine/event.ts";
import { parseTimestamp } from "../../engine/timestamp.ts";
import { anyArgs, type Command } from "../command.ts";
import { goJson } from "../format/go-json.ts";
import { serviceNames } from "./complete.ts";
import { ComposeInvocation } from "./invocation.ts";

/** docker/compose, pkg/compose/events.go: what happens to the project's containers, until Ctrl-C. */
export const command: Command = {
  path: "compose events",
  args: anyArgs,
  run: (context) =>
    ComposeInvocation.run(context, async (compose) => {
      const { flags, args, engine, out, process, now } = context;
      const { name } = await compose.projectOrName();
      const moment = (flag: string) =>
        flags.string(flag) === "" ? undefined : parseTimestamp(flags.string(flag), now);
      const since = moment("since");
      const until = moment("until");
      let writing = Promise.resolve();
      const show = (event: EngineEvent) => {
        const { Type, Actor, time } = event;
        const labels = Actor.Attributes;
        const service = labels[LABEL.service] ?? "";
        if (Type !== "container" || labels[LABEL.project] !== name || labels[LABEL.oneOff] === "True") return;
        if (args.length > 0 && !args.includes(service)) return;
        if (until !== undefined && time > until) return;
        const text = flags.bool("json") ? json(event, service) : plain(event);
        writing = writing.then(() => out(text));
        writing.catch(() => {});
      };
      if (since !== undefined) for (const event of engine.state.events) if (event.time >= since) show(event);
      const stop = engine.onEvent(show);
      try {
        const end = until === undefined ? Number.POSITIVE_INFINITY : Math.max(0, until - now);
        if (!Number.isFinite(end))
          await new Promise((_, reject) =>
            process.signal.addEventListener("abort", () => reject(process.signal.reason)),
          );
        await process.sleep(end);
        await writing;
        // The end of the stream is a failure to Compose.
        throw new ComposeError("EOF");
      } finally {
        stop();
      }
    }),
  complete: serviceNames,
};

/** Attributes without Compose's own labels. */
function attributes({ Actor }: EngineEvent): [string, string][] {
  return Object.entries(Actor.Attributes)
    .filter(([key]) => !key.startsWith("com.docker.compose."))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function plain(event: EngineEvent): string {
  const time = new Date(event.time).toISOString().replace("T", " ").replace("Z", "000");
  const pairs = attributes(event).map(([key, value]) => `${key}=${value}`);
  return `${time} container ${event.Action} ${event.Actor.ID} (${pairs.join(", ")})\n`;
}

function json(event: EngineEvent, service: string): string {
  return `${goJson(
    {
      action: event.Action,
      attributes: Object.fromEntries(attributes(event)),
      id: event.Actor.ID,
      service,
      time: new Date(event.time).toISOString(),
      type: "container",
    },
    { escapeHtml: true },
  )}\n`;
}
