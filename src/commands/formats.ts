import type { FileKind, Stats } from "../kernel/filesystem.ts";

const KIND_LETTERS: Readonly<Record<FileKind, string>> = {
  file: "-",
  directory: "d",
  symlink: "l",
  "character-device": "c",
  "block-device": "b",
  fifo: "p",
  socket: "s",
};

/** `drwxr-xr-x` */
export function modeText({ kind, mode }: Pick<Stats, "kind" | "mode">): string {
  const triple = (bits: number, special: boolean, letter: string) => {
    const last = special ? (bits & 1 ? letter : letter.toUpperCase()) : bits & 1 ? "x" : "-";
    return `${bits & 4 ? "r" : "-"}${bits & 2 ? "w" : "-"}${last}`;
  };
  return (
    KIND_LETTERS[kind] +
    triple(mode >> 6, (mode & 0o4000) !== 0, "s") +
    triple(mode >> 3, (mode & 0o2000) !== 0, "s") +
    triple(mode, (mode & 0o1000) !== 0, "t")
  );
}

const UNITS = ["", "K", "M", "G", "T", "P"] as const;

/** Bytes as GNU's -h shows them, rounded up: `4.0K`, `12M`. @param base 1024, or 1000 for --si */
export function humanSize(bytes: number, base = 1024): string {
  let value = bytes;
  let unit = 0;
  while (value >= base && unit < UNITS.length - 1) {
    value /= base;
    unit++;
  }
  const letter = UNITS[unit] ?? "";
  const text = (of: string) => (base === 1000 ? of.toLowerCase() : of);
  if (unit === 0) return String(value);
  const tenths = Math.ceil(value * 10) / 10;
  if (tenths < 10) return `${tenths.toFixed(1)}${text(letter)}`;
  const whole = Math.ceil(value);
  return whole >= base ? `1.0${text(UNITS[unit + 1] ?? "")}` : `${whole}${text(letter)}`;
}

/** Bytes as busybox's -h shows them: rounded to the nearest, `136.7K`. */
export function busyboxSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? String(value) : `${value.toFixed(1)}${UNITS[unit]}`;
}

/** Kilobytes a file takes on a disk of 4-kilobyte blocks. */
export function diskBlocks({ kind, size }: Pick<Stats, "kind" | "size">): number {
  if (kind === "directory") return 4;
  return kind === "file" ? Math.ceil(size / 4096) * 4 : 0;
}

const FACTORS: Readonly<Record<string, number>> = {
  "": 1,
  b: 512,
  c: 1,
  w: 2,
  k: 1024,
  K: 1024,
  KiB: 1024,
  kB: 1000,
  KB: 1000,
  m: 1024 ** 2,
  M: 1024 ** 2,
  MiB: 1024 ** 2,
  MB: 1000 ** 2,
  G: 1024 ** 3,
  GiB: 1024 ** 3,
  GB: 1000 ** 3,
};

/** A count with a multiplier, as `head -c 1K` and `dd bs=1M` take it; undefined for what is none. */
export function countOf(text: string): number | undefined {
  const match = /^(\d+)([a-zA-Z]*)$/.exec(text);
  const factor = FACTORS[match?.[2] ?? "?"];
  return match && factor !== undefined ? Number(match[1]) * factor : undefined;
}
