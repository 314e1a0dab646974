import { command } from "./command.ts";
import { netstatInterfaces, netstatRoutes } from "./network-tables.ts";
import { UsageError } from "./options.ts";
import { listenersOf, protocolsAsked } from "./sockets.ts";

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
