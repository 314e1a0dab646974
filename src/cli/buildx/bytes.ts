import { significant } from "../format/size.ts";

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes as BuildKit's client writes them: "153B", "1.18kB", "49.38MB" (tonistiigi/units, `%.2f`). */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? String(Math.round(value)) : significant(Number(value.toFixed(2)), 5)}${UNITS[unit] ?? ""}`;
}
