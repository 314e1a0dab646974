const FORMAT =
  /^\s*(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?(?:([\d.]+)ms)?(?:([\d.]+)(?:us|µs))?(?:([\d.]+)ns)?\s*$/i;
const SECONDS = [3600, 60, 1, 1e-3, 1e-6, 1e-9] as const;

/** "1m30s" in seconds (compose/timeparse.py); undefined for what is no time. */
export function seconds(text: string): number | undefined {
  const match = text.trim() === "" ? undefined : FORMAT.exec(text);
  if (!match) return undefined;
  return SECONDS.reduce((sum, unit, at) => sum + unit * Number(match[at + 1] ?? 0), 0);
}

/** The same in nanoseconds. */
export function nanoseconds(text: string): number | undefined {
  const found = seconds(text);
  return found === undefined ? undefined : Math.round(found * 1e9);
}

const STAGES = [
  [1000, "us"],
  [1000, "ms"],
  [1000, "s"],
  [60, "m"],
  [60, "h"],
] as const;

/** Nanoseconds in the largest unit that they are a whole number of: "90s" (compose/config/serialize.py). */
export function shortDuration(value: number): string {
  let [left, unit]: [number, string] = [value, "ns"];
  for (const [size, name] of STAGES) {
    if (left % size !== 0) break;
    [left, unit] = [left / size, name];
  }
  return `${left}${unit}`;
}
