import { canonicalAddress6, groupsOf } from "../kernel/address6.ts";
import { NetworkError } from "../kernel/network-error.ts";
import type { Process } from "../kernel/process.ts";
import { isIPv6 } from "../kernel/socket-table.ts";
import { command, type Run } from "./command.ts";
import { isFar } from "./dial.ts";
import { toolVersion } from "./tool-versions.ts";

/** What a name server answers. */
interface Answer {
  readonly status: "NOERROR" | "NXDOMAIN" | "SERVFAIL";
  readonly addresses: readonly string[];
}

/** The records of one kind that a name has. */
const ofKind = ({ addresses }: Answer, kind: string): readonly string[] =>
  kind === "A" || kind === "AAAA" ? addresses.filter((address) => isIPv6(address) === (kind === "AAAA")) : [];

/** `3.0.18.172.in-addr.arpa` for 172.18.0.3, under which DNS keeps its name. */
function reverseName(address: string): string {
  if (!isIPv6(address)) return `${address.split(".").reverse().join(".")}.in-addr.arpa`;
  const digits = groupsOf(canonicalAddress6(address)).map((group) => group.padStart(4, "0"));
  return `${[...digits.join("")].reverse().join(".")}.ip6.arpa`;
}

/** The address whose name a name of that kind stands for. */
const addressUnder = (name: string): string | undefined =>
  /^([\d.]+)\.in-addr\.arpa\.?$/.exec(name)?.[1]?.split(".").reverse().join(".");

const isAddress = (text: string): boolean => /^\d+(\.\d+){3}$/.test(text) || isIPv6(text);

/** Asks DNS alone, not /etc/hosts. Names of the Internet are beyond the lab: its server cannot ask for them. */
function ask(process: Process, name: string): Answer {
  const { router } = process.machine.network;
  try {
    return { status: "NOERROR", addresses: (router.query ?? router.resolve)(name) };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return { status: isFar(name) ? "SERVFAIL" : "NXDOMAIN", addresses: [] };
  }
}

const serverOf = (process: Process) => process.machine.network.router.nameserver?.() ?? "127.0.0.1";

export const nslookup = command(
  {
    usage: "[-type=TYPE] HOST [SERVER]",
    about: "Asks name servers.",
    // Its options are words with one dash.
    before: (args) => ["--", ...args],
  },
  async (run) => {
    const words = run.operands.filter((word) => !word.startsWith("-"));
    const type = run.operands.flatMap((word) => /^-(?:q|query|type)=(\w+)$/i.exec(word)?.[1] ?? []).at(-1);
    const [name = "", chosen] = words;
    const server = chosen ?? serverOf(run.process);
    await run.out(`Server:\t\t${server}\nAddress:\t${server}${run.busybox ? ":" : "#"}53\n\n`);
    const pointed = isAddress(name) ? name : /^ptr$/i.test(type ?? "") ? addressUnder(name) : undefined;
    if (pointed !== undefined) return nameOf(run, pointed);
    const answer = ask(run.process, name);
    const kinds = type === undefined ? (run.busybox ? ["AAAA", "A"] : ["A", "AAAA"]) : [type.toUpperCase()];
    const texts = kinds.map((kind) =>
      ofKind(answer, kind)
        .map((address) => `Name:\t${name}\nAddress: ${address}\n`)
        .join(""),
    );
    if (answer.status !== "NOERROR") {
      // busybox tells of each of its questions.
      await run.out(`** server can't find ${name}: ${answer.status}\n\n`.repeat(run.busybox ? kinds.length : 1));
      return 1;
    }
    const title = "Non-authoritative answer:\n";
    if (run.busybox) await run.out(texts.map((text) => `${title}${text}\n`).join(""));
    else if (texts.join("") === "") await run.out(`${title}*** Can't find ${name}: No answer\n\n`);
    else await run.out(`${title}${texts.join("")}\n`);
    return 0;
  },
);

/** The name that an address has. */
async function nameOf(run: Run, address: string): Promise<number> {
  const full = reverseName(address);
  const name = run.process.machine.network.router.reverse?.(address);
  if (name === undefined) {
    await run.out(`** server can't find ${full}: NXDOMAIN\n\n`);
    return 1;
  }
  await run.out(
    run.busybox ? `Non-authoritative answer:\n${full}\tname = ${name}\n\n` : `${full}\tname = ${name}.\n\n`,
  );
  return 0;
}

