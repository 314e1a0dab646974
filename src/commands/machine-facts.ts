import { languageOf } from "../cli/not-simulated.ts";
import { HARDWARE } from "../kernel/hardware.ts";
import { holdsCapability } from "../kernel/holds-capability.ts";
import { NetworkError } from "../kernel/network-error.ts";
import { loadAverage, memoryUse } from "../kernel/proc-files.ts";
import { userName } from "./accounts.ts";
import { command, Failure, type Run } from "./command.ts";
import { countOf } from "./formats.ts";
import { UsageError } from "./options.ts";
import { bootedAt, terminalsOf } from "./ps/process-list.ts";
import { strftime } from "./time-text.ts";

export const uname = command(
  {
    usage: "[OPTION]...",
    about: "Print certain system information.",
    short: "amnprsvio",
    long: "all=a kernel-name=s nodename=n kernel-release=r kernel-version=v machine=m processor=p hardware-platform=i operating-system=o",
  },
  async (run) => {
    const [extra] = run.operands;
    if (extra !== undefined)
      throw new Failure(`extra operand ${run.quote(extra)}\nTry 'uname --help' for more information.`);
    const { architecture, kernel, kernelBuild } = HARDWARE;
    const facts = {
      s: "Linux",
      n: run.process.machine.hostname,
      r: kernel,
      v: kernelBuild,
      m: architecture,
      o: run.busybox ? "Linux" : "GNU/Linux",
    };
    const shown = Object.entries(facts).filter(([key]) => run.has("a") || run.has(key));
    const unknown = ["p", "i"].filter((key) => run.has(key)).map(() => "unknown");
    const words = shown.map(([, text]) => text).concat(unknown);
    await run.out(`${words.length === 0 ? "Linux" : words.join(" ")}\n`);
  },
);

export const arch = command({ usage: "", about: "Print machine architecture.", operands: [0, 0] }, (run) =>
  run.out(`${HARDWARE.architecture}\n`),
);

export const nproc = command(
  { usage: "[OPTION]...", about: "Print the number of processing units available.", long: "all ignore:" },
  (run) => run.out(`${Math.max(1, HARDWARE.cpus - Number(run.options.value("ignore") ?? 0))}\n`),
);

export const hostname = command(
  {
    usage: "[-i|-I|-f|-s|-d] [NAME]",
    about: "Show or set the host's name.",
    short: "aAdfFiIsvy",
    long: "alias=a all-ip-addresses=I domain=d fqdn=f long=f ip-address=i short=s",
  },
  async (run) => {
    const { machine } = run.process;
    const [name] = run.operands;
    const foreign = run.options.given.find(({ key }) => run.busybox && !"sidfF".includes(key));
    if (foreign) throw new UsageError(`invalid option -- '${foreign.key}'`, `unrecognized option: ${foreign.key}`);
    if (name !== undefined) {
      if (!holdsCapability(run.process, "SYS_ADMIN"))
        throw new Failure(
          run.busybox ? "sethostname: Operation not permitted" : "you must be root to change the host name",
        );
      machine.hostname = name;
      return 0;
    }
    if (run.has("I")) {
      const list = machine.network.router
        .interfaces()
        .map(({ address }) => address)
        .filter((address) => address !== "" && !address.startsWith("127."));
      await run.out(`${list.map((address) => `${address} `).join("")}\n`);
    } else if (run.has("i")) {
      await run.out(`${ownAddresses(run).join(" ")}\n`);
    } else if (run.has("f") || run.has("d")) {
      const full = canonicalName(run);
      const domain = full.replace(/^[^.]*\.?/, "");
      await run.out(run.has("f") ? `${full}\n` : domain === "" ? "" : `${domain}\n`);
    } else await run.out(`${run.has("s") ? machine.hostname.replace(/\..*/, "") : machine.hostname}\n`);
    return 0;
  },
);

/** The first name of the line in /etc/hosts that has the machine's. */
function canonicalName({ files, process: { machine } }: Run): string {
  const text = files.exists("/etc/hosts") ? files.readFile("/etc/hosts") : "";
  const own = text.split("\n").map((line) => line.trim().split(/\s+/).slice(1));
  return own.find((names) => names.includes(machine.hostname))?.[0] ?? machine.hostname;
}

