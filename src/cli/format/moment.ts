import { CommandError } from "../command.ts";
import { parseDuration } from "./duration.ts";

/**
 * A moment as `--since` and `--until` take it: how long ago ("42m"), seconds since the epoch ("1136073600.5"), or a date
 * ("2026-11-24", "2026-11-24T03:00:00Z").
 * @param now ms since the epoch
 * @returns ms since the epoch
 * @throws CommandError
 */
export function parseMoment(text: string, now: number): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const ago = parseDuration(text);
  if (typeof ago === "number") return now - ago / 1e6;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T") ? text : `${text}Z`;
  const date = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(zoned) : Number.NaN;
  if (Number.isNaN(date))
    throw new CommandError(`invalid value for "since": failed to parse value as time or duration: "${text}"`);
  return date;
}
