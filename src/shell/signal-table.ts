import type { Flavour } from "./shell.ts";

const FIRST =
  "HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU " +
  "XFSZ VTALRM PROF WINCH IO PWR SYS";

/** All signals of Linux with their numbers, those of real time too. */
function allSignals(): (readonly [number: number, name: string])[] {
  const named = FIRST.split(" ").map((name, i) => [i + 1, `SIG${name}`] as const);
  const realTime = Array.from({ length: 31 }, (_, i) => {
    const number = 34 + i;
    const name =
      number <= 49
        ? `SIGRTMIN${number > 34 ? `+${number - 34}` : ""}`
        : `SIGRTMAX${number < 64 ? `-${64 - number}` : ""}`;
    return [number, name] as const;
  });
  return [...named, ...realTime];
}

/** Those that busybox's shell and dash list; the names of two differ there. */
const POSIX = FIRST.replace(" IO ", " POLL ").split(" ");

/** What `kill -l` and `trap -l` show: five signals a line in bash, one in the others. */
export function signalTable(flavour: Flavour): string {
  if (flavour === "ash") return POSIX.map((name, i) => `${String(i + 1).padStart(2)}) ${name}\n`).join("");
  // dash has no name for some, and lists those of real time too.
  if (flavour === "dash")
    return [
      "0",
      ...FIRST.replace(" STKFLT ", " 16 ").split(" "),
      "32",
      "33",
      ...allSignals()
        .slice(31)
        .map(([, name]) => name.slice(3)),
    ]
      .map((name) => `${name}\n`)
      .join("");
  const cells = allSignals().map(([number, name]) => `${String(number).padStart(2)}) ${name}`);
  const rows = Array.from({ length: Math.ceil(cells.length / 5) }, (_, row) => cells.slice(row * 5, row * 5 + 5));
  return rows.map((row) => `${row.join("\t")}\n`).join("");
}
