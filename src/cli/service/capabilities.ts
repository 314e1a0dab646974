import type { ContainerOptions } from "../../swarm/container-options.ts";
import type { Flags } from "../flags.ts";

const ALL = "ALL";
/** Forgets what a service has of that list (`--cap-add RESET`). */
const RESET = "RESET";

/**
 * What `--cap-add` and `--cap-drop` make of a service's lists. Of a new one both are as they are said, what is added not
 * dropped; an update steps: what was dropped and is added is neither from then on, and the other way round (docker/cli,
 * opts/capabilities.go, EffectiveCapAddCapDrop, and `cli/command/service/update.go`, updateCapabilities).
 * @param after changed in place
 */
export function applyCapabilities(flags: Flags, updating: boolean, after: ContainerOptions): void {
  if (!flags.changed("cap-add") && !flags.changed("cap-drop")) return;
  const [add, drop] = [named(flags, "cap-add"), named(flags, "cap-drop")];
  const had = (list: readonly string[] = [], more: Set<string>) => new Set(more.delete(RESET) ? [] : list);
  const added = had(after.capAdd, add);
  const dropped = had(after.capDrop, drop);
  for (const one of drop) {
    if (add.has(one)) continue;
    if (!updating || !added.delete(one)) dropped.add(one);
  }
  for (const one of add) {
    if (!updating || !dropped.delete(one)) added.add(one);
  }
  after.capAdd = sorted(added);
  after.capDrop = sorted(dropped);
}

/** `net_admin` → `CAP_NET_ADMIN`; ALL and RESET stay. */
function named(flags: Flags, flag: string): Set<string> {
  return new Set(
    flags.list(flag).map((text) =>
      text
        .trim()
        .toUpperCase()
        .replace(/^(?!CAP_|ALL$|RESET$)/, "CAP_"),
    ),
  );
}

const sorted = (names: ReadonlySet<string>) => (names.has(ALL) ? [ALL] : [...names].sort());
