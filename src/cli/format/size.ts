export { parseBytes } from "../../engine/go-size.ts";

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
