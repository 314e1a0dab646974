import { broadcast } from "../../kernel/ipv4-block.ts";
import type { Address6, Interface } from "../../kernel/router.ts";
import { addressesOf } from "../../kernel/routing-table.ts";
import type { Run } from "../command.ts";
import { toolVersion } from "../tool-versions.ts";

/** How `ip address` and `ip link` are to be shown. */
export interface Shown {
  readonly withAddresses: boolean;
  readonly four: boolean;
  readonly six: boolean;
  readonly brief: boolean;
  readonly oneLine: boolean;
}

/** A card with its number. */
interface Numbered {
  readonly card: Interface;
  readonly number: number;
}

const LIFETIME = "       valid_lft forever preferred_lft forever\n";

/** `ip address` and `ip link`: all cards, or those that `rest` asks for. */
export async function showCards(run: Run, rest: readonly string[], shown: Shown): Promise<number> {
  const { withAddresses, four, six } = shown;
  const all = run.process.machine.network.router.interfaces();
  const cards = all.map((card, i): Numbered => ({ card, number: card.number ?? i + 1 }));
  const asked = selection(rest);
  if (typeof asked === "string") {
    await run.process.stderr.write(
      `Command "${asked}" is unknown, try "ip ${withAddresses ? "address" : "link"} help".\n`,
    );
    return 255;
  }
  const { device } = asked;
  if (device !== undefined && !all.some(({ name }) => name === device)) {
    await run.process.stderr.write(
      run.busybox ? `ip: can't find device '${device}'\n` : `Device "${device}" does not exist.\n`,
    );
    return 1;
  }
  for (const numbered of cards) {
    const { card } = numbered;
    if (!asked.fits(card)) continue;
    const owns = (four && addressesOf(card).length > 0) || (six && (card.addresses6 ?? []).length > 0);
    // One family's list, and the list of a line for each address, have no card without one.
    if (withAddresses && !owns && (shown.oneLine || !four || !six)) continue;
    if (shown.brief) await run.out(briefLine(card, shown));
    else if (shown.oneLine) await run.out(oneLines(run, numbered, shown));
    else await run.out(full(run, numbered, shown, device !== undefined));
  }
  return 0;
}

/** Which cards are asked for: `[dev] NAME`, `up`, `master NAME`, `type NAME`; or a word that says nothing. */
function selection(words: readonly string[]): { readonly device?: string; fits(card: Interface): boolean } | string {
  let device: string | undefined;
  const tests: ((card: Interface) => boolean)[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const next = words[i + 1] ?? "";
    if (word === "up") tests.push(({ up = true }) => up);
    else if (word === "master") tests.push(({ master }) => master === next);
    else if (word === "type") tests.push((card) => kindOf(card) === next);
    else if (word === "dev") device = next;
    else if (device === undefined) device = word;
    else return word;
    if (/^(master|type|dev)$/.test(word)) i++;
  }
  const wanted = device;
  return {
    ...(wanted === undefined ? {} : { device: wanted }),
    fits: (card) => (wanted === undefined || card.name === wanted) && tests.every((test) => test(card)),
  };
}

/** What made a card, for `type`. */
function kindOf({ name, peer, kind }: Interface): string {
  return kind ?? (peer !== undefined ? "veth" : /^(br-|docker)/.test(name) ? "bridge" : "");
}

function stateOf({ name, carrier = true, up = true, kind }: Interface): string {
  if (name === "lo" || (kind === "dummy" && up)) return "UNKNOWN";
  return carrier && up ? "UP" : "DOWN";
}

function briefLine(card: Interface, { withAddresses, four, six }: Shown): string {
  const name = titleOf(card).padEnd(16);
  const own4 = four ? addressesOf(card) : [];
  const own6 = six ? (card.addresses6 ?? []) : [];
  const end = withAddresses
    ? [...own4, ...own6].map(({ address, prefix }) => `${address}/${prefix}`).join(" ")
    : `${card.mac} <${flagsOf(card, false)}>`;
  return `${name} ${stateOf(card).padEnd(14)} ${end} \n`;
}

/** `-o`: what takes several lines in one, with a backslash for each end; an address a line, without its card. */
function oneLines(run: Run, numbered: Numbered, shown: Shown): string {
  const text = full(run, numbered, shown, true);
  if (!shown.withAddresses) return `${text.trimEnd().replaceAll("\n", "\\")}\n`;
  const [, ...lines] = text.split("\n");
  const addresses = lines.flatMap((line, i) => (line.startsWith("    inet") ? `${line}\\${lines[i + 1] ?? ""}` : []));
  return addresses.map((line) => `${numbered.number}: ${numbered.card.name}${line}\n`).join("");
}

