import type { Run } from "../command.ts";
import type { ServiceManager } from "./service-manager.ts";

/** What only root may do: systemd asks others to authenticate. */
export const refusal = (run: Run): string | undefined =>
  run.process.user.uid === 0 ? undefined : "Interactive authentication required.";

/** A stopped service whose socket still listens comes back with the next connection. */
export async function warnOfTriggers(
  run: Run,
  manager: ServiceManager,
  name: string,
  doing: string,
  stopped: readonly string[] = [],
): Promise<void> {
  const open = manager.triggers(name).filter((socket) => manager.isActive(socket) && !stopped.includes(socket));
  if (open.length === 0) return;
  await run.process.stderr.write(
    `${doing} '${name}', but its triggering units are still active:\n${open.join("\n")}\n`,
  );
}
