/** How a download of GNU wget went. */
export interface Download {
  readonly name: string;
  /** Bytes that were there before, that came now, and that there are; the last is undefined when nobody said. */
  readonly before: number;
  readonly came: number;
  readonly total: number | undefined;
  readonly seconds: number;
}

const UNITS = ["", "K", "M", "G"];

function scaled(value: number): { readonly value: number; readonly unit: string } {
  let [left, unit] = [value, 0];
  for (; left >= 1024 && unit < UNITS.length - 1; unit++) left /= 1024;
  return { value: left, unit: UNITS[unit] ?? "" };
}

const threeFigures = (value: number) =>
  value >= 99.95 ? String(Math.round(value)) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);

/** `22`, `5920 (5.8K)`. */
export function sizeText(bytes: number): string {
  const { value, unit } = scaled(bytes);
  return unit === "" ? String(bytes) : `${bytes} (${value < 10 ? value.toFixed(1) : Math.round(value)}${unit})`;
}

/** `4.34 MB/s`. */
export function rateText(bytes: number, seconds: number): string {
  const { value, unit } = scaled(bytes / seconds);
  return `${threeFigures(value)} ${unit}B/s`;
}

/** `4.34M`, in five columns. */
function shortRate(bytes: number, seconds: number): string {
  const { value, unit } = scaled(bytes / seconds);
  return `${threeFigures(value)}${unit || " "}`.padStart(5);
}

export const shortTime = (seconds: number): string =>
  seconds < 0.001 ? "0s" : `${seconds.toFixed(seconds < 1 ? 3 : 1)}s`;

/** A line of fifty dots, one a kilobyte, for each 50K: what a file and a pipe get (its src/progress.c). */
export function dotMeter({ before, came, total, seconds }: Download): string {
  const end = before + came;
  const dots = Math.floor(end / 1024);
  const first = Math.floor(before / 51200);
  const lines = before > 0 ? [`${String(first * 50).padStart(6)}K`] : [];
  for (let line = first; line * 50 <= dots; line++) {
    const count = Math.min(50, dots - line * 50);
    const groups = (".".repeat(count).match(/.{1,10}/g) ?? []).map((group) => ` ${group}`).join("");
    const isLast = (line + 1) * 50 > dots;
    const done = isLast ? end : (line + 1) * 51200;
    const percent = total ? `${Math.floor((done * 100) / total)}%`.padStart(4) : "";
    lines.push(
      `${String(line * 50).padStart(6)}K${groups.padEnd(55)}${percent} ${shortRate(came, seconds)}${isLast ? `=${shortTime(seconds)}` : " 0s"}`,
    );
  }
  return `${lines.join("\n")}\n\n`;
}

/** The bar on a terminal, when it has come to its end. */
export function barMeter({ name, came, before, total, seconds }: Download): string {
  const title = name.replace(/^.*\//, name.startsWith("/") ? name.slice(0, name.lastIndexOf("/") + 1) : "");
  const short = title.length > 20 ? title.slice(0, 20) : title.padEnd(20);
  const speed = seconds < 0.05 ? "--.-KB/s" : rateText(came, seconds).replace(" ", "");
  const { value, unit } = scaled(before + came);
  const size = unit === "" ? String(before + came) : `${value < 10 ? value.toFixed(2) : value.toFixed(1)}${unit}`;
  const bar = total === undefined ? "    [ <=>                ]" : "100%[===================>]";
  return `\r${`${short} ${bar} ${size.padStart(7)}  ${speed}    in ${shortTime(seconds)}`.padEnd(79)}\n\n`;
}