const titleOf = ({ name, peer }: Interface) => (peer === undefined ? name : `${name}@if${peer}`);

function flagsOf({ name, carrier = true, peer, up = true, kind }: Interface, busybox: boolean): string {
  if (name === "lo") return up ? "LOOPBACK,UP,LOWER_UP" : "LOOPBACK";
  const end = busybox && peer !== undefined ? ",M-DOWN" : "";
  const first = kind === "dummy" ? "BROADCAST,NOARP" : "BROADCAST,MULTICAST";
  if (!up) return first + end;
  return carrier ? `${first},UP,LOWER_UP${end}` : "NO-CARRIER,BROADCAST,MULTICAST,UP";
}

/** @param one whether one card is asked for by its name */
function full(run: Run, { card, number }: Numbered, { withAddresses, four, six }: Shown, one: boolean): string {
  const loopback = card.name === "lo";
  const recent = isRecent(run);
  const mtu = card.mtu ?? (loopback ? 65536 : 1500);
  const discipline = !(card.up ?? true) && card.kind ? "noop" : hasQueue(card) ? "fq_codel" : "noqueue";
  const queue = loopback || hasQueue(card) || card.kind ? "qlen 1000" : recent ? "qlen 0" : "";
  const master = card.master === undefined ? "" : ` master ${card.master}`;
  const mode = withAddresses ? "" : "mode DEFAULT ";
  const rest = run.busybox ? queue : `${mode}group default ${queue}`;
  const flags = flagsOf(card, run.busybox);
  const state = `state ${stateOf(card)}`;
  // Asked for all cards of IPv6, the kernel tells of no queue; older versions ask for it once more.
  const bare = withAddresses && !four && (run.busybox || !one);
  const place = bare
    ? `${run.busybox ? "" : ` ${state}`} ${recent ? "" : queue}`
    : ` qdisc ${discipline}${master} ${state} ${rest}`;
  const head = `${number}: ${titleOf(card)}: <${flags}> mtu ${mtu}${place}\n`;
  const namespace = card.peer !== undefined && !run.busybox ? ` link-netnsid ${namespaceOf(run, card)}` : "";
  const link = `    link/${loopback ? "loopback" : "ether"} ${card.mac} brd ${loopback ? "00:00:00:00:00:00" : "ff:ff:ff:ff:ff:ff"}${namespace}\n`;
  if (!withAddresses) return head + link;
  const own4 = four ? inetLines(card) : "";
  const own6 = six ? (card.addresses6 ?? []).map((own) => inet6Lines(run, own)).join("") : "";
  return head + (four && six ? link : "") + own4 + own6;
}

/** The newest iproute2 tells of a queue of no length, and who gave an address. */
const isRecent = (run: Run): boolean =>
  !run.busybox && Number.parseFloat(toolVersion(run.process.machine.files, "iproute2")) >= 7;

/** The number that the namespace at a cable's other end has here: one after another. */
function namespaceOf(run: Run, card: Interface): number {
  const cables = run.process.machine.network.router.interfaces().filter(({ master }) => master !== undefined);
  return Math.max(
    0,
    cables.findIndex(({ name }) => name === card.name),
  );
}

const hasQueue = ({ name, peer }: Interface): boolean => name === "eth0" && peer === undefined;

function inetLines(card: Interface): string {
  const { name, address, prefix, others = [] } = card;
  const first = name === "lo" ? "scope host lo" : `brd ${broadcast(card)} scope global ${name}`;
  const own = address === "" ? "" : `    inet ${address}/${prefix} ${first}\n${LIFETIME}`;
  const more = others.map((block) => `    inet ${block.address}/${block.prefix} scope global ${name}\n${LIFETIME}`);
  return own + more.join("");
}

function inet6Lines(run: Run, { address, prefix, scope, nodad }: Address6): string {
  const giver = { host: "proto kernel_lo ", link: "proto kernel_ll ", global: "" }[scope];
  const flag = nodad ? (run.busybox ? "flags 02 " : "nodad ") : isRecent(run) ? giver : "";
  return `    inet6 ${address}/${prefix} scope ${scope} ${flag}\n${LIFETIME}`;
}
