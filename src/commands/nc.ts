import type { Connection } from "../kernel/connection.ts";
import { NetworkError } from "../kernel/network-error.ts";
import { BrokenPipe } from "../kernel/stream.ts";
import { command, Failure, type Run } from "./command.ts";
import { addressesOf, DialError, dial, networkErrorText, resolveErrorText, SERVICE_NAMES } from "./dial.ts";
import { UsageError } from "./options.ts";

/** What OpenBSD's netcat prints when it is told nothing, and under an option it does not know. */
const USAGE =
  "usage: nc [-46CDdFhklNnrStUuvZz] [-I length] [-i interval] [-M ttl]\n" +
  "\t  [-m minttl] [-O length] [-P proxy_username] [-p source_port]\n" +
  "\t  [-q seconds] [-s sourceaddr] [-T keyword] [-V rtable] [-W recvlimit]\n" +
  "\t  [-w timeout] [-X proxy_protocol] [-x proxy_address[:port]]\n" +
  "\t  [destination] [port]\n";

/** OpenBSD's netcat on hosts, busybox's in Alpine's images. */
export const nc = command(
  {
    usage: "[-klNnuvz] [-p port] [-w timeout] [destination] [port]",
    about: "Arbitrary TCP connections and listens.",
    short: "46bdhklnNrtuUvzp:w:q:i:s:e:",
    operands: [0, 2],
    refusal: USAGE,
  },
  (run) => (run.has("l") ? listen(run) : connect(run)),
);

async function connect(run: Run): Promise<number> {
  const [host, ports] = run.operands;
  if (host === undefined) {
    if (run.busybox) throw new UsageError("missing operand");
    await run.process.stderr.write(USAGE);
    return 1;
  }
  if (ports === undefined) {
    if (run.busybox) return 1;
    throw new Failure("missing port number", 1);
  }
  const [first, last] = portsOf(run, ports);
  const address = addressesOf(run.process, host)?.[0];
  if (address === undefined) {
    if (run.busybox) throw new Failure(`bad address '${host}'`, 1);
    throw new Failure(`getaddrinfo for host "${host}" port ${ports}: ${resolveErrorText(host)}`, 1);
  }
  let status = 1;
  for (let port = first; port <= last; port++) {
    if ((await one(run, host, address, port)) === 0) status = 0;
  }
  return status;
}

/** A port, or the first and the last of several. @throws Failure */
function portsOf(run: Run, ports: string): [number, number] {
  const named = Object.entries(SERVICE_NAMES).find(([, name]) => name === ports)?.[0];
  const [first = "", last = first] = (named ?? ports).split("-");
  for (const port of [first, last]) {
    const number = Number(port);
    const bad = !/^\d+$/.test(port) ? "invalid" : number > 65535 ? "too large" : number < 1 ? "too small" : "";
    if (bad !== "") throw new Failure(run.busybox ? `bad port '${ports}'` : `port number ${bad}: ${port}`, 1);
  }
  return [Number(first), Number(last)];
}

/** One port: tried (`-z`), or talked to. */
async function one(run: Run, host: string, address: string, port: number): Promise<number> {
  const wait = run.options.value("w");
  if (wait !== undefined && !/^\d+$/.test(wait))
    throw new Failure(run.busybox ? `invalid number '${wait}'` : `timeout invalid: ${wait}`, 1);
  const name = host === address ? host : `${host} (${address})`;
  let connection: Connection;
  try {
    connection = await dial(run.process, address, port, wait === undefined ? undefined : Number(wait) * 1000);
  } catch (error) {
    if (!(error instanceof DialError)) throw error;
    const why = networkErrorText(run.process, error.code);
    // Its own limit is not the system's: poll says nothing of the connection, whose errno stays.
    const how =
      error.code === "ETIMEDOUT" && wait !== undefined ? "timed out: Operation now in progress" : `failed: ${why}`;
    if (run.busybox) await run.warn(`${host} (${address}:${port}): ${why}`, 1);
    else if (run.has("v")) await run.warn(`connect to ${name} port ${port} (tcp) ${how}`, 1);
    return 1;
  }
  if (run.has("v")) {
    const service = SERVICE_NAMES[port] ?? "*";
    await run.process.stderr.write(
      run.busybox
        ? `${host} (${address}:${port}) open\n`
        : `Connection to ${name} ${port} port [tcp/${service}] succeeded!\n`,
    );
  }
  if (run.has("z")) connection.close();
  else await talk(run, connection);
  return 0;
}

async function listen(run: Run): Promise<number> {
  const [first, second] = run.operands;
  const port = Number(run.options.value("p") ?? second ?? first);
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new Failure("missing port number", 1);
  const address = second === undefined || first === undefined ? undefined : addressesOf(run.process, first)?.[0];
  const { sockets } = run.process.machine.network;
  const callers: Connection[] = [];
  let wake: () => void = () => {};
  try {
    const listener = sockets.listen(
      port,
      (connection) => {
        callers.push(connection);
        wake();
      },
      { pid: run.process.pid, user: run.process.user, ...(address === undefined ? {} : { address }) },
    );
    run.process.signal.addEventListener("abort", () => listener.close(), { once: true });
    if (run.has("v"))
      await run.process.stderr.write(
        run.busybox ? `listening on 0.0.0.0:${port} ...\n` : `Listening on 0.0.0.0 ${port}\n`,
      );
    do {
      while (callers.length === 0)
        await arrival(run, (resolve) => {
          wake = resolve;
        });
      if (!run.has("k")) listener.close();
      const caller = callers.shift();
      if (!caller) continue;
      if (run.has("v")) await run.process.stderr.write(greeting(run, caller));
      await talk(run, caller);
    } while (run.has("k"));
    return 0;
  } catch (error) {
    if (error instanceof NetworkError)
      throw new Failure(
        run.busybox ? `bind: ${networkErrorText(run.process, error.code)}` : networkErrorText(run.process, error.code),
        1,
      );
    throw error;
  }
}

function greeting(run: Run, { remoteAddress, remotePort, localAddress, localPort }: Connection): string {
  if (!run.busybox) return `Connection received on ${remoteAddress} ${remotePort}\n`;
  return `connect to ${localAddress}:${localPort} from ${remoteAddress} (${remoteAddress}:${remotePort})\n`;
}

function arrival(run: Run, onArrival: (resolve: () => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const { signal } = run.process;
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    onArrival(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    });
  });
}

/** Standard input to the other side, the other side to standard output, until that ends. */
async function talk(run: Run, connection: Connection): Promise<void> {
  const { process } = run;
  const done = new AbortController();
  const sending = (async () => {
    try {
      for (;;) {
        const text = await process.stdin.read(done.signal);
        if (text === null) break;
        await connection.output.write(text, process.signal);
      }
      connection.end();
    } catch (error) {
      if (!done.signal.aborted && !(error instanceof BrokenPipe)) throw error;
    }
  })();
  sending.catch(() => {});
  for (;;) {
    const text = await connection.input.read(process.signal);
    if (text === null) break;
    await run.out(text);
  }
  done.abort(new BrokenPipe());
  await sending;
  connection.close();
}
