import { languageOf } from "../cli/not-simulated.ts";
import type { Interface } from "../kernel/router.ts";
import { busyboxUsage } from "./busybox.ts";
import { command, Failure, type Run } from "./command.ts";
import { toolVersion } from "./tool-versions.ts";

/** iproute2 on hosts, busybox's in Alpine's images: `address`, `link`, `route`, `neigh`, to look at. */
export const ip = command(
  {
    usage: "[ OPTIONS ] OBJECT { COMMAND | help }",
    about: "Shows routing, network devices and interfaces.",
    operands: [0, Number.POSITIVE_INFINITY],
    // Its options are words with one dash, before the object.
    before: (args) => ["--", ...args],
    failure: 255,
  },
  async (run) => {
    const options = new Set<string>();
    const words = [...run.operands];
    while (words[0]?.startsWith("-")) options.add((words.shift() ?? "").replace(/^-+/, ""));
    const [object = "", ...rest] = words;
    if (!run.busybox && (options.has("V") || options.has("Version"))) {
      await run.out(`ip utility, iproute2-${toolVersion(run.process.machine.files, "iproute2")}\n`);
      return 0;
    }
    const is = (name: string, least: number) => object.length >= least && name.startsWith(object);
    if (
      run.busybox &&
      (!isBusyboxObject(object) || ![...options].every((option) => /^([46o]|oneline)$/.test(option)))
    ) {
      await run.process.stderr.write(await busyboxUsage(run.process, "ip", ""));
      return 1;
    }
    if (object === "" || object === "help") {
      await run.process.stderr.write(
        "Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }\nwhere  OBJECT := { address | link | neighbor | route }\n       OPTIONS := { -4 | -6 | -br[ief] | -o[neline] }\n",
      );
      return 255;
    }
    const unknown = [...options].find((option) => !OPTIONS.test(option));
    if (unknown !== undefined && NOT_HERE.test(unknown)) {
      await run.process.stderr.write(
        languageOf(run.process.env) === "es"
          ? `ip: este laboratorio no simula la opción «-${unknown}».\n`
          : `ip: this playground does not simulate the option "-${unknown}".\n`,
      );
      return 255;
    }
    if (unknown !== undefined) {
      await run.process.stderr.write(`Option "-${unknown}" is unknown, try "ip -help".\n`);
      return 255;
    }
    if (["show", "list", "ls", "sh", "s", "l"].includes(rest[0] ?? "")) rest.shift();
    else if (rest[0] === "add" || rest[0] === "del" || rest[0] === "set")
      throw new Failure("RTNETLINK answers: Operation not permitted", 2);
    if (is("address", 1)) return addresses(run, options, rest, true);
    if (is("link", 1)) return addresses(run, options, rest, false);
    if (is("route", 1)) return routes(run, rest);
    if (is("neighbour", 1) || is("neighbor", 1)) return 0;
    await run.process.stderr.write(`Object "${object}" is unknown, try "ip help".\n`);
    return 1;
  },
);

/** Options of iproute2 that ask for counters, another form or another place, which there is not here. */
const NOT_HERE =
  /^(j(son)?|p(retty)?|n(etns)?|b(atch)?|f(amily)?|t(imestamp)?|ts(hort)?|r(esolve)?|s(tats|tatistics)?|a(ll)?|iec|force|[MB0])$/;

/** Options that are heeded, and those that change nothing of what is shown here (no colours). */
const OPTIONS = /^([46]|br(ief)?|bri|brie|c(olor(=\w+)?)?|c=\w+|o(neline)?|d(etails)?|N(umeric)?|h(uman)?)$/;

const isBusyboxObject = (word: string) =>
  word !== "" && ["address", "link", "neigh", "route", "rule", "tunnel"].some((name) => name.startsWith(word));

async function addresses(
  run: Run,
  options: ReadonlySet<string>,
  rest: readonly string[],
  withAddresses: boolean,
): Promise<number> {
  const wanted = rest[0] === "dev" ? rest[1] : rest[0];
  const all = run.process.machine.network.router.interfaces();
  const shown = all.map((card, i) => ({ card, number: i + 1 })).filter(({ card }) => !wanted || card.name === wanted);
  if (wanted && shown.length === 0) {
    await run.process.stderr.write(
      run.busybox ? `ip: can't find device '${wanted}'\n` : `Device "${wanted}" does not exist.\n`,
    );
    return 1;
  }
  const brief = [...options].some((option) => /^br/.test(option));
  for (const { card, number } of shown) {
    const has = (family: string) => !withAddresses || !options.has(family === "4" ? "6" : "4");
    const families = { four: has("4"), six: has("6") };
    const owns = (families.four && card.address !== "") || (families.six && card.name === "lo");
    const oneLine = [...options].some((option) => /^o(neline)?$/.test(option));
    // One family's list, and the list of a line for each address, have no card without one.
    if (withAddresses && !owns && (oneLine || !families.four || !families.six)) continue;
    if (brief) await run.out(briefLine(card, withAddresses, families));
    else if (oneLine) await run.out(oneLines(run, card, number, withAddresses, families));
    else await run.out(full(run, card, number, { withAddresses, ...families }));
  }
  return 0;
}

/** Which kinds of addresses are asked for. */
interface Families {
  readonly four: boolean;
  readonly six: boolean;
}

