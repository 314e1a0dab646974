import { commandName } from "../kernel/command-name.ts";
import type { Process } from "../kernel/process.ts";
import type { Listener } from "../kernel/socket-table.ts";

/** What listens, and whose it is: a published port is its docker-proxy's, to whom dockerd gave it. */
export function listenersOf(
  process: Process,
  protocols: readonly string[],
): (Listener & { readonly program: string })[] {
  const { machine } = process;
  const { network, processes } = machine;
  const system = machine.systemProcesses?.() ?? [];
  const ownerOf = ({ pid, address, port, protocol }: Listener) =>
    pid === 0
      ? system.find(
          ({ listens }) => listens?.port === port && listens.address === address && listens.protocol === protocol,
        )
      : (processes.get(pid) ?? system.find((one) => one.pid === pid));
  return network.sockets
    .listeners()
    .filter(({ protocol }) => protocols.includes(protocol))
    .map((listener) => {
      const owner = ownerOf(listener);
      const { close } = listener;
      return { ...listener, close, pid: owner?.pid ?? 0, program: owner ? commandName(owner.args) : "-" };
    })
    .sort(
      (a, b) =>
        protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) ||
        a.port - b.port ||
        (a.address < b.address ? -1 : 1),
    );
}

/** The protocols asked for, of those in a program's order; all when none is. */
export function protocolsAsked(order: readonly ("tcp" | "udp")[], has: (key: string) => boolean): readonly string[] {
  const asked = order.filter((name) => has(name.charAt(0)));
  return asked.length > 0 ? asked : order;
}
