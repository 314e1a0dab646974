import { languageOf } from "../cli/not-simulated.ts";
import { isIPv6, type Listener } from "../kernel/socket-table.ts";
import { command, type Run } from "./command.ts";
import { SERVICE_NAMES } from "./dial.ts";
import { listenersOf, protocolsAsked } from "./sockets.ts";
import { toolVersion } from "./tool-versions.ts";

/** iproute2's `ss`: listening sockets (connections of the lab are too short to be seen). */
export const ss = command(
  {
    usage: "[ OPTIONS ] [ FILTER ]",
    about: "Shows sockets.",
    short: "tulpnaeomis46xHr",
    long: "tcp=t udp=u listening=l processes=p numeric=n all=a no-header=H ipv4=4 ipv6=6",
  },
  async (run) => {
    const fits = filterOf(run.operands);
    if (fits === undefined) return notHere(run);
    const protocols = protocolsAsked(["udp", "tcp"], (key) => run.has(key));
    const wanted = run.operands.includes("listening") || run.has("l") || run.has("a");
    const found = wanted ? listenersOf(run.process, protocols) : [];
    const isOfFamily = ({ address }: Listener) =>
      run.has("4") === run.has("6") || (isIPv6(address) || address === "*") === run.has("6");
    const rows = found
      .filter((one) => fits(one) && isOfFamily(one))
      .map(({ protocol, address, port, program, pid }) => ({
        id: protocol,
        state: protocol === "tcp" ? "LISTEN" : "UNCONN",
        queue: protocol === "tcp" ? "4096" : "0",
        address: isIPv6(address) ? `[${address}]` : address,
        port: String(port),
        peer: address === "*" ? "*" : isIPv6(address) ? "[::]" : "0.0.0.0",
        users: run.has("p") && pid > 0 ? ` users:(("${program}",pid=${pid},fd=3))` : "",
      }));
    await show(run, rows, protocols.length > 1);
    return 0;
  },
);

interface Row {
  readonly id: string;
  readonly state: string;
  readonly queue: string;
  readonly address: string;
  readonly port: string;
  readonly peer: string;
  readonly users: string;
}

/** @param several whether there is a column for what kind of socket it is */
async function show(run: Run, rows: readonly Row[], several: boolean): Promise<void> {
  const width = (key: keyof Row, least: string) => Math.max(least.length, ...rows.map((row) => row[key].length));
  const w = {
    state: width("state", "State"),
    local: width("address", "Local Address"),
    port: width("port", "Port"),
    peer: width("peer", "Peer Address"),
  };
  const line = (row: Row, receive: string, peerPort: string) =>
    `${several ? row.id.padEnd(6) : ""}${row.state.padEnd(w.state)} ${receive.padEnd(6)} ${row.queue.padEnd(6)} ${row.address.padStart(w.local)}:${row.port.padEnd(w.port)} ${row.peer.padStart(w.peer)}:${peerPort.padEnd(4)}${row.users}\n`;
  // The newest version names the column of processes only where there is one.
  const isNamed = run.has("p") || Number.parseFloat(toolVersion(run.process.machine.files, "iproute2")) < 7;
  const title: Row = {
    ...{ id: "Netid", state: "State", queue: "Send-Q", address: "Local Address", port: "Port", peer: "Peer Address" },
    users: isNamed ? `${run.has("p") ? " " : ""}Process` : "",
  };
  if (!run.has("H")) await run.out(line(title, "Recv-Q", "Port"));
  for (const row of rows) await run.out(line(row, "0", "*"));
}

/** Whether a socket fits: `state listening`, `sport = :80`; undefined for what is not understood here. */
function filterOf(words: readonly string[]): ((socket: Listener) => boolean) | undefined {
  const text = words.join(" ").replace(/[()]/g, " ").trim();
  if (text === "") return () => true;
  const tests = text.split(/\s+and\s+|\s+(?=state\b)/).map((part): ((socket: Listener) => boolean) | undefined => {
    const state = /^state (\S+)$/.exec(part)?.[1];
    if (state !== undefined) return () => /^(listening|all)$/.test(state);
    const [, name = "", operator = "", port = ""] =
      /^(sport|dport)\s*(=|==|eq|!=|ne|<|<=|>|>=|lt|le|gt|ge)?\s*:(\w+)$/.exec(part) ?? [];
    const number = Number(Object.entries(SERVICE_NAMES).find(([, service]) => service === port)?.[0] ?? port);
    if (name === "" || Number.isNaN(number)) return undefined;
    // What listens has nobody at the other end.
    return (socket) => compare(name === "sport" ? socket.port : 0, operator, number);
  });
  const known = tests.filter((test) => test !== undefined);
  return known.length < tests.length ? undefined : (socket) => known.every((test) => test(socket));
}

function compare(port: number, operator: string, other: number): boolean {
  switch (operator) {
    case "!=":
    case "ne":
      return port !== other;
    case "<":
    case "lt":
      return port < other;
    case "<=":
    case "le":
      return port <= other;
    case ">":
    case "gt":
      return port > other;
    case ">=":
    case "ge":
      return port >= other;
    default:
      return port === other;
  }
}

async function notHere(run: Run): Promise<number> {
  const text = run.operands.join(" ");
  await run.process.stderr.write(
    languageOf(run.process.env) === "es"
      ? `ss: este laboratorio no simula el filtro «${text}».\n`
      : `ss: this playground does not simulate the filter "${text}".\n`,
  );
  return 1;
}
