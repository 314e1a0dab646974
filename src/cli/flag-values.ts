import { parseBool } from "../engine/go-bool.ts";
import { isAddress } from "./flag-checks.ts";
import { parseDuration } from "./format/duration.ts";
import { quote } from "./format/quote.ts";
import { parseBytes } from "./format/size.ts";

/**
 * What is wrong with a flag's value, in the words of Go, go-units or docker/cli's opts; undefined when nothing is.
 * Kinds with a grammar of their own (mount, port, secret …) are checked by their commands.
 */
export function valueError(type: string, value: string): string | undefined {
  switch (type) {
    case "bool":
      return parseBool(value) === undefined ? `strconv.ParseBool: parsing ${quote(value)}: invalid syntax` : undefined;
    case "int":
    case "int64":
      return integerError("ParseInt", value, -(2n ** 63n), 2n ** 63n - 1n);
    case "uint":
    case "uint64":
      return integerError("ParseUint", value, 0n, 2n ** 64n - 1n);
    case "uint16":
      return integerError("ParseUint", value, 0n, 65535n);
    case "uint32":
      return integerError("ParseUint", value, 0n, 2n ** 32n - 1n);
    case "float":
      return value !== "" && Number.isFinite(Number(value))
        ? undefined
        : `strconv.ParseFloat: parsing ${quote(value)}: invalid syntax`;
    case "decimal":
      return decimalError(value);
    case "duration":
      return errorOf(parseDuration(value));
    case "bytes":
      return value === "-1" ? "invalid size: '-1'" : errorOf(parseBytes(value));
    case "swap-bytes":
      return errorOf(parseBytes(value));
    case "ip":
      return value === "" || isAddress(value.trim()) ? undefined : `failed to parse IP: ${quote(value)}`;
    case "filter":
      return value === "" || value.includes("=") ? undefined : "bad format of filter (expected name=value)";
    default:
      return undefined;
  }
}

function errorOf(parsed: number | Error): string | undefined {
  return parsed instanceof Error ? parsed.message : undefined;
}

/** An integer as Go reads it with base 0: `0x1f`, `0o17`, `0b1`, `1_000`. */
export function parseInteger(text: string): bigint | undefined {
  const match = /^([+-]?)(0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[1-9][0-9_]*|0)$/i.exec(text);
  if (!match) return undefined;
  const digits = (match[2] ?? "").replaceAll("_", "").replace(/^0(?=[0-7])/, "0o");
  const value = BigInt(digits);
  return match[1] === "-" ? -value : value;
}

function integerError(operation: string, text: string, min: bigint, max: bigint): string | undefined {
  const value = operation === "ParseUint" && /^[+-]/.test(text) ? undefined : parseInteger(text);
  if (value === undefined) return `strconv.${operation}: parsing ${quote(text)}: invalid syntax`;
  return value < min || value > max ? `strconv.${operation}: parsing ${quote(text)}: value out of range` : undefined;
}

/** `--cpus`: docker/cli's ParseCPUs, of what Go's big.Rat reads: `1.5`, `1/2`, `15e-1`. */
function decimalError(text: string): string | undefined {
  const cpus = rational(text);
  if (cpus === undefined) return `failed to parse ${text} as a rational number`;
  const [numerator, denominator] = cpus;
  return (numerator * 10n ** 9n) % denominator === 0n ? undefined : "value is too precise";
}

/** Numerator and denominator. */
function rational(text: string): [bigint, bigint] | undefined {
  const fraction = /^([+-]?)(\d+)\/(\d+)$/.exec(text);
  if (fraction) {
    const [, sign = "", above = "0", below = "0"] = fraction;
    return BigInt(below) === 0n ? undefined : [BigInt(`${sign === "-" ? "-" : ""}${above}`), BigInt(below)];
  }
  const match = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?$/i.exec(text);
  const [, sign = "", whole = "", decimals = "", exponent = "0"] = match ?? [];
  if (!match || whole + decimals === "") return undefined;
  const power = Number(exponent) - decimals.length;
  const digits = BigInt(`${sign === "-" ? "-" : ""}${whole}${decimals}`);
  return power < 0 ? [digits, 10n ** BigInt(-power)] : [digits * 10n ** BigInt(power), 1n];
}

/** The number that a {@link valueError} of "decimal" let through. */
export function parseDecimal(text: string): number {
  const [numerator, denominator] = rational(text) ?? [0n, 1n];
  return Number((numerator * 10n ** 9n) / denominator) / 1e9;
}
