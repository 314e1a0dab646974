import { languageOf } from "../../cli/not-simulated.ts";
import { holdsCapability } from "../../kernel/holds-capability.ts";
import { isInBlock } from "../../kernel/ipv4-block.ts";
import type { NetworkNamespace } from "../../kernel/network.ts";
import { addressesOf, routesOf } from "../../kernel/routing-table.ts";
import { isIPv6 } from "../../kernel/socket-table.ts";
import { Failure, type Run } from "../command.ts";
import { type LinkChanges, linkChanges } from "./link-changes.ts";

/**
 * `ip address add`, `ip link set`, `ip route add` and the like, for who may (CAP_NET_ADMIN). What is changed lasts as
 * long as the machine's network does, as it does on a real one; a page that is opened again begins without it.
 */
export async function change(run: Run, object: string, rest: readonly string[]): Promise<number> {
  const { machine } = run.process;
  const [verb = "", ...words] = rest;
  const is = (name: string) => name.startsWith(object);
  const adds = /^(a|add|append|replace|change|chg)$/.test(verb);
  const may = holdsCapability(run.process, "NET_ADMIN");
  if (is("link") && verb === "set") return setLink(run, words, may);
  if (!may) throw new Failure("RTNETLINK answers: Operation not permitted", 2);
  const changes = linkChanges(machine.network);
  if (verb === "flush") return flush(run, changes, is, words);
  if (words.some((word) => isIPv6(word.replace(/\/.*/, "")) && !/^([0-9a-f]{2}:){5}/i.test(word)))
    return notHere(run, `${object} ${rest.join(" ")}`);
  if (is("address")) return changeAddress(run, changes, adds, words);
  if (is("link")) return changeLink(run, changes, adds, words);
  if (is("route")) return changeRoute(run, changes, adds, verb, words);
  return notHere(run, `${object} ${rest.join(" ")}`);
}

/** `ip addr flush dev eth0`, `ip neigh flush dev eth0`. */
async function flush(
  run: Run,
  changes: LinkChanges,
  is: (name: string) => boolean,
  words: readonly string[],
): Promise<number> {
  const { network } = run.process.machine;
  const device = valueAfter(words, "dev") ?? words[0] ?? "";
  if (!cardsOf(network).some(({ name }) => name === device)) return noDevice(run, device);
  if (is("address")) changes.flush(device);
  else if (is("neighbour") || is("neighbor")) {
    const count = network.sockets.met.size;
    network.sockets.met.clear();
    if (count > 0 && run.busybox)
      await run.out(`\n*** Round 1, deleting ${count} entries ***\n*** Flush is complete after 1 round(s) ***\n`);
  } else return notHere(run, `flush ${words.join(" ")}`);
  return 0;
}

async function notHere(run: Run, what: string): Promise<number> {
  await run.process.stderr.write(
    languageOf(run.process.env) === "es"
      ? `ip: este laboratorio no simula «ip ${what}».\n`
      : `ip: this playground does not simulate "ip ${what}".\n`,
  );
  return 255;
}

/** What RTNETLINK refuses: iproute2 says it bare, busybox after its name. */
const answers = (run: Run, why: string, told = `Error: ${why}`) =>
  run.busybox ? new Failure(`RTNETLINK answers: ${why}`, 2) : new Bare(told, 2);

/** A message of iproute2's without its name before it. */
class Bare extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

async function refused(run: Run, error: Failure | Bare): Promise<number> {
  if (error instanceof Failure) throw error;
  await run.process.stderr.write(`${error.message}\n`);
  return error.status;
}

const valueAfter = (words: readonly string[], key: string): string | undefined => {
  const at = words.indexOf(key);
  return at < 0 ? undefined : words[at + 1];
};

const cardsOf = ({ router }: NetworkNamespace) => router.interfaces();

async function noDevice(run: Run, device: string): Promise<number> {
  if (run.busybox) throw new Failure(`can't find device '${device}'`, 1);
  await run.process.stderr.write(`Cannot find device "${device}"\n`);
  return 1;
}

async function changeAddress(run: Run, changes: LinkChanges, adds: boolean, words: readonly string[]): Promise<number> {
  const [text = ""] = words;
  const asked = valueAfter(words, "dev");
  if (asked === undefined && run.busybox) throw new Failure('need "dev IFACE"', 1);
  const device = asked ?? "";
  const [address = "", bits = "32"] = text.split("/");
  const card = cardsOf(run.process.machine.network).find(({ name }) => name === device);
  if (!card) return noDevice(run, device);
  if (!/^\d+(\.\d+){3}$/.test(address)) {
    if (run.busybox) throw new Failure(`invalid address '${text}'`, 1);
    await run.process.stderr.write(`Error: any valid prefix is expected rather than "${text}".\n`);
    return 1;
  }
  const has = addressesOf(card).some((block) => block.address === address && block.prefix === Number(bits));
  if (adds && has) return refused(run, answers(run, "File exists", "Error: ipv4: Address already assigned."));
  if (!adds && !has)
    return refused(run, answers(run, "Cannot assign requested address", "Error: ipv4: Address not found."));
  changes.changeAddress(device, { address, prefix: Number(bits) }, adds);
  return 0;
}

