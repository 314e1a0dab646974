import type { PowerChange, PowerControl } from "../commands/power.ts";
import type { Clock } from "../kernel/clock.ts";
import type { Host } from "./host.ts";

/** From the last message to the first service that ends, and from the power button to a login, ms. */
const GOODBYE_MS = 1000;
const BOOT_MS = 9000;

const scheduled = new WeakMap<Host, () => void>();

/** What lets a host's own commands switch it off. */
export function powerControl(host: Host, clock: Clock): PowerControl {
  const begin = (change: PowerChange) => {
    scheduled.delete(host);
    clock.after(GOODBYE_MS, () => void carryOut(host, clock, change));
  };
  return {
    begin,
    schedule: (change, at) => {
      scheduled.get(host)?.();
      scheduled.set(
        host,
        clock.after(Math.max(0, at - clock.now()), () => begin(change)),
      );
    },
    cancel: () => {
      const cancel = scheduled.get(host);
      cancel?.();
      return scheduled.delete(host);
    },
    broadcast: async (text) => {
      const terminals = new Set(host.machine.processes.list().flatMap(({ tty }) => tty ?? []));
      for (const tty of terminals) await tty.output.write(text);
    },
  };
}

async function carryOut(host: Host, clock: Clock, change: PowerChange): Promise<void> {
  await host.shutDown();
  if (change !== "reboot") return;
  await clock.sleep(BOOT_MS);
  await host.powerOn();
}
