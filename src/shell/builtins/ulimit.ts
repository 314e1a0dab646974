import type { Shell } from "../shell.ts";
import { type Builtin, fail, parseOptions } from "./builtin.ts";

/** A limit of the kernel's: how each shell calls it, and what a host starts with. */
interface Limit {
  readonly letter: string;
  /** As bash lists it: the label, and the unit with the letter. */
  readonly bash: readonly [label: string, unit: string];
  /** As busybox lists it, and dash; undefined where they do not know it. */
  readonly ash?: string;
  readonly dash?: string;
  /** Docker's name for it, and bytes or seconds to one that is shown. */
  readonly name?: string;
  readonly unit?: number;
  readonly usual?: string;
}

const LIMITS: readonly Limit[] = [
  { letter: "R", bash: ["real-time non-blocking time", "(microseconds, -R)"] },
  {
    ...{
      letter: "c",
      bash: ["core file size", "(blocks, -c)"],
      ash: "core file size (blocks)",
      dash: "coredump(blocks)",
    },
    ...{ name: "core", unit: 512, usual: "0" },
  },
  {
    ...{ letter: "d", bash: ["data seg size", "(kbytes, -d)"], ash: "data seg size (kb)", dash: "data(kbytes)" },
    ...{ name: "data", unit: 1024 },
  },
  { letter: "e", bash: ["scheduling priority", "(-e)"], ash: "scheduling priority", name: "nice", usual: "0" },
  {
    ...{ letter: "f", bash: ["file size", "(blocks, -f)"], ash: "file size (blocks)", dash: "file(blocks)" },
    ...{ name: "fsize", unit: 512 },
  },
  { letter: "i", bash: ["pending signals", "(-i)"], ash: "pending signals", name: "sigpending", usual: "96365" },
  {
    ...{ letter: "l", bash: ["max locked memory", "(kbytes, -l)"], ash: "max locked memory (kb)" },
    ...{ dash: "locked memory(kbytes)", name: "memlock", unit: 1024, usual: "8192" },
  },
  {
    ...{ letter: "m", bash: ["max memory size", "(kbytes, -m)"], ash: "max memory size (kb)", dash: "memory(kbytes)" },
    ...{ name: "rss", unit: 1024 },
  },
  { letter: "n", bash: ["open files", "(-n)"], ash: "open files", dash: "nofiles", name: "nofile", usual: "1024" },
  { letter: "p", bash: ["pipe size", "(512 bytes, -p)"], usual: "8" },
  {
    ...{ letter: "q", bash: ["POSIX message queues", "(bytes, -q)"], ash: "POSIX message queues (bytes)" },
    ...{ name: "msgqueue", usual: "819200" },
  },
  {
    ...{ letter: "r", bash: ["real-time priority", "(-r)"], ash: "real-time priority", dash: "rtprio" },
    ...{ name: "rtprio", usual: "0" },
  },
  {
    ...{ letter: "s", bash: ["stack size", "(kbytes, -s)"], ash: "stack size (kb)", dash: "stack(kbytes)" },
    ...{ name: "stack", unit: 1024, usual: "8192" },
  },
  {
    ...{ letter: "t", bash: ["cpu time", "(seconds, -t)"], ash: "cpu time (seconds)", dash: "time(seconds)" },
    ...{ name: "cpu" },
  },
  {
    ...{ letter: "u", bash: ["max user processes", "(-u)"], ash: "max user processes", dash: "process" },
    ...{ name: "nproc", usual: "96365" },
  },
  { letter: "v", bash: ["virtual memory", "(kbytes, -v)"], ash: "virtual memory (kb)", dash: "vmemory(kbytes)" },
  { letter: "x", bash: ["file locks", "(-x)"], ash: "file locks", dash: "locks", name: "locks" },
];

/** The order of dash's own list (miscbltin.c). */
const OF_DASH = "tfdscmlunvxr";
/** How many files may be open when a process asks for as many as it can get (systemd's default). */
const MOST_FILES = "524288";

