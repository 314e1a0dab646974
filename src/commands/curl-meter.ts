/** How far a transfer has come. */
export interface Progress {
  readonly downloaded: number;
  /** Undefined when the server did not say. */
  readonly expected: number | undefined;
  readonly uploaded: number;
  /** ms */
  readonly elapsed: number;
}

export const METER_HEAD =
  "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n" +
  "                                 Dload  Upload   Total   Spent    Left  Speed\n";

/** A line of curl's progress meter (its lib/progress.c), without an end: it is drawn over the one before. */
export function meterLine({ downloaded, expected, uploaded, elapsed }: Progress): string {
  const speed = (bytes: number) => (elapsed > 0 ? Math.floor((bytes * 1000) / elapsed) : 0);
  const down = speed(downloaded);
  const up = speed(uploaded);
  const total = (expected ?? downloaded) + uploaded;
  const done = downloaded + uploaded;
  const percent = (part: number, whole: number) => (whole > 0 ? Math.floor((part * 100) / whole) : 0);
  const seconds = Math.floor(elapsed / 1000);
  const spent = seconds > 0 ? clock(seconds) : "--:--:--";
  const of = (part: number, whole: number) => String(percent(part, whole)).padStart(3);
  const amounts = [
    `${of(done, total)} ${five(total)}`,
    `${of(downloaded, expected ?? downloaded)} ${five(downloaded)}`,
    `${of(uploaded, uploaded)} ${five(uploaded)}`,
    five(down),
    five(up),
  ].join("  ");
  return `\r${amounts} --:--:-- ${spent} --:--:-- ${five(down + up)}`;
}

function clock(seconds: number): string {
  const part = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${part((seconds / 60) % 60)}:${part(seconds % 60)}`;
}

/** A number in five columns: 99999, 976k, 9.5M. */
function five(value: number): string {
  const units = ["k", "M", "G", "T"];
  if (value < 100_000) return String(value).padStart(5);
  let scaled = value / 1024;
  for (const unit of units) {
    if (scaled < 10_000 && unit === "k") return `${Math.floor(scaled)}k`.padStart(5);
    if (unit !== "k" && scaled < 100)
      return `${Math.floor(scaled)}.${Math.floor((scaled * 10) % 10)}${unit}`.padStart(5);
    if (unit !== "k" && scaled < 10_000) return `${Math.floor(scaled)}${unit}`.padStart(5);
    scaled /= 1024;
  }
  return String(Math.floor(scaled)).padStart(5);
}
