import { type PayloadKind, removePayload } from "../../swarm/payloads.ts";
import type { CommandContext } from "../command.ts";
import { eachInTurn } from "../each.ts";

/** `docker secret rm`, `docker config rm`: the others are removed even when one cannot be. */
export function removePayloads(kind: PayloadKind, context: CommandContext): Promise<number> {
  const { engine } = context;
  return eachInTurn(context, (ref) => removePayload(engine, kind, ref));
}