/** `ulimit`: the limits of a Debian host or of a container; nothing in the lab reaches them, so one that is set is only remembered. */
export const ulimit: Builtin = async (shell, args) => {
  const known = LIMITS.filter((limit) => shell.flavour === "bash" || limit[shell.flavour] !== undefined);
  const letters = known.map(({ letter }) => letter).join("");
  const stranger = args.slice(1).find((word) => /^-./.test(word) && new RegExp(`[^-HSa${letters}]`).test(word));
  if (stranger !== undefined && shell.flavour === "ash") {
    await shell.write(2, `ulimit: invalid option -- '${new RegExp(`[^-HSa${letters}]`).exec(stranger)?.[0]}'\n`);
    return 1;
  }
  const usage = "ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]";
  const parsed = await parseOptions(shell, args, `HSa${letters}`, usage);
  if (!parsed) return 2;
  const { options, rest } = parsed;
  const hard = options.has("H") && !options.has("S");
  if (options.has("a")) {
    await shell.write(1, listOf(shell, known, hard));
    return 0;
  }
  const chosen = known.find(({ letter }) => options.has(letter)) ?? known.find(({ letter }) => letter === "f");
  const [value] = rest;
  if (!chosen) return 0;
  if (value === undefined) {
    await shell.write(1, `${current(shell, chosen, hard)}\n`);
    return 0;
  }
  const isWord = value === "unlimited" || (shell.flavour === "bash" && /^(hard|soft)$/.test(value));
  if (!/^\d+$/.test(value) && !isWord) return fail(shell, badNumber(shell, value));
  const wanted = value === "hard" || value === "soft" ? current(shell, chosen, value === "hard") : value;
  const { container } = shell.process.machine;
  const raises = numberOf(wanted) > numberOf(current(shell, chosen, true));
  // Only who has CAP_SYS_RESOURCE may raise what is hard, and a container's root has not.
  if (raises && (container !== undefined || shell.process.user.uid !== 0))
    return fail(shell, notPermitted(shell, chosen));
  if (!options.has("H") || options.has("S")) shell.limits.set(chosen.letter, wanted);
  if (!options.has("S") || options.has("H")) shell.limits.set(`H${chosen.letter}`, wanted);
  return 0;
};

function listOf(shell: Shell, known: readonly Limit[], hard: boolean): string {
  const line = ({ letter, bash: [label, unit], ash = "", dash = "" }: Limit): string => {
    if (shell.flavour === "ash") return `${ash.padEnd(32)}(-${letter}) `;
    return shell.flavour === "dash" ? `${dash.padEnd(20)} ` : `${label.padEnd(20)}${unit.padStart(20)} `;
  };
  const place = ({ letter }: Limit) => OF_DASH.indexOf(letter);
  const ordered = shell.flavour === "dash" ? [...known].sort((a, b) => place(a) - place(b)) : known;
  return ordered.map((limit) => `${line(limit)}${current(shell, limit, hard)}\n`).join("");
}

/** What the shell was told, else what its container was given, else what is usual. */
function current({ flavour, limits, process }: Shell, limit: Limit, hard: boolean): string {
  const { letter, name, unit = 1, usual = "unlimited" } = limit;
  const told = limits.get(hard ? `H${letter}` : letter);
  if (told !== undefined) return told;
  const given = process.machine.limits?.find((one) => one.Name === name);
  if (!given) return hard ? hardOf(limit, usual) : usual;
  const value = hard ? given.Hard : given.Soft;
  // A block is a kilobyte for bash alone.
  const size = unit === 512 && flavour === "bash" ? 1024 : unit;
  return value < 0 ? "unlimited" : String(Math.floor(value / size));
}

function hardOf({ letter }: Limit, usual: string): string {
  if (letter === "n") return MOST_FILES;
  return letter === "c" || letter === "s" ? "unlimited" : usual;
}

const numberOf = (value: string) => (value === "unlimited" ? Number.POSITIVE_INFINITY : Number(value));

function badNumber({ flavour }: Shell, value: string): string {
  if (flavour === "dash") return "ulimit: bad number";
  return flavour === "ash" ? `invalid number '${value}'` : `ulimit: ${value}: invalid number`;
}

function notPermitted({ flavour }: Shell, { bash: [label] }: Limit): string {
  if (flavour === "ash") return "error setting limit: Operation not permitted";
  return flavour === "dash"
    ? "ulimit: error setting limit (Operation not permitted)"
    : `ulimit: ${label}: cannot modify limit: Operation not permitted`;
}
