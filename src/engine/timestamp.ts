import { invalid } from "./errors.ts";

const MS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * A moment as `--since`, `--until` and the "until" filters take it: seconds since the epoch ("1700000000.5"), a date
 * ("2026-11-24", "2026-11-24T03:00:00Z"; without a zone it is UTC here), or how long ago ("10m", "1h30m").
 * @param now ms since the epoch
 * @returns ms since the epoch
 * @throws EngineError 400 (moby, api/types/time)
 */
export function parseTimestamp(text: string, now: number): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const ago = /^-?(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/.test(text);
  if (ago) {
    let total = 0;
    for (const [, amount = "0", unit = "s"] of text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g))
      total += Number(amount) * (MS[unit] ?? 0);
    // Said to the daemon in whole seconds: of `--until 0s` the second that runs is left out.
    return Math.floor((text.startsWith("-") ? now + total : now - total) / 1000) * 1000;
  }
  const date = /^(\d{4}-\d\d-\d\d)(?:T(\d\d)(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?)?(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (!date) throw invalid(`failed to parse value as time or duration: "${text}"`);
  const [, day = "", hour = "00", minute = "00", second = "00", zone = "Z"] = date;
  return Date.parse(`${day}T${hour}:${minute}:${second}${zone}`);
}
