import { NetworkError } from "../kernel/network-error.ts";
import type { Process } from "../kernel/process.ts";
import { command } from "./command.ts";
import { isFar } from "./dial.ts";
import { toolVersion } from "./tool-versions.ts";

/** What a name server answers. */
interface Answer {
  readonly status: "NOERROR" | "NXDOMAIN" | "SERVFAIL";
  readonly addresses: readonly string[];
}

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
    before: (args) => args.filter((arg) => !/^-\w+=|^-debug$/.test(arg)),
    operands: [1, 2],
  },
  async (run) => {
    const [name = "", chosen] = run.operands;
    const server = chosen ?? serverOf(run.process);
    const { status, addresses } = ask(run.process, name);
    const found = addresses.map((address) => `Name:\t${name}\nAddress: ${address}\n`).join("");
    if (run.busybox) {
      await run.out(`Server:\t\t${server}\nAddress:\t${server}:53\n\n`);
      // One answer for each of AAAA and A.
      const missing = `** server can't find ${name}: ${status}\n\n`;
      await run.out(
        found === "" ? missing.repeat(2) : `Non-authoritative answer:\n\nNon-authoritative answer:\n${found}\n`,
      );
    } else {
      await run.out(`Server:\t\t${server}\nAddress:\t${server}#53\n\n`);
      await run.out(
        found === "" ? `** server can't find ${name}: ${status}\n\n` : `Non-authoritative answer:\n${found}\n`,
      );
    }
    return found === "" ? 1 : 0;
  },
);

export const host = command(
  { usage: "[-4v] [-t type] name [server]", about: "Looks names up in DNS.", short: "4vat:", operands: [1, 2] },
  async (run) => {
    const [name = ""] = run.operands;
    const { status, addresses } = ask(run.process, name);
    if (addresses.length === 0) {
      await run.out(`Host ${name} not found: ${status === "NXDOMAIN" ? "3(NXDOMAIN)" : "2(SERVFAIL)"}\n`);
      return 1;
    }
    await run.out(addresses.map((address) => `${name} has address ${address}\n`).join(""));
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
    const [name = ".", type = "A"] = run.operands.filter((word) => !/^[+@-]/.test(word));
    const { status, addresses } =
      type.toUpperCase() === "A" ? ask(run.process, name) : { ...ask(run.process, name), addresses: [] };
    if (plus.has("+short")) {
      await run.out(addresses.map((address) => `${address}\n`).join(""));
      return 0;
    }
    const full = name.endsWith(".") ? name : `${name}.`;
    const records = addresses.map((address) => `${full}\t\t600\tIN\tA\t${address}\n`).join("");
    if (plus.has("+noall") && plus.has("+answer")) {
      await run.out(records);
      return 0;
    }
    const now = new Date(run.process.machine.clock.now());
    const id = run.process.machine.random.below(65536);
    await run.out(
      `\n; <<>> DiG ${toolVersion(run.process.machine.files, "dig")} <<>> ${run.operands.join(" ")}\n;; global options: +cmd\n;; Got answer:\n` +
        `;; ->>HEADER<<- opcode: QUERY, status: ${status}, id: ${id}\n` +
        `;; flags: qr rd ra; QUERY: 1, ANSWER: ${addresses.length}, AUTHORITY: 0, ADDITIONAL: 0\n\n` +
        `;; QUESTION SECTION:\n;${full}\t\t\tIN\t${type.toUpperCase()}\n\n` +
        (records === "" ? "" : `;; ANSWER SECTION:\n${records}\n`) +
        `;; Query time: 0 msec\n;; SERVER: ${server}#53(${server}) (UDP)\n;; WHEN: ${digDate(now)}\n;; MSG SIZE  rcvd: ${40 + full.length + 16 * addresses.length}\n\n`,
    );
    return 0;
  },
);

function digDate(date: Date): string {
  const [weekday = "", day = "", month = "", year = "", time = ""] = date.toUTCString().replace(",", "").split(" ");
  return `${weekday} ${month} ${day} ${time} UTC ${year}`;
}