function ownAddresses({ process: { machine } }: Run): string[] {
  try {
    return machine.network.resolve(machine.hostname);
  } catch (error) {
    if (error instanceof NetworkError) throw new Failure("Name or service not known");
    throw error;
  }
}

const SIZES = "BKMGT";

/** `23Gi` as free -h has it: three digits at most. */
function short(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < SIZES.length - 1) {
    value /= 1024;
    unit++;
  }
  const number = unit === 0 || value >= 10 ? String(Math.floor(value)) : value.toFixed(1);
  return `${number}${SIZES[unit]}${unit === 0 ? "" : "i"}`;
}

export const free = command(
  {
    usage: "[options]",
    about: "Display amount of free and used memory in the system.",
    short: "bkmghtwls:c:",
    long: "bytes=b kibi=k mebi=m gibi=g human=h total=t wide=w",
  },
  async (run) => {
    const { total, used, free: unused, cached, available } = memoryUse(run.process.machine);
    const unit = { b: 1, m: 1024 ** 2, g: 1024 ** 3, k: 1024 }[run.options.last("b", "k", "m", "g") ?? "k"] ?? 1024;
    const text = (bytes: number) => (run.has("h") ? short(bytes) : String(Math.floor(bytes / unit)));
    const shared = 9168 * 1024;
    const row = (label: string, numbers: readonly number[]) =>
      `${label.padEnd(8)}${numbers.map((n) => text(n).padStart(12)).join("")}\n`;
    await run.out(
      `${" ".repeat(8)}${["total", "used", "free", "shared", "buff/cache", "available"].map((word) => word.padStart(12)).join("")}\n` +
        row("Mem:", [total, used, unused, shared, cached, available]) +
        row("Swap:", [0, 0, 0]) +
        (run.has("t") ? row("Total:", [total, used, unused]) : ""),
    );
  },
);