async function changeLink(run: Run, changes: LinkChanges, adds: boolean, words: readonly string[]): Promise<number> {
  const [first = "", ...more] = words;
  const name = /^(name|dev)$/.test(first) ? (more[0] ?? "") : first;
  const known = cardsOf(run.process.machine.network).find((card) => card.name === name);
  if (!adds) {
    if (!known) return noDevice(run, name);
    if (!known.kind)
      return refused(run, answers(run, "Operation not supported", "RTNETLINK answers: Operation not supported"));
    changes.removeLink(name);
    return 0;
  }
  const kind = valueAfter(words, "type") ?? "";
  if (kind !== "dummy" && kind !== "bridge") return notHere(run, `link add ${words.join(" ")}`);
  if (known) return refused(run, answers(run, "File exists", "RTNETLINK answers: File exists"));
  changes.addLink(name, kind, run.process.machine.random.hex(10));
  return 0;
}

async function setLink(run: Run, words: readonly string[], may: boolean): Promise<number> {
  const [device = "", ...asked] = words[0] === "dev" ? words.slice(1) : words;
  const card = cardsOf(run.process.machine.network).find(({ name }) => name === device);
  const isFlag = asked.some((word) => word === "up" || word === "down");
  if (!card) {
    if (run.busybox) throw new Failure(isFlag ? "SIOCGIFFLAGS: No such device" : `can't find device '${device}'`, 1);
    return noDevice(run, device);
  }
  if (!may)
    throw new Failure(`${run.busybox && isFlag ? "SIOCSIFFLAGS" : "RTNETLINK answers"}: Operation not permitted`, 2);
  const changes = linkChanges(run.process.machine.network);
  const name = valueAfter(asked, "name");
  const mtu = valueAfter(asked, "mtu");
  const mac = valueAfter(asked, "address");
  const takesValue = /^(name|mtu|address)$/;
  const known = asked.every(
    (word, i) => /^(up|down)$/.test(word) || takesValue.test(word) || takesValue.test(asked[i - 1] ?? ""),
  );
  if (!known || asked.length === 0) return notHere(run, `link set ${words.join(" ")}`);
  // The least that IPv4 can do with (net/core/dev.c; a veth's min_mtu).
  if (mtu !== undefined && !(Number(mtu) >= 68 && Number(mtu) <= 65_535))
    return refused(
      run,
      run.busybox
        ? new Failure("SIOCSIFMTU: Invalid argument", 2)
        : new Bare(`Error: mtu ${Number(mtu) < 68 ? "less than device minimum" : "greater than device maximum"}.`, 2),
    );
  changes.set(device, {
    ...(mac === undefined ? {} : { mac }),
    ...(asked.includes("up") ? { up: true } : asked.includes("down") ? { up: false } : {}),
    ...(mtu === undefined ? {} : { mtu: Number(mtu) }),
    ...(name === undefined ? {} : { name }),
  });
  return 0;
}

async function changeRoute(
  run: Run,
  changes: LinkChanges,
  adds: boolean,
  verb: string,
  words: readonly string[],
): Promise<number> {
  const { router } = run.process.machine.network;
  const [text = ""] = words;
  const [destination = "", bits = "32"] = text === "default" ? ["0.0.0.0", "0"] : text.split("/");
  const via = valueAfter(words, "via");
  const prefix = Number(bits);
  const table = routesOf(router);
  const same = table.find((route) => route.destination === destination && route.prefix === prefix);
  if (!adds) {
    if (!same) return refused(run, answers(run, "No such process", "RTNETLINK answers: No such process"));
    // The route to what is near is its card's.
    if (same.source !== undefined) return notHere(run, `route ${verb} ${words.join(" ")}`);
    changes.removeRoute(same);
    return 0;
  }
  if (same && verb === "add") return refused(run, answers(run, "File exists", "RTNETLINK answers: File exists"));
  const near =
    via === undefined
      ? undefined
      : cardsOf(run.process.machine.network).find((card) => addressesOf(card).some((own) => isInBlock(own, via)));
  const device = valueAfter(words, "dev") ?? near?.name;
  if (via !== undefined && !near)
    return refused(run, answers(run, "Network is unreachable", "Error: Nexthop has invalid gateway."));
  if (device === undefined || !cardsOf(run.process.machine.network).some(({ name }) => name === device))
    return noDevice(run, device ?? "");
  if (same) changes.removeRoute(same);
  changes.addRoute({ destination, prefix, device, ...(via === undefined ? {} : { via }) });
  return 0;
}
