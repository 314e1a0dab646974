import { GitError } from "../git-error.ts";

const SECONDS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
  month: 2_629_746,
  year: 31_556_952,
};

/** The time that `--since` means, seconds: `2026-11-24`, `yesterday`, `2 days ago`. @throws GitError */
export function parseMoment(text: string, now: number): number {
  const words = text.replaceAll(".", " ").trim();
  if (words === "now") return now;
  if (words === "yesterday") return now - 86_400;
  const ago = /^(\d+|an?) (second|minute|hour|day|week|month|year)s?(?: ago)?$/.exec(words);
  if (ago) return now - (Number(ago[1]) || 1) * (SECONDS[ago[2] ?? ""] ?? 0);
  const time = Date.parse(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : text.replace(" ", "T"));
  if (Number.isNaN(time)) throw new GitError(`invalid date: ${text}`);
  return time / 1000;
}