/** ` 12:00:00 up  1:00,  1 user,  load average: 0.00, 0.00, 0.00` */
export function uptimeLine(run: Run): string {
  const { machine } = run.process;
  const minutes = Math.floor((machine.clock.now() - bootedAt(run.process)) / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const time =
    hours > 0 ? `${run.busybox ? hours : String(hours).padStart(2)}:${String(rest).padStart(2, "0")}` : `${rest} min`;
  const up = (days > 0 ? `${days} day${days > 1 ? "s" : ""}, ` : "") + time;
  const count = machine.container === undefined ? terminalsOf(machine).length : 0;
  const users = `${count} user${count === 1 ? "" : "s"}`;
  return ` ${strftime("%T", machine.clock.now())} up ${up},  ${users},  load average: ${loadAverage(machine).join(", ")}`;
}

export const uptime = command(
  { usage: "[options]", about: "Tell how long the system has been running.", short: "ps", long: "pretty=p since=s" },
  async (run) => {
    const boot = bootedAt(run.process);
    if (run.has("s")) await run.out(`${strftime("%F %T", boot)}\n`);
    else if (run.has("p")) {
      const minutes = Math.floor((run.process.machine.clock.now() - boot) / 60_000);
      const parts = [
        ["day", Math.floor(minutes / 1440)],
        ["hour", Math.floor((minutes % 1440) / 60)],
        ["minute", minutes % 60],
      ] as const;
      await run.out(
        `up ${
          parts
            .filter(([, n]) => n > 0)
            .map(([word, n]) => `${n} ${word}${n > 1 ? "s" : ""}`)
            .join(", ") || "0 minutes"
        }\n`,
      );
    } else await run.out(`${uptimeLine(run)}\n`);
  },
);

/** Who is logged in, once for each terminal. */
async function logins(run: Run): Promise<void> {
  const { machine } = run.process;
  if (machine.container !== undefined) return;
  for (const [index, { started, uid }] of terminalsOf(machine).entries()) {
    await run.out(
      `${userName(run.files, uid).padEnd(8)} pts/${index}        ${strftime("%F %H:%M", started)} (192.168.99.1)\n`,
    );
  }
}

export const who = command(
  { usage: "[OPTION]...", about: "Print information about users who are currently logged in.", short: "abHmqu" },
  logins,
);

export const w = command(
  { usage: "[options] [user]", about: "Show who is logged on and what they are doing.", short: "hsfi" },
  async (run) => {
    const { machine } = run.process;
    if (!run.has("h"))
      await run.out(`${uptimeLine(run)}\nUSER     TTY      FROM             LOGIN@   IDLE   JCPU   PCPU WHAT\n`);
    for (const [index, { started, uid }] of terminalsOf(machine).entries()) {
      await run.out(
        `${userName(run.files, uid).slice(0, 8).padEnd(8)} pts/${index}    192.168.99.1     ${strftime("%H:%M", started)}    0.00s  0.02s  0.00s w\n`,
      );
    }
  },
);

export const lscpu = command(
  { usage: "[options]", about: "Display information about the CPU architecture." },
  async (run) => {
    const { architecture, cpus, cpuModel } = HARDWARE;
    const rows = {
      Architecture: architecture,
      "  CPU op-mode(s)": "32-bit, 64-bit",
      "  Byte Order": "Little Endian",
      "CPU(s)": String(cpus),
      "  On-line CPU(s) list": `0-${cpus - 1}`,
      "Vendor ID": "GenuineIntel",
      "  Model name": cpuModel,
      "    Thread(s) per core": "1",
      "    Core(s) per socket": String(cpus),
      "Hypervisor vendor": "KVM",
      "Virtualization type": "full",
    };
    await run.out(
      Object.entries(rows)
        .map(([name, value]) => `${`${name}:`.padEnd(40)} ${value}\n`)
        .join(""),
    );
  },
);

export const lsbRelease = command(
  {
    usage: "[options]",
    about: "Print distribution-specific information.",
    short: "aidrcsv",
    long: "all=a id=i description=d release=r codename=c short=s",
  },
  async (run) => {
    const text = run.files.exists("/etc/os-release") ? run.files.readFile("/etc/os-release") : "";
    const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, "m").exec(text)?.[1] ?? "n/a";
    const facts = {
      i: ["Distributor ID", field("ID").replace(/^./, (letter) => letter.toUpperCase())],
      d: ["Description", field("PRETTY_NAME")],
      r: ["Release", field("VERSION_ID")],
      c: ["Codename", field("VERSION_CODENAME")],
    };
    const shown = Object.entries(facts).filter(([key]) => run.has("a") || run.has(key));
    if (run.has("a") || shown.length === 0) await run.process.stderr.write("No LSB modules are available.\n");
    for (const [, [label = "", value = ""]] of shown)
      await run.out(run.has("s") ? `${value}\n` : `${label}:\t${value}\n`);
  },
);

export const dmesg = command(
  { usage: "[options]", about: "Print or control the kernel ring buffer.", short: "HTtwWxkl:L" },
  async (run) => {
    if (run.process.machine.container !== undefined)
      throw new Failure(`${run.busybox ? "klogctl" : "read kernel buffer failed"}: Operation not permitted`);
    await run.out(
      `[    0.000000] Linux version ${HARDWARE.kernel} ${HARDWARE.kernelBuild}\n[    0.000000] Command line: BOOT_IMAGE=/vmlinuz root=/dev/vda1 ro quiet\n`,
    );
    // The rest of a kernel's boot has nothing to teach here.
    await run.process.stderr.write(
      languageOf(run.process.env) === "es"
        ? "(el resto del arranque no se simula)\n"
        : "(the rest of the boot is not simulated)\n",
    );
  },
);

export const factor = command(
  { usage: "[NUMBER]...", about: "Print the prime factors of each specified integer NUMBER." },
  async (run) => {
    const { wholeText } = await import("./text.ts");
    const words =
      run.operands.length > 0
        ? run.operands
        : (await wholeText(run.process, run.process.stdin)).split(/\s+/).filter((word) => word !== "");
    for (const word of words) {
      if (countOf(word) === undefined || !/^\d+$/.test(word) || word.length > 15) {
        await run.warn(`${run.quote(word)} is not a valid positive integer`);
        continue;
      }
      const factors: number[] = [];
      let rest = Number(word);
      for (let prime = 2; prime * prime <= rest; prime++)
        while (rest % prime === 0) {
          factors.push(prime);
          rest /= prime;
        }
      if (rest > 1) factors.push(rest);
      await run.out(`${[`${Number(word)}:`, ...factors].join(" ")}\n`);
    }
  },
);
