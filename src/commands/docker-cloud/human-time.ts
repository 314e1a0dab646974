/** A time gone by in words, to one unit, as Python's `ago` tells it with a precision of one. */
export function humanTime(time: number | undefined, now: number): string {
  if (time === undefined) return "";
  // The API's times have no fractions of a second.
  const ms = now - Math.floor(time / 1000) * 1000;
  const units: readonly (readonly [string, number])[] = [
    ["year", 365 * 86_400_000],
    ["day", 86_400_000],
    ["hour", 3_600_000],
    ["minute", 60_000],
    ["second", 1000],
  ];
  for (const [unit, length] of units) {
    const count = Math.floor(ms / length);
    if (count > 0) return `${count} ${unit}${count === 1 ? "" : "s"} ago`;
  }
  const microseconds = Math.floor(ms * 1000);
  return microseconds === 0 ? " ago" : `${microseconds} microsecond${microseconds === 1 ? "" : "s"} ago`;
}
