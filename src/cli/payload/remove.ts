import { type PayloadKind, removePayload } from "../../swarm/payloads.ts";
import type { CommandContext } from "../command.ts";
import { failureText } from "../failure.ts";

/** `docker secret rm`, `docker config rm`: the others are removed even when one cannot be. */
export async function removePayloads(kind: PayloadKind, { engine, args, out, err }: CommandContext): Promise<number> {
  const failures: string[] = [];
  for (const ref of args) {
    try {
      removePayload(engine, kind, ref);
      await out(`${ref}\n`);
    } catch (error) {
      const text = failureText(error);
      if (text === undefined) throw error;
      failures.push(text);
    }
  }
  if (failures.length === 0) return 0;
  await err(`${failures.join("\n")}\n`);
  return 1;
}
