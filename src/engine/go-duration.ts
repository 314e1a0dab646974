import { quote } from "./go-quote.ts";

/** Nanoseconds of Go's units. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** A duration as Go reads it ("1h30m", "1.5s", "0"), in nanoseconds; an Error with Go's words when it is none. */
export function parseDuration(text: string): number | Error {
  const match = /^([+-]?)(.*)$/s.exec(text);
  const body = match?.[2] ?? "";
  if (body === "0") return 0;
  if (body === "") return new Error(`time: invalid duration ${quote(text)}`);
  let total = 0;
  let rest = body;
  while (rest !== "") {
    const part = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest);
    if (!part) return new Error(`time: invalid duration ${quote(text)}`);
    const [all, number = "", unit = ""] = part;
    if (unit === "") return new Error(`time: missing unit in duration ${quote(text)}`);
    const scale = UNITS[unit];
    if (scale === undefined) return new Error(`time: unknown unit ${quote(unit)} in duration ${quote(text)}`);
    total += Number(number) * scale;
    rest = rest.slice(all.length);
  }
  const sign = match?.[1] === "-" ? -1 : 1;
  return sign * Math.round(total);
}

/** A duration as Go's Duration.String writes it: `1h30m0s`, `1.5s`, `200ms`, `0s`. @param ns nanoseconds */
export function durationString(ns: number): string {
  if (ns === 0) return "0s";
  const sign = ns < 0 ? "-" : "";
  const abs = Math.abs(ns);
  if (abs < 1e3) return `${sign}${abs}ns`;
  if (abs < 1e6) return `${sign}${decimal(abs, 1e3)}µs`;
  if (abs < 1e9) return `${sign}${decimal(abs, 1e6)}ms`;
  const hours = Math.floor(abs / 3600e9);
  const minutes = Math.floor(abs / 60e9) % 60;
  const seconds = decimal(abs % 60e9, 1e9);
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`;
  return minutes > 0 ? `${sign}${minutes}m${seconds}s` : `${sign}${seconds}s`;
}

function decimal(value: number, unit: number): string {
  const whole = Math.floor(value / unit);
  const digits = String(Math.log10(unit));
  const fraction = String(Math.round(value % unit))
    .padStart(Number(digits), "0")
    .replace(/0+$/, "");
  return fraction === "" ? String(whole) : `${whole}.${fraction}`;
}
