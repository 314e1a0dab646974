import { PyFloat, type PyValue } from "../python/py-value.ts";

const UNITS: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 };

/** "64m", "1.5gb" or a number of bytes (docker-py's `parse_bytes`); undefined for what is none. */
export function parseBytes(value: PyValue): number | undefined {
  if (typeof value === "number") return value;
  if (value instanceof PyFloat) return value.value;
  if (typeof value !== "string") return undefined;
  if (value === "") return 0;
  const text = value.toLowerCase();
  const match = /^(\d+(?:\.\d+)?)([bkmgt]?)b?$/.exec(text);
  if (!match) return undefined;
  return Math.trunc(Number(match[1]) * (UNITS[match[2] || "b"] ?? 1));
}
