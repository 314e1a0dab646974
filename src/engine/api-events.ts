import { json } from "./api-answer.ts";
import type { Engine } from "./engine.ts";
import type { EngineEvent } from "./event.ts";

/**
 * `GET /events`: one JSON object a line, from `since` until `until`, or as they come.
 * @param span seconds since the epoch
 * @param filters by `type`, `event`, `container`, `image`, `network`, `volume`
 */
export async function* apiEvents(
  engine: Engine,
  span: { readonly since: number | undefined; readonly until: number | undefined },
  filters: Readonly<Record<string, readonly string[]>>,
): AsyncGenerator<string, void, void> {
  const since = span.since === undefined ? undefined : span.since * 1000;
  const until = span.until === undefined ? undefined : span.until * 1000;
  const waiting: EngineEvent[] = [];
  let wake: () => void = () => {};
  const stop = engine.onEvent((event) => {
    waiting.push(event);
    wake();
  });
  const matches = (event: EngineEvent) =>
    event.time >= (since ?? 0) &&
    event.time <= (until ?? Number.POSITIVE_INFINITY) &&
    Object.entries(filters).every(([key, values]) => values.some((value) => isMeant(event, key, value)));
  try {
    if (since !== undefined) waiting.unshift(...engine.state.events);
    for (;;) {
      for (const event of waiting.splice(0)) if (matches(event)) yield line(event);
      const left = until === undefined ? undefined : until - engine.clock.now();
      if (left !== undefined && left <= 0) return;
      await new Promise<void>((resolve) => {
        const cancel = left === undefined ? () => {} : engine.clock.after(left, resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });
    }
  } finally {
    stop();
  }
}

function isMeant({ Type, Action, Actor }: EngineEvent, key: string, value: string): boolean {
  if (key === "type") return Type === value;
  if (key === "event") return Action === value || Action.startsWith(`${value}:`);
  return Type === key && (Actor.ID.startsWith(value) || Actor.Attributes.name === value);
}

function line({ Type, Action, Actor, scope, time }: EngineEvent): string {
  return json({ Type, Action, Actor, scope, time: Math.floor(time / 1000), timeNano: Math.round(time * 1e6) });
}
