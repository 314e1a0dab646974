import { NetworkError } from "../../kernel/network-error.ts";
import type { Process, Program } from "../../kernel/process.ts";
import type { Listener } from "../../kernel/socket-table.ts";
import { endingSignal } from "../ending-signal.ts";

/** What the server's log says when it starts. @param listening also on TCP, not only for the initialisation */
export function startingLines(process: Process, listening: boolean): string[] {
  const version = process.env.PG_VERSION ?? "18.6-1.pgdg13+1";
  const down = new Date(process.machine.clock.now() - 400).toISOString().slice(0, 19).replace("T", " ");
  return [
    `starting PostgreSQL ${version.split("-")[0]} (Debian ${version}) on x86_64-pc-linux-gnu, compiled by gcc (Debian 14.2.0-19) 14.2.0, 64-bit`,
    ...(listening
      ? ['listening on IPv4 address "0.0.0.0", port 5432', 'listening on IPv6 address "::", port 5432']
      : []),
    'listening on Unix socket "/var/run/postgresql/.s.PGSQL.5432"',
    `database system was shut down at ${down} UTC`,
    "database system is ready to accept connections",
  ];
}

/** A line of the server's log. */
export function postgresLog(process: Process, text: string, pid = process.pid): Promise<void> {
  const time = new Date(process.machine.clock.now()).toISOString().slice(0, 23).replace("T", " ");
  return process.stderr.write(`${time} UTC [${pid}] LOG:  ${text}\n`);
}

/**
 * The PostgreSQL server as far as its log and its port show it. No SQL is spoken here: a connection is closed at once.
 */
export const postgres: Program = async (process) => {
  let listener: Listener;
  try {
    listener = process.machine.network.sockets.listen(5432, ({ close }) => close(), { pid: process.pid });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    await postgresLog(process, 'could not bind IPv4 address "0.0.0.0": Address already in use');
    await process.stderr.write("FATAL:  could not create any TCP/IP sockets\n");
    return 1;
  }
  for (const line of startingLines(process, true)) await postgresLog(process, line);
  const signal = await endingSignal(process, "SIGINT", "SIGTERM", "SIGQUIT");
  listener.close();
  await postgresLog(
    process,
    `received ${signal === "SIGINT" ? "fast" : signal === "SIGTERM" ? "smart" : "immediate"} shutdown request`,
  );
  if (signal === "SIGINT") await postgresLog(process, "aborting any active transactions");
  await postgresLog(process, "shutting down");
  await postgresLog(process, "database system is shut down");
  return 0;
};

/** pg_isready: whether a server listens here. */
export const pgIsReady: Program = async ({ machine, stdout }) => {
  const ready = machine.network.sockets.serviceAt(5432, "0.0.0.0") !== undefined;
  await stdout.write(`/var/run/postgresql:5432 - ${ready ? "accepting connections" : "no response"}\n`);
  return ready ? 0 : 2;
};