export const host = command(
  { usage: "[-4v] [-t type] name [server]", about: "Looks names up in DNS.", short: "46vat:", operands: [1, 2] },
  async (run) => {
    const [name = ""] = run.operands;
    if (isAddress(name)) {
      const found = run.process.machine.network.router.reverse?.(name);
      const full = reverseName(name);
      await run.out(
        found === undefined ? `Host ${full}. not found: 3(NXDOMAIN)\n` : `${full} domain name pointer ${found}.\n`,
      );
      return found === undefined ? 1 : 0;
    }
    const answer = ask(run.process, name);
    if (answer.addresses.length === 0) {
      await run.out(`Host ${name} not found: ${answer.status === "NXDOMAIN" ? "3(NXDOMAIN)" : "2(SERVFAIL)"}\n`);
      return 1;
    }
    const lines = [
      ...ofKind(answer, "A").map((address) => `${name} has address ${address}\n`),
      ...ofKind(answer, "AAAA").map((address) => `${name} has IPv6 address ${address}\n`),
    ];
    await run.out(lines.join(""));
    return 0;
  },
);

export const dig = command(
  {
    usage: "[@server] [name] [type] [+option...]",
    about: "Asks name servers.",
    short: "4t:x:p:",
    // What begins with + is dig's own kind of option.
    before: (args) => ["--", ...args],
  },
  async (run) => {
    const plus = new Set(run.operands.filter((word) => word.startsWith("+")));
    const server = run.operands.find((word) => word.startsWith("@"))?.slice(1) ?? serverOf(run.process);
    const words = run.operands.filter((word) => !/^[+@]/.test(word));
    const reversed = words.includes("-x") ? words[words.indexOf("-x") + 1] : undefined;
    const [asked = ".", type = "A"] = words.filter((word) => !word.startsWith("-"));
    const kind = reversed === undefined ? type.toUpperCase() : "PTR";
    const name = reversed === undefined ? asked : reverseName(reversed);
    const { status, found } = lookUp(run, name, kind, reversed);
    if (plus.has("+short")) {
      await run.out(found.map((text) => `${text}\n`).join(""));
      return 0;
    }
    const full = name.endsWith(".") ? name : `${name}.`;
    const records = found.map((text) => `${full}\t\t600\tIN\t${kind}\t${text}\n`).join("");
    if (plus.has("+noall") && plus.has("+answer")) {
      await run.out(records);
      return 0;
    }
    const now = new Date(run.process.machine.clock.now());
    const id = run.process.machine.random.below(65536);
    await run.out(
      `\n; <<>> DiG ${toolVersion(run.process.machine.files, "dig")} <<>> ${run.operands.join(" ")}\n;; global options: +cmd\n;; Got answer:\n` +
        `;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: ${id}\n` +
        `;; flags: qr rd ra; QUERY: 1, ANSWER: ${found.length}, AUTHORITY: 0, ADDITIONAL: 0\n\n` +
        `;; QUESTION SECTION:\n;${full}\t\t\tIN\t${kind}\n\n` +
        (records === "" ? "" : `;; ANSWER SECTION:\n${records}\n`) +
        `;; Query time: 0 msec\n;; SERVER: ${server}#53(${server}) (UDP)\n;; WHEN: ${digDate(now)}\n;; MSG SIZE  rcvd: ${40 + full.length + 16 * found.length}\n\n`,
    );
    return 0;
  },
);

/** The records of a name, or with `reversed` the name of that address. */
function lookUp(run: Run, name: string, kind: string, reversed?: string) {
  if (reversed === undefined) {
    const answer = ask(run.process, name);
    return { status: answer.status, found: ofKind(answer, kind) };
  }
  const found = run.process.machine.network.router.reverse?.(reversed);
  return { status: found === undefined ? "NXDOMAIN" : "NOERROR", found: found === undefined ? [] : [`${found}.`] };
}

function digDate(date: Date): string {
  const [weekday = "", day = "", month = "", year = "", time = ""] = date.toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
