const DECIMAL = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"] as const;
const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"] as const;

/** Bytes for people in steps of 1000, as go-units' HumanSize: "7.8MB". @param digits significant ones: 4, or 3 where Docker asks for them */
export function humanSize(bytes: number, digits: 3 | 4 = 4): string {
  return scale(bytes, 1000, DECIMAL, digits);
}

/** Bytes for people in steps of 1024, as go-units' BytesSize: "15.25GiB". */
export function binarySize(bytes: number): string {
  return scale(bytes, 1024, BINARY, 4);
}

function scale(bytes: number, step: number, units: readonly string[], digits: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= step && unit < units.length - 1) {
    value /= step;
    unit++;
  }
  return `${significant(value, digits)}${units[unit] ?? ""}`;
}

/** Go's `%.Ng`: N significant digits, without trailing zeros, with an exponent where C would write one. */
export function significant(value: number, digits: number): string {
  if (value === 0) return "0";
  const [mantissa = "", power = "0"] = value.toExponential(digits - 1).split("e");
  const exponent = Number(power);
  if (exponent < -4 || exponent >= digits) {
    const sign = exponent < 0 ? "-" : "+";
    return `${trimZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, "0")}`;
  }
  return trimZeros(value.toFixed(Math.max(0, digits - 1 - exponent)));
}

function trimZeros(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

const BINARY_POWER: Readonly<Record<string, number>> = { "": 0, k: 1, m: 2, g: 3, t: 4, p: 5 };

/** A size as `--memory` reads it (go-units' RAMInBytes, in steps of 1024), in bytes; an Error with its words when it is none. */
export function parseBytes(text: string): number | Error {
  if (text === "-1") return -1;
  return parseSize(text, 1024);
}

/** A size in steps of 1000 (go-units' FromHumanSize), in bytes. */
export function parseHumanSize(text: string): number | Error {
  return parseSize(text, 1000);
}

function parseSize(text: string, step: number): number | Error {
  const lastDigit = Math.max(...[..."0123456789. "].map((char) => text.lastIndexOf(char)));
  if (lastDigit < 0) return new Error(`invalid size: '${text}'`);
  // A blank may stand between number and unit.
  const number = text.slice(0, lastDigit + 1).replace(/ $/, "");
  const suffix = text.slice(lastDigit + 1).toLowerCase();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(number)) return new Error(`invalid size: '${text}'`);
  const value = Number(number);
  if (value < 0) return new Error(`invalid size: '${text}'`);
  if (suffix === "") return Math.trunc(value);
  const unit = /^([kmgtp]?)(ib|b)?$/.exec(suffix);
  if (!unit || suffix.length > 3 || suffix === "ib") return new Error(`invalid suffix: '${suffix}'`);
  return Math.trunc(value * step ** (BINARY_POWER[unit[1] ?? ""] ?? 0));
}
