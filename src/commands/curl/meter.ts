/** How far a transfer has come. */
export interface Progress {
  readonly downloaded: number;
  /** Undefined when the server did not say. */
  readonly expected: number | undefined;
  readonly uploaded: number;
  /** ms */
  readonly elapsed: number;
}

export const NOTHING_YET: Progress = { downloaded: 0, expected: undefined, uploaded: 0, elapsed: 0 };

/** A way to draw curl's progress meter. */
export interface Meter {
  readonly head: string;
  /** A line without an end: it is drawn over the one before. */
  line(progress: Progress): string;
}

/** The meter of curl 8.22 (its lib/progress.c): six columns an amount, no time where none is known. */
export const NARROW_METER: Meter = {
  head:
    "  % Total    % Received % Xferd  Average Speed  Time    Time    Time   Current\n" +
    "                                 Dload  Upload  Total   Spent   Left   Speed\n",
  line: (progress) => {
    const { percents, amounts, speeds, seconds } = figures(progress, 6, six);
    const [total = "", received = "", sent = ""] = amounts;
    const [all = "", down = "", up = ""] = percents;
    const spent = seconds > 0 ? minutes(seconds) : "";
    const whole = progress.expected === undefined ? "" : spent;
    const times = [whole, spent, ""].map((text) => text.padStart(7));
    // What goes on now is not known before a second has passed.
    const current = seconds > 0 ? speeds[2] : six(0).padStart(6);
    return `\r${[all, total, down, received, up, sent, ...speeds.slice(0, 2), ...times, current].join(" ")}`;
  },
};

/** The meter of the curls before. */
export const WIDE_METER: Meter = {
  head:
    "  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n" +
    "                                 Dload  Upload   Total   Spent    Left  Speed\n",
  line: (progress) => {
    const { percents, amounts, speeds, seconds } = figures(progress, 5, five);
    const spent = seconds > 0 ? clock(seconds) : "--:--:--";
    const parts = percents.map((percent, i) => `${percent} ${amounts[i]}`);
    return `\r${[...parts, ...speeds.slice(0, 2)].join("  ")} --:--:-- ${spent} --:--:-- ${speeds[2]}`;
  },
};

/** Of all, received and sent: percents and amounts; of received, sent and both: bytes a second. */
function figures(progress: Progress, width: number, amount: (bytes: number) => string) {
  const { downloaded, expected, uploaded, elapsed } = progress;
  const speed = (bytes: number) => (elapsed > 0 ? Math.floor((bytes * 1000) / elapsed) : 0);
  const percent = (part: number, whole: number) => (whole > 0 ? Math.floor((part * 100) / whole) : 0);
  const total = (expected ?? downloaded) + uploaded;
  const shown = (bytes: number) => amount(bytes).padStart(width);
  return {
    percents: [
      percent(downloaded + uploaded, total),
      percent(downloaded, expected ?? 0),
      percent(uploaded, uploaded),
    ].map((value) => String(value).padStart(3)),
    amounts: [total, downloaded, uploaded].map(shown),
    speeds: [speed(downloaded), speed(uploaded), speed(downloaded) + speed(uploaded)].map(shown),
    seconds: Math.floor(elapsed / 1000),
  };
}

/** The bar of `-#` when it has come to its end. */
export const FULL_BAR = `\r${"#".repeat(72)} 100.0%`;

const twoDigits = (value: number) => String(Math.floor(value)).padStart(2, "0");

/** 00:05, 61:40. */
const minutes = (seconds: number) => `${twoDigits(seconds / 60)}:${twoDigits(seconds % 60)}`;

/** 0:00:05. */
function clock(seconds: number): string {
  return `${String(Math.floor(seconds / 3600)).padStart(2)}:${twoDigits((seconds / 60) % 60)}:${twoDigits(seconds % 60)}`;
}

/** A number in six columns: 99999, 976.5k, 9.5M. */
function six(value: number): string {
  if (value < 100_000) return String(value);
  let scaled = value / 1024;
  for (const unit of ["k", "M", "G"]) {
    if (scaled < 1000) return `${Math.floor(scaled)}.${Math.floor((scaled * 10) % 10)}${unit}`;
    scaled /= 1024;
  }
  return `${Math.floor(scaled)}T`;
}

/** A number in five columns: 99999, 976k, 9.5M. */
function five(value: number): string {
  if (value < 100_000) return String(value);
  let scaled = value / 1024;
  if (scaled < 10_000) return `${Math.floor(scaled)}k`;
  for (const unit of ["M", "G"]) {
    scaled /= 1024;
    if (scaled < 100) return `${Math.floor(scaled)}.${Math.floor((scaled * 10) % 10)}${unit}`;
    if (scaled < 10_000) return `${Math.floor(scaled)}${unit}`;
  }
  return `${Math.floor(scaled / 1024)}T`;
}
