import { commandName } from "../kernel/command-name.ts";
import type { Process } from "../kernel/process.ts";
import type { Listener } from "../kernel/socket-table.ts";
import { command } from "./command.ts";
import { netstatInterfaces, netstatRoutes } from "./network-tables.ts";
import { UsageError } from "./options.ts";

/** What listens, and whose it is: a published port is its docker-proxy's, to whom dockerd gave it. */
function listenersOf(process: Process, protocols: readonly string[]): (Listener & { readonly program: string })[] {
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
function protocolsAsked(order: readonly ("tcp" | "udp")[], has: (key: string) => boolean): readonly string[] {
  const asked = order.filter((name) => has(name.charAt(0)));
  return asked.length > 0 ? asked : order;
}

/** iproute2's `ss`: listening sockets (connections of the lab are too short to be seen). */
export const ss = command(
  {
    usage: "[ OPTIONS ] [ FILTER ]",
    about: "Shows sockets.",
    short: "tulpnaeomis46xHr",
    long: "tcp=t udp=u listening=l processes=p numeric=n all=a no-header=H",
  },
  async (run) => {
    const protocols = protocolsAsked(["udp", "tcp"], (key) => run.has(key));
    const several = protocols.length > 1;
    const found = run.has("l") || run.has("a") ? listenersOf(run.process, protocols) : [];
    const rows = found.map(({ protocol, address, port, program, pid }) => ({
      id: protocol,
      state: protocol === "tcp" ? "LISTEN" : "UNCONN",
      queue: protocol === "tcp" ? "4096" : "0",
      address: address.includes(":") ? `[${address}]` : address,
      port: String(port),
      peer: address === "*" ? "*" : address.includes(":") ? "[::]" : "0.0.0.0",
      users: run.has("p") && pid > 0 ? `users:(("${program}",pid=${pid},fd=3))` : "",
    }));
    const width = (key: keyof (typeof rows)[number], least: string) =>
      Math.max(least.length, ...rows.map((row) => row[key].length));
    const w = {
      state: width("state", "State"),
      local: width("address", "Local Address"),
      port: width("port", "Port"),
      peer: width("peer", "Peer Address"),
    };
    const line = (
      id: string,
      state: string,
      receive: string,
      send: string,
      local: string,
      port: string,
      peer: string,
      peerPort: string,
      users: string,
    ) =>
      `${several ? `${id.padEnd(6)}` : ""}${state.padEnd(w.state)} ${receive.padEnd(6)} ${send.padEnd(6)} ${local.padStart(w.local)}:${port.padEnd(w.port)} ${peer.padStart(w.peer)}:${peerPort.padEnd(4)}${users}\n`;
    if (!run.has("H"))
      await run.out(
        line("Netid", "State", "Recv-Q", "Send-Q", "Local Address", "Port", "Peer Address", "Port", "Process"),
      );
    for (const row of rows)
      await run.out(
        line(
          row.id,
          row.state,
          "0",
          row.queue,
          row.address,
          row.port,
          row.peer,
          "*",
          row.users === "" ? "" : ` ${row.users}`,
        ),
      );
    return 0;
  },
);

/** net-tools' `netstat`, and busybox's. */
export const netstat = command(
  {
    usage: "[-tulpna]",
    about: "Shows network connections.",
    short: "tulpnaervwxi46W",
    long: "tcp=t udp=u listening=l programs=p numeric=n all=a route=r interfaces=i",
  },
  async (run) => {
    if (run.has("r")) return netstatRoutes(run);
    // Alpine's busybox is built without `-i`.
    if (run.has("i")) {
      if (run.busybox) throw new UsageError("invalid option -- 'i'", "unrecognized option: i");
      return netstatInterfaces(run);
    }
    const protocols = protocolsAsked(["tcp", "udp"], (key) => run.has(key));
    const found = run.has("l") || run.has("a") ? listenersOf(run.process, protocols) : [];
    const which = run.has("l") ? "(only servers)" : run.has("a") ? "(servers and established)" : "(w/o servers)";
    await run.out(`Active Internet connections ${which}\n`);
    const program = run.has("p") ? (run.busybox ? " PID/Program name" : " PID/Program name    ") : "";
    await run.out(`Proto Recv-Q Send-Q Local Address           Foreign Address         State      ${program}\n`);
    for (const { protocol, address, port, pid, program: name } of found) {
      const six = address === "*" || address.includes(":");
      const local = `${address === "*" ? "::" : address}:${port}`.padEnd(23);
      const state = protocol === "tcp" ? "LISTEN" : "";
      const owner = run.has("p") ? ` ${pid === 0 ? "-" : `${pid}/${name}`.padEnd(run.busybox ? 0 : 20)}` : "";
      await run.out(
        `${`${protocol}${six ? "6" : ""}`.padEnd(5)}      0      0 ${local} ${`${six ? "::" : "0.0.0.0"}:*`.padEnd(23)} ${state.padEnd(11)}${owner}\n`,
      );
    }
    return 0;
  },
);
