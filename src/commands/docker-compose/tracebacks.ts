import type { Clock } from "../../kernel/clock.ts";

/** What Python prints where compose expects nothing to go wrong; fetched when first asked for. */
export async function loadTracebacks(clock: Clock) {
  const module = await clock.hold(import("../../../content/compose-v1/tracebacks.json", { with: { type: "json" } }));
  return module.default;
}
