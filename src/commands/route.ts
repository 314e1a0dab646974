import { holdsCapability } from "../kernel/holds-capability.ts";
import { isInBlock, prefixOf } from "../kernel/ipv4-block.ts";
import { addressesOf, routesOf as tableOf } from "../kernel/routing-table.ts";
import { command, Failure, type Run } from "./command.ts";
import { ROUTE_TITLE, routesOf } from "./network-tables.ts";

/** The routing table as net-tools and busybox print it; `add` and `del` change it for who may. */
export const route = command(
  {
    usage: "[-n] [{add|del} [-net|-host] TARGET [netmask MASK] [gw GATEWAY] [IFACE]]",
    about: "Shows or changes the IP routing table.",
    short: "neA:",
    operands: [0, Number.POSITIVE_INFINITY],
    // What comes after `add` and `del` are words, though some begin with a dash.
    before: (args) => {
      const at = args.findIndex((word) => word === "add" || word === "del");
      return at < 0 ? args : [...args.slice(0, at), "--", ...args.slice(at)];
    },
  },
  async (run) => {
    const [verb, ...words] = run.operands;
    if (verb === "add" || verb === "del") return change(run, verb === "add", words);
    await run.out(`${ROUTE_TITLE}Flags Metric Ref    Use Iface\n`);
    for (const { start, flags, device } of routesOf(run))
      await run.out(`${start} ${flags.padEnd(5)} 0      0        0 ${device}\n`);
    return 0;
  },
);

async function change(run: Run, adds: boolean, words: readonly string[]): Promise<number> {
  const { machine } = run.process;
  const { router } = machine.network;
  const refuse = (why: string) => new Failure(`SIOC${adds ? "ADD" : "DEL"}RT: ${why}`, 1);
  if (!holdsCapability(run.process, "NET_ADMIN")) throw refuse("Operation not permitted");
  const [target = "", ...rest] = words.filter((word) => word !== "-net" && word !== "-host");
  const after = (key: string) => (rest.includes(key) ? rest[rest.indexOf(key) + 1] : undefined);
  const [address = "", bits] = target === "default" ? ["0.0.0.0", "0"] : target.split("/");
  const mask = after("netmask");
  const prefix = mask === undefined ? Number(bits ?? 32) : prefixOf(mask);
  const via = after("gw");
  const cards = router.interfaces();
  const near =
    via === undefined ? undefined : cards.find((card) => addressesOf(card).some((own) => isInBlock(own, via)));
  const device = rest.find((word) => cards.some(({ name }) => name === word)) ?? near?.name;
  const same = tableOf(router).find((one) => one.destination === address && one.prefix === prefix);
  const { linkChanges } = await machine.clock.hold(import("./ip/link-changes.ts"));
  const changes = linkChanges(machine.network);
  if (!adds) {
    if (!same || same.source !== undefined) throw refuse("No such process");
    changes.removeRoute(same);
    return 0;
  }
  if (same) throw refuse("File exists");
  if (via !== undefined && !near) throw refuse("Network is unreachable");
  if (device === undefined) throw refuse("No such device");
  changes.addRoute({ destination: address, prefix, device, ...(via === undefined ? {} : { via }) });
  return 0;
}
