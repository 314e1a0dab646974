import type { Clock } from "../../kernel/clock.ts";

/** The helps of compose ("") and of its commands, as 1.29.2 prints them; fetched when first asked for. */
export async function loadHelp(clock: Clock): Promise<Readonly<Record<string, string>>> {
  const module = await clock.hold(import("../../../content/compose-v1/help.json", { with: { type: "json" } }));
  return module.default;
}

/** The last part of compose's own help: what commands there are. */
export const commandList = (help: string): string => help.slice(help.indexOf("Commands:"));