/** `-o`: what takes several lines in one, with a backslash for each end; an address a line, without its card. */
function oneLines(run: Run, card: Interface, number: number, withAddresses: boolean, families: Families): string {
  const text = full(run, card, number, { withAddresses, ...families });
  if (!withAddresses) return `${text.trimEnd().replaceAll("\n", "\\")}\n`;
  const [, ...lines] = text.split("\n");
  const addresses = lines.flatMap((line, i) => (line.startsWith("    inet") ? `${line}\\${lines[i + 1] ?? ""}` : []));
  return addresses.map((line) => `${number}: ${card.name}${line}\n`).join("");
}

function stateOf({ name, carrier = true }: Interface): string {
  return name === "lo" ? "UNKNOWN" : carrier ? "UP" : "DOWN";
}

function briefLine(card: Interface, withAddresses: boolean, { four, six }: Families): string {
  const name = `${titleOf(card)}`.padEnd(16);
  const end = withAddresses
    ? [!four || card.address === "" ? "" : `${card.address}/${card.prefix}`, six && card.name === "lo" ? "::1/128" : ""]
        .filter((text) => text !== "")
        .join(" ")
    : `${card.mac} <${flagsOf(card, false)}>`;
  return `${name} ${stateOf(card).padEnd(14)} ${end} \n`;
}

const titleOf = ({ name, peer }: Interface) => (peer === undefined ? name : `${name}@if${peer}`);

function flagsOf({ name, carrier = true, peer, up = true }: Interface, busybox: boolean): string {
  if (name === "lo") return "LOOPBACK,UP,LOWER_UP";
  if (!up) return "BROADCAST,MULTICAST";
  if (!carrier) return "NO-CARRIER,BROADCAST,MULTICAST,UP";
  return `BROADCAST,MULTICAST,UP,LOWER_UP${busybox && peer !== undefined ? ",M-DOWN" : ""}`;
}

function full(
  run: Run,
  card: Interface,
  number: number,
  { withAddresses, four, six }: Families & { readonly withAddresses: boolean },
): string {
  const loopback = card.name === "lo";
  const mtu = loopback ? 65536 : 1500;
  const discipline = card.name === "eth0" && card.peer === undefined ? "fq_codel" : "noqueue";
  const queue = loopback || (card.peer === undefined && discipline === "fq_codel") ? "qlen 1000" : "";
  const master = card.master === undefined ? "" : ` master ${card.master}`;
  const mode = withAddresses ? "" : "mode DEFAULT ";
  const rest = run.busybox ? queue : `${mode}group default ${queue}`;
  const head = `${number}: ${titleOf(card)}: <${flagsOf(card, run.busybox)}> mtu ${mtu} qdisc ${discipline}${master} state ${stateOf(card)} ${rest}\n`;
  const namespace = card.peer !== undefined && !run.busybox ? " link-netnsid 0" : "";
  const link = `    link/${loopback ? "loopback" : "ether"} ${card.mac} brd ${loopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff"}${namespace}\n`;
  if (!withAddresses) return head + link;
  const lifetime = "       valid_lft forever preferred_lft forever\n";
  const inet = loopback
    ? "    inet 127.0.0.1/8 scope host lo\n"
    : `    inet ${card.address}/${card.prefix} brd ${broadcast(card)} scope global ${card.name}\n`;
  const own = card.address === "" || !four ? "" : inet + lifetime;
  const inet6 = loopback && six ? `    inet6 ::1/128 scope host \n${lifetime}` : "";
  return head + (four && six ? link : "") + own + inet6;
}

/** The last address of a card's network. */
export function broadcast({ address, prefix }: Interface): string {
  return withHostBits(address, prefix, 1);
}

/** The first address of a card's network. */
export function networkOf({ address, prefix }: Interface): string {
  return withHostBits(address, prefix, 0);
}

function withHostBits(address: string, prefix: number, bit: 0 | 1): string {
  const octets = address.split(".").map(Number);
  return octets
    .map((octet, i) => {
      const kept = Math.min(8, Math.max(0, prefix - 8 * i));
      const mask = (0xff << (8 - kept)) & 0xff;
      return bit === 1 ? (octet & mask) | (~mask & 0xff) : octet & mask;
    })
    .join(".");
}

/** 255.255.0.0 for 16. */
export const maskOf = (prefix: number): string => withHostBits("255.255.255.255", prefix, 0);

async function routes(run: Run, rest: readonly string[]): Promise<number> {
  const { router } = run.process.machine.network;
  if (rest[0] === "get") return routeTo(run, rest[1] ?? "");
  const way = router.gateway?.();
  if (way) await run.out(`default via ${way.address} dev ${way.device} \n`);
  for (const card of router.interfaces()) {
    if (card.name === "lo" || card.address === "") continue;
    const down = card.carrier === false ? "linkdown " : "";
    const kernel = run.busybox ? "" : "proto kernel ";
    await run.out(
      `${networkOf(card)}/${card.prefix} dev ${card.name} ${kernel}scope link ${run.busybox ? " " : ""}src ${card.address} ${down}\n`,
    );
  }
  return 0;
}

async function routeTo(run: Run, address: string): Promise<number> {
  const { router } = run.process.machine.network;
  const cards = router.interfaces();
  const near = cards.find((card) => card.address !== "" && networkOf({ ...card, address }) === networkOf(card));
  const way = router.gateway?.();
  if (near) await run.out(`${address} dev ${near.name} src ${near.address} uid ${run.process.user.uid} \n    cache \n`);
  else if (way) {
    const source = cards.find(({ name }) => name === way.device)?.address ?? "";
    await run.out(
      `${address} via ${way.address} dev ${way.device} src ${source} uid ${run.process.user.uid} \n    cache \n`,
    );
  } else {
    await run.process.stderr.write("RTNETLINK answers: Network is unreachable\n");
    return 2;
  }
  return 0;
}
