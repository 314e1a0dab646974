const UNITS: Readonly<Record<string, number>> = { "": 1, s: 1, m: 60, h: 3600, d: 86400 };

/** `5`, `0.5s`, `2m`, `1h`, `infinity` in ms; undefined for what is none. */
export function durationOf(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return match ? Number(match[1]) * (UNITS[match[2] ?? ""] ?? 1) * 1000 : undefined;
}

/** The longest a timer can be set for; what is longer waits again. */
export const LONGEST_WAIT = 2 ** 31 - 1;
