import { neighboursOf } from "../../kernel/neighbours.ts";
import { isIPv6 } from "../../kernel/socket-table.ts";
import type { Run } from "../command.ts";

/** `ip neigh`: who answered on the machine's networks, of one family of addresses or both. */
export async function neighbours(
  run: Run,
  rest: readonly string[],
  { four, six }: { readonly four: boolean; readonly six: boolean },
): Promise<number> {
  const { network, clock } = run.process.machine;
  const device = rest[0] === "dev" ? rest[1] : undefined;
  for (const known of neighboursOf(network, clock.now())) {
    if (!(isIPv6(known.address) ? six : four) || (device !== undefined && known.device !== device)) continue;
    const { address, mac, state, age } = known;
    const where = device === undefined ? ` dev ${known.device}` : "";
    const link = mac === undefined ? "" : ` lladdr ${mac}`;
    const used = run.busybox
      ? `${mac === undefined ? " " : " ref 1"} used ${age}/${age}/${age} probes ${mac === undefined ? 6 : 4}`
      : "";
    await run.out(`${address}${where}${link}${used} ${state} \n`.replace(/ \n$/, run.busybox ? "\n" : " \n"));
  }
  return 0;
}
